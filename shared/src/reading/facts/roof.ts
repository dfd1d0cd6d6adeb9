import { pattern, places } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const place = '(?:桥(?:洞|底|下)|涵洞|高架|天桥|地下通道|大?街上|街头|路边|马路|车站|火车站|汽车站|候车|公园|广场|长椅|网吧|公厕|屋檐|祠堂|庙|墙角|墙根|楼道|过道|门口|大厅|银行|atm|车里|河堤|服务区|纸箱|菜市场|石墩)'
const stay = '(?:睡|住|蹲|躺|坐|过夜|熬|蜷|窝|缩|呆|待|流浪|歇|晕|躲)'
const spans: readonly RegExp[] = [
  pattern(`
    没(?:有)?(?:路费|票钱|钱住店)|晚上去哪|(?:在|缩在)~2(?:自动)?取款机|想讨~4票|传销~3逃|在~3窝棚|讨饭|要饭的|问家在哪~3(?:摇头|不)|换了?锁|翻墙出来|(?:没|冇|莫|无)(?:有|得)?(?:个)?~1(?:地方|处(?!说|告|借|讲|诉|打|问|申|去说)|地儿|落脚|住处|容身|安身|栖身)~1(?:住|去|睡|落脚|待|躲|歇|处|了|,|。|$)|没处去|无家可归|露宿|流浪(?!狗|猫)|睡(?:大街|马路|桥洞)|睡哪~3(?:都|也)?(?:不|没)|
    (?:回不了|回不去)(?:贵州|四川|云南|老家|家|河南|湖南|安徽)|只想回家|无名氏|走丢的|(?:赶|撵|轰)(?:出|我出)~3(?:安置|宿舍|门|屋|来)≈26(?:下着?~2雨|天黑|外头|外面|今晚|没)|弃婴|(?:娃|孩|婴)~8(?:坐|躺|哭|站)≈16(?:大人不见|不见大人|没大人)
  `),
  pattern(`${place}~6${stay}(?:了|着|在)?~3(?:[一两二三四五六七八九十几好半\\d]+(?:个)?(?:天|晚|夜|宿|下午|晚上|阵)|一下午|好一阵|一夜|好几|哭|一家|过夜|着)`),
  pattern(`(?:住|睡|蹲|躲|熬|窝|蜷|缩|躺|放)(?:在|到|了|着)~4${place}`),
  pattern('(?:桥(?:底|洞)|桥下|街边|路边|垃圾|纸箱|石墩|雪地)~8(?:有(?:个|一)|住着|睡着|毛毛头|婴儿|弃婴|放了个?~6娃)'),
  pattern('今天在~3(?:汽车站|火车站|车站)~2过夜|在(?:火车站|汽车站|车站)(?=,|。|$)'),
  pattern('(?:睡|住)车里|去救助站|流落|救助站~8(?:要去|去)住|atm|三天没挪窝|候车室≈24没挪|(?:小伙子?|老人|老头|男的|女的)~4躺在~6门口'),
]
const housed = /以前|当年|曾经|听说在|想上|过一回|想过|去年救助站|爷爷家|娘家|姐家|亲戚家/
const onlyWait = /换锁(?!.{0,30}(?:楼道|外头|今晚))|(?:医院|学校|村委会?|窗口|银行)[^,。]{0,4}(?:排队|等着|办事|门口墙)/
const kerb = /救助站了|找着了|托管|坐了一夜$/

/** Whether somebody is without a roof; the house's grade; whether a flat of their own exists. */
export function readRoof(hearing: Hearing, facts: Facts): void {
  const { text } = hearing
  readShelter(text, facts)
  const houseless = /(?:我们|我|家里|俺|一直|也|都)?没(?:有|得)?(?:自己的)?房(?:子)?(?=,|。|$|住)/.exec(text)
  if (houseless && hearing.heard.has('housingTopic', 'rentHard')) {
    facts.put('houseCount', 0, { start: houseless.index, end: houseless.index + houseless[0].length })
  }
  const rented = /(?<!公|廉)租房|房租|租的(?!房子到期)|租着|租那|租个|房东|租金|租住/.exec(text)
  const left = /丈母娘|娘家|续租/.test(text)
  const applies = /公租|廉租|保障房|安居房|(?:租房|租金|房租)[^,。]{0,2}补/.test(text) || /挤|隔断|地下室|城中村/.test(text)
  if (rented && applies && !left) {
    facts.put('houseCount', 0, { start: rented.index, end: rented.index + rented[0].length })
  }
  const owned = /(?:名下|家里|有)([一两二三四五2-5])套房/.exec(text)
  if (owned) {
    facts.put('houseCount', counts[owned[1] ?? ''], { start: owned.index, end: owned.index + owned[0].length })
  }
  const grade = /(?<![a-z])([cd])级/.exec(text)
  const several = grade && new Set(Array.from(text.matchAll(/(?<![a-z])([a-d])级/g), (m) => m[1])).size > 1
  if (grade && !several) {
    facts.put('houseGrade', (grade[1] ?? '').toUpperCase(), { start: grade.index, end: grade.index + 2 })
  }
  readArea(text, facts)
}

const counts: Readonly<Record<string, number>> = { 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 2: 2, 3: 3, 4: 4, 5: 5 }
const digits = '零一二三四五六七八九十'

function readArea(text: string, facts: Facts): void {
  const each = /人均(\d+|[一二三四五六七八九十])(?:个)?平/.exec(text)
  if (!each) return
  const value = /\d/.test(each[1] ?? '') ? Number(each[1]) : digits.indexOf(each[1] ?? '')
  if (value > 0) facts.put('housingAreaPerCapita', value, { start: each.index, end: each.index + each[0].length })
}

function readShelter(text: string, facts: Facts): void {
  if (housed.test(text) || onlyWait.test(text) || kerb.test(text)) return
  const span = spans.map((words) => first(text, words)).find((s) => s !== undefined)
  if (span) facts.put('shelterless', true, span)
}

function first(text: string, words: RegExp): Span | undefined {
  for (const match of places(text, words)) return { start: match.index, end: match.index + match[0].length }
  return undefined
}
