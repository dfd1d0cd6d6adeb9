import { classes } from '../lexicon/index.ts'
import { clauseAt } from '../normalise.ts'
import { pattern, places, single } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const hitter = '(?:老公|丈夫|男人|男的|他|她老公|对象|前夫|男朋友|当家的|继父|后爸|后爹|后妈|继母|爸爸?|爹|老汉|儿子|媳妇|婆家|公公|婆婆|邻居|喝(?:了|多|醉)酒)'
const strike = '(?:打(?!工|到|点|进|入|电|扫|牌|麻|针|算|听|招|交|拼|饭|药|鱼|散|零|短|字|款|给|卡)|揍|砍|掐|踹|踢|扇|捅|抽(?!烟|奖|时|血)|砸|施暴|家暴|动手)'
const harmed = '(?:我|俺|她|妈|娃|孩|老婆|老太|死|断|折|流|肿|青|紫|伤|得|人|了(?=,|。|$|一|我|她)|(?=,|。|$))'
const matters: readonly (readonly [string, RegExp])[] = [
  ['domestic-violence', pattern(`
    家暴|${hitter}~8${strike}~3${harmed}|(?:被|让|给|遭)(?:我|她|他|俺)?(?:老公|丈夫|男人|他|男的|儿子|前夫|男朋友|后爸|后爹|继父|后妈|爸|婆家|家里)~3${strike}|挨打|追着?(?:我|俺|她)~2(?:砍|打|杀)|又打(?:我|人|了|她)|
    (?:拿|提|拎|抄)~6(?:追着?|要)?~2(?:砍|捅|抽|打|砸)(?:我|俺|她|妈|娃)|打(?:得|断|折)~3(?:我|她|俺)|扬言~6(?:烧|杀|砍)|往死里打|毒打|掐的?印|从他手底下
  `)],
  ['traffic', pattern('(?:车祸|交通事故|撞|蹭|剐|碾|肇事|追尾)')],
  ['injury', pattern(`
    工伤|工亡|职业病|(?:工地|厂|矿|车间|脚手架|架子|机器|井下|砖窑|砖厂|石材|施工|干活|上班|装修|做工|外头干)~14(?:摔|跌|掉|砸|压|绞|夹|切|轧|断|伤|尘肺|矽肺|猝死|触电|塌)|
    (?:老板|包工头|工头|公司|厂)(?:里|方)?~8(?:垫|只(?:肯)?(?:给|赔)|不肯赔|没赔|不赔|不认|没说法|没给说法)|尘肺|矽肺|工地猝死
  `)],
  ['wages', pattern(`
    (?:欠|拖|压|扣|赖|没发|没给|不给|没结|不结|没拿|不发|拿不到|讨|差|结不了|要不回)(?:着|了|到)?~12(?:工资|工钱|血汗钱|薪|工程款|辛苦钱|劳务费)|打白条|赖账|(?:完工|干完|做完|摘完|收工)≈8(?:找不到人|没给钱|跑了|不认)|(?:跟着|给)~8(?:老板|工头)≈20(?:欠|没结|空号)|(?:打短工|做工|干活)的?老板~2跑|(?:工资|工钱|血汗钱|薪水?|工程款|劳务费)~10(?:没给|没发|没结|不给|不发|拖|欠|压着|赖|没拿|要不|扣)|
    欠薪|讨薪|(?:包工头|工头|老板|项目部)≈8(?:欠(?:了)?(?:我|我们|俺)|跑了≈24(?:没拿|一分|没给|工钱)|拖)|(?:月底给|年底给|拖到)≈20(?:血汗钱|工钱|工资)
  `)],
  ['crime-victim', pattern(`
    凶手|(?:被|让|遭|给)(?:人|别人|坏人|同村的人|混混|歹徒|流氓|醉汉|人家)?~5(?:捅|砍|杀|伤(?:了|害)|强奸|性侵|猥亵|打(?:残|死|伤|成|断)|欺负|泼|拿刀|用砖|砸的)|(?:杀|捅|砍)(?:了|死)?(?:我|俺)~6(?:人|凶)|性侵|强奸|糟蹋|硫酸|抢劫犯|同伙|打瞎|砍成|(?:案子|案犯|嫌疑人)~4(?:没破|判|抓)|伤残~2级|轻伤|害死
  `)],
  ['support', pattern(`
    赡养|抚养费|生活费也不给|(?:儿|女|崽|子女|儿女)(?:子|们)?~10(?:推来推去|轮流推|不养|不孝|不赡养|不给~2(?:钱|口粮|粮|吃|生活费)|不肯养|推出门|撵|赶(?:我|俺|出))|推来推去|轮着推|谁也不给~4(?:养老|口粮)|不给生活费|没给过~4(?:赡养|抚养)|
    前(?:夫|妻|老公)≈20(?:不给|没给|判|一毛没|没见)|^(?!.*(?:支书|窗口|主任|干部|所长))~20把我~3(?:推出|赶出|撵出|轰出)~2(?:门|来|去|家)
  `)],
  ['labour', pattern('(?:辞退|开除|裁|解雇|炒了?)≈14(?:赔偿|补偿|没给|n\\+1|违法|不赔|一分)|劳动仲裁|劳动合同纠纷|经济补偿|没签合同(?:没|也没)|加班费')],
  ['land', pattern(`
    (?:地|田)~4划给|(?:占|征(?!地)|收回|抢|霸占|强占)(?:了|走|去)?~5(?:地(?!上|方|板)|田|宅基|土地|山林|鱼塘|分地|亩)|(?:地(?!上|方|震|板)|田|宅基地?|土地|承包地|山林|林地)~8(?:被|让|叫|给)~6(?:占|征|收|抢|霸|推)|
    (?:地|田)≈14收回|(?:征地|青苗|流转|占地)~6(?:钱|款|补偿|费)?≈14(?:没|不|少|拖|别人)|土地(?:流转|纠纷|确权)|地界|强拆
  `)],
]
const atFault = /保险|立案|全责|找不着人|老赖|赔|肇事|逃|跑了|跑|判|司机|对方|执行|交警|责任/
const before = /以前|原来|早年|年轻时|小时候/
const keepers = single('护工|养老院|敬老院|福利院|救助站', classes)

