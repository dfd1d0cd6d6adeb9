import { classes } from '../lexicon/index.ts'
import { pattern, places, single } from '../pattern.ts'
import type { Numeral } from '../numerals.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const kids = '(?:{child}|{grandchild}|学生|外孙|闺女|细伢子|后生)'
const one = '(?:老伴|老公|老婆|爱人|我?妈|我?爸|妈妈|爸爸|老?娘|老爹|爹|奶奶|爷爷|外婆|外公|儿子|女儿|闺女|孙子|孙女|外孙女?|娃|崽|孩子|媳妇|母亲|父亲|弟弟|妹妹|哥哥|姐姐|老头子?|老太婆|老婆子|当家的|男人|傻儿子|婆娘|堂客)'
const alone = '(?:离(?:了)?(?:婚|异)|单身|单亲|一个人|独自|自己|寡妇|丧偶|守寡|老公死了|男人死了|男人走了|男人没了|净身出户)'
const number = '[一两二三四五2-5]|俩|仨'
const counts: Readonly<Record<string, number>> = {
  一: 1, 两: 2, 二: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 五: 5, 2: 2, 3: 3, 4: 4, 5: 5,
}

/** Ways to say who lives together, each with what is counted beside the children named. */
const sayings: readonly (readonly [number, RegExp])[] = [
  [2, single('{couple}≈14{child}~2岁', classes)],
  [2, single(`(?:{couple}|两公婆)~5(?:带|养|拉扯|供|还有|加|和|跟)~4(${number})?个?${kids}(?!也|都|不|在外)`, classes)],
  [1, single(`(?:剩|就)~2(?:我|俺|额)(?:同|和|跟|带)(两|俩|三)个?(?:${kids}|仔)`, classes)],
  [2, single(`两个老的(?:带|养|和|跟)~1(${number})个?~1${kids}`, classes)],
  [1, single(`(?:男人|老公|老婆|媳妇)~1(?:跑|走|死|没)了≈30养个~6${kids}`, classes)],
  [1, single(`${alone}≈12(?:拖|带|拉扯|养|供|盘)着?~2(${number})个?~8${kids}`, classes)],
  [1, single(`(?:我|俺|额)~2(?:带|拖|拉扯)着?~2(${number})个?~6${kids}(?:过|,|。|$)`, classes)],
  [1, single(`${alone}≈8(?:带|拖)着?~1一?个?~12${kids}`, classes)],
]
const pair = single(`
  (?<!儿子|女儿|弟弟?|哥哥?|妹妹?|姐姐?)(?:(?:家里|屋里|就|只)?~1{couple}(?:过|住|靠|守|俩|都|吃|没|一个月|,|。|$|带病|两)|(?:家里)?(?:只有|就|就剩|只剩)(?:她|他|我)(?:和|跟)(?:我|她|他)|
  (?:我|俺|额)(?:和|跟|同|与)${one}(?:(?:两|二|2)个?人?|俩|相依|都(?:过|有|六|七|八|五)|挤着|在外头?租)|(?:我|俺|额)们?两口子|(?:新婚|我们)小两口|剩(?:我|俺|额)跟~3(?:俩|两)|(?:我|俺|额)(?:和|跟)~3岁的(?:孙|娃|女|儿|孩|外孙|妹|弟)|就(?:剩)?(?:我|俺|额)(?:和|跟|同)~1${one}|
  (?:母|父|祖|爷|婆|娘|兄|姐|姊)(?:子|女|孙|媳|弟|妹)(?:俩|两(?:个人?|人)|二人|2人)|(?:爷孙|婆孙|祖孙|母子|母女|父子|父女|娘儿|爷儿|婆媳|姐弟|兄妹|兄弟|姊妹)俩|^(?:我们)?两个老的|,两个老的(?=,|。|$)|两口人)
`, classes)
const newborn = /(?:生了|刚生|多了?一?张嘴|添了?)/
const ours = /(?:我家|家里|我们家|全家|一家|俺家|屋里|屋头|家|我们|一共|总共|咱家|里头|俺们|阮|阿拉|合共|统共)[^,。]{0,3}$/
const living = /^个人(?:花|挤|住|吃|过|活|靠|等|欲|怎|咋|指|守|睡|就靠|都靠|全靠)/
const strangers = /少(?:了)?一|桥洞|车里|隔壁|邻居|户口本|审批|来查|核查|调查/

