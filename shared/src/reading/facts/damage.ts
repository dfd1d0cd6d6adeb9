import { pattern, places } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const cause = pattern(`
  洪水|洪涝|发(?:过|了)?大?水|淌大水|涨(?:了)?(?:大)?水|山洪|水漫|大水|水(?:都|已经)?(?:淹|漫|没过|泡)|内涝|泄洪|决(?:堤|口)|堰塞湖|台风|飓风|龙卷风|大风|狂风|刮风|地震|余震|冰雹|雹子|雹|雷打|水退了|受灾登记|连(?:到|续)?下了~4天雨|雪下了|
  (?:大|暴|冰)?雪~8(?:压|垮|塌|埋|冻)|雪灾|暴雪|(?:暴|大)雨|雨~4(?:泡|冲|淋)(?:倒|垮|塌)|泥石流|滑坡|山体|(?:后山|山上)~8(?:掉|滚|滑)|塌方|旱|倒春寒|霜冻|冻害|雷(?:击|劈)|蝗|河水|江水|涨上来|遭灾|受灾|水灾
`)
const house = '(?:房子?|屋(?:子|顶|里)?|墙|老屋|偏房|瓦房|厢房|灶(?:屋|房)|厨房|堂屋|院墙|山墙|后墙|土房)'
const kinds: readonly (readonly [string, RegExp])[] = [
  ['winter-spring', pattern('冬春|明年吃的|(?:口粮|粮食?)≈6(?:接不上|没得|不够|没有|没)|(?:怕|没)~3口粮|接不上~6(?:麦|粮|新)|青黄不接|春荒|开春~6(?:粮|吃|没)')],
  ['home-damaged', pattern('(?:猪|羊|牛|鸡)?(?:圈|棚)倒了半')],
  ['home-collapsed', pattern(`(?:房屋|房子)倒塌|泥石流~4把?~2${house}~2埋|${house}~8(?:冲|泡|压|震|刮|淋|吹)(?:垮|塌|倒|走|没|跑)|${house}~4(?:塌|垮|倒)(?:了|光|完|半|成|一|两|三)|(?:冲|压|震|刮|泡|淹|吹)(?:垮|塌|倒|没)(?:了)?~4${house}`)],
  ['crops', pattern(`
    (?:大棚|庄稼|田|地里|苗|玉米|苞谷|水稻|稻|谷子?|麦|烟叶|果|菜|茶|橘|柑|柚|苹果|梨|葡萄|瓜|花生|油菜|辣椒|洋芋|土豆|红薯|香蕉|药材|西红柿|草莓|藕|鱼塘?|虾|塘|棚|蒜|番茄|豆|棉花|甘蔗|桑|蚕|木耳|菇)~12
    (?:绝收|没收|颗粒|掀|砸|没咯|趴|冲|淹|打(?!工)|冻|旱|塌|死|毁|烂|泡|倒|跑|一个没剩|减产|光了|完了|刮|埋|遭)|绝收|颗粒无收|没收成|一粒没收|生芽|趴(?:了|在)?地|(?:牛|羊|猪|鸡|鸭)棚?~4(?:压垮|压塌)|死了~4(?:头|只)~1(?:牛|羊|猪)|(?:粮|草垛|苞米)~6(?:烧没|冲走|泡)|冲了~4(?:田|地|塘|亩)|(?:淹|冲|打|旱|冻)(?:了|坏|死)~4亩
  `)],
  ['trapped', pattern('(?:二楼|屋顶|楼顶|房顶|三楼|树上)~8(?:下不|出不|困|等|上|没)|(?:困|堵)在|下不去|出不来')],
  ['home-damaged', pattern(`
    ${house}~8(?:裂|掀|揭|歪|漏|淹|泡|进水|灌|斜|掉|开缝|倾|开口|半边|没顶|砸|冲进)|(?:彩钢|铁皮)?顶~3(?:卷|掀)|全是泥|厨房都没了|(?:冰箱|电视|家电)~2泡|瓦~4(?:掀|揭|吹|飞|掉|刮|碎|打)|(?:掀|揭|吹|刮)(?:了|走|跑|掉)~4(?:瓦|屋顶|房顶|半边)|
    (?:淹|漫|泡|灌|冲)(?:到|进|了|过)?~4(?:床|屋|家|灶|堂屋|一楼|房|膝|腰|米深)|家里?~6(?:淹|泡|进(?:了)?水)|(?:粮食|米|被子|家具|家当|东西)~6(?:泡|淹|冲|淋)
  `)],
  ['displaced', pattern('转移|撤(?!销|诉|回)|叫~4搬|搬迁|搬(?:到|去|走|出)|避险|避灾|帐篷|安置(?:点|房)|投亲|回不(?:去|了)家')],
]
const unhurt = /(?:家里|屋|房子)(?:都)?(?:没事|没啥|好好的|没损)/
const safeHome = /(?:屋|房子?|家里)[^,。]{0,3}没事/

/** What flood, wind, quake, hail, snow or drought did to the household. */
export function readDamage({ text }: Hearing, facts: Facts): void {
  if (!struck(text) || /(?:发给|分给)/.test(text)) return
  for (const [kind, words] of kinds) {
    const span = first(text, words)
    if (!span) continue
    if (unhurt.test(text) && kind !== 'crops') continue
    if (safeHome.test(text) && kind.startsWith('home')) continue
    facts.put('disasterDamage', kind === 'trapped' ? 'displaced' : kind, span)
    return
  }
}

/** Rain and wind that come every time, or only fall outside, are weather, not a disaster. */
function struck(text: string): boolean {
  for (const match of places(text, cause)) {
    if (!/(?:一到|一|逢|每次|着|下|遇到)$/.test(text.slice(Math.max(0, match.index - 3), match.index))) return true
  }
  return false
}

function first(text: string, words: RegExp): Span | undefined {
  for (const match of places(text, words)) return { start: match.index, end: match.index + match[0].length }
  return undefined
}