/** The legal matter told, and whether an award stayed unpaid. */
export function readLaw({ text }: Hearing, facts: Facts): void {
  if (keepers.test(text)) return
  // How a child's father died at work is told of the child, not as a claim.
  const orphaned = facts.values['fatherStatus'] === 'dead'
  const matter = matters.filter(([kind]) => !(orphaned && kind === 'injury')).map(([kind, words]) => ({ kind, span: told(text, kind, words) })).find((m) => m.span)
  if (!matter?.span) return
  facts.put('legalMatter', matter.kind, matter.span)
  const unpaid = /一分(?:钱)?(?:都|也)?(?:没|不|未|赔不)|一个子儿|一毛没|分文|终结|终本|老赖|拿不到钱|执行不(?:到|了)|判了不给|没人赔|赔不出|名下啥|穷光蛋|找不着人|枪毙|没(?:有)?(?:拿到|赔|给过)|(?:没|无)财产|名下空|没找到|没抓(?:着|到)|跑了|赔不起|不赔|啥也没有|还是自己扛/.exec(text)
  const compensable = ['crime-victim', 'traffic', 'injury', 'support'].includes(matter.kind)
  const awarded = matter.kind === 'support' ? /判/.test(text) && /执行/.test(text) : matter.kind === 'crime-victim' || /一分(?:钱)?(?:都|也)?没|逃|跑了|分文|判|找不着人|没人赔/.test(text)
  if (unpaid && compensable && awarded) {
    facts.put('noCompensation', true, { start: unpaid.index, end: unpaid.index + unpaid[0].length })
  }
}

function told(text: string, kind: string, words: RegExp): Span | undefined {
  if (kind === 'traffic' && !atFault.test(text)) return undefined
  if (kind === 'domestic-violence' && /同伙|抢劫|凶手|案子/.test(text)) return undefined
  for (const match of places(text, words)) {
    const span = { start: match.index, end: match.index + match[0].length }
    const clause = clauseAt(text, span.start)
    const said = text.slice(clause.start, span.end)
    if (kind === 'domestic-violence' && (before.test(said) || /离了|不打了/.test(text.slice(clause.start, clause.end + 12)))) continue
    return span
  }
  return undefined
}