/** How many live together, as far as it was counted. */
export function readSize(hearing: Hearing, facts: Facts): void {
  const { text, heard } = hearing
  if (heard.has('shelterless') && !/我|俺|阮|咱/.test(text)) return
  const counted = hearing.numbers.find((n) => isHeads(text, n))
  if (counted) {
    const grown = heard.has('birth') && newborn.test(text) && /低保|原来|以前/.test(text)
    return facts.put('householdSize', counted.low + (grown ? 1 : 0), { start: counted.start, end: counted.end + 2 })
  }
  const three = /(?<![一二三四五六七八九十])仨人|三口之家|一家三口/.exec(text)
  if (three && !/桥洞|车里/.test(text)) return facts.put('householdSize', 3, spanOf(three))
  for (const [others, words] of sayings) {
    const said = words.exec(text)
    if (said) return facts.put('householdSize', others + (counts[said[1] ?? ''] ?? 1), spanOf(said))
  }
  if (readParents(text, facts)) return
  const two = pair.exec(text)
  if (two && !strangers.test(text) && !(/两口/.test(two[0]) && /娃|孩|学生|研究生|孙/.test(text)) &&
    !/小孩|奶娃|宝宝|毛毛|轮流|带(?:个|着|俩|两)|拉扯/.test(text)) {
    facts.put('householdSize', 2, spanOf(two))
  }
}

const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length })

function isHeads(text: string, n: Numeral): boolean {
  if (n.low < 1 || n.low >= 15 || n.low !== n.high || /几/.test(text.slice(n.start, n.end))) return false
  const after = text.slice(n.end, n.end + 7)
  const before = text.slice(Math.max(0, n.start - 8), n.start)
  if (/人均[^,。]*$/.test(before) || strangers.test(before)) return false
  if (/^口(?!子)(?:人|之家|,|。|$|的|都|[^子井锅袋红罩气水饭香味])/.test(after) || /^口子?人/.test(after)) return true
  if (/^口子/.test(after) && n.low > 2) return true
  if (n.low < 2 || !/^个人/.test(after)) return false
  if (ours.test(before) && !/^个人(?:都能|看|干活|打工|上班)/.test(after)) return true
  return /(?:^|[,。])$/.test(before) && (living.test(after) || (n.low === 2 && !/^个人(?:有|都能|来|一起来)/.test(after)))
}

const spouses = /(?:老婆|老公|爱人|媳妇|丈夫|男人|他爸|她爸|他妈|夫妻|两口子)/
const gone = /(?:老婆|老公|爱人|媳妇|丈夫|男人|他爸|她爸|他妈)[^。]{0,8}(?:死|走了|没了|跑|去世|过世|猝|牢|离|失踪|不在)/
const elders = /爷|奶奶|公公|婆婆|老人|老的|爸妈|爹娘|老娘|老爹|父母|岳|我妈|我爸|婆媳/
const children = pattern('(两|二|俩|三|仨|[23])个?(?:娃|孩|小孩|崽|伢|儿子|女儿|闺女|细)')

/** Two parents and their children, where nobody else is spoken of. */
function readParents(text: string, facts: Facts): boolean {
  if (!spouses.test(text) || gone.test(text) || elders.test(text)) return false
  for (const found of places(text, children)) {
    if (/大的[^。]{0,10}(?:出嫁|成家|工作)|一天到晚/.test(text)) return false
    facts.put('householdSize', 2 + (counts[found[1] ?? ''] ?? 1), spanOf(found))
    return true
  }
  return false
}
