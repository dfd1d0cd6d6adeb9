import { clauseAt } from '../normalise.ts'
import { pattern, places } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

/** What struck a household, told strictly: the wider signals propose help, these state a fact. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['fire', pattern(`
    着(?:了)?火|起(?:了)?(?:大)?火|失火|火灾|大火|火烧(?!眉)|烧(?:没|光|毁|塌|了个?精光)|都烧(?:了|没|光)|(?:房|屋|家)~4烧了|煤气罐?~3爆|
    (?:油锅|灶|炉子|电线|线路|被子|电热毯)~4着了|冒(?:黑|浓)烟|燎了|烧成(?:灰|炭)|走火|打火≈8(?:烧|灰)|一把灰|着了(?:半边|大半|起来)|烧着了
  `)],
  ['traffic', pattern(`
    车祸|追尾|(?:被|让|叫|给|遭)~8(?:车|摩托|司机)~4(?:撞|蹭|剐|碾|轧|压)|(?:大|小|货|汽|轿|客|渣土|电动|面包)(?:货)?车~4(?:撞|碾|轧)(?!了?(?:个|人|别人|人家))|
    被撞(?!了?人)|对撞|撞(?:飞|倒)了?(?:我|俺|他|她)|交通事故|撞(?:了|上)~2(?:护栏|墙|树|电杆|电线杆|山)|刹车失灵|让~3(?:大货|货车|车)撞
  `)],
  ['theft', pattern(`
    (?:被|让|叫|给|遭)~6(?:偷|扒|盗|抢(?!救)|顺走|卷走|骗(?!去|婚|到))|骗(?:走|光|了~4(?:万|千|百|块))|偷(?:走|光|了)|诈骗~3(?:骗|了|走|案)|(?:牛|羊|猪|车|包|钱|货)~5被~5(?:牵走|拎走|拉走|摸走|搬走|顺走)|让人摸了|全?(?:让|被|叫)人~3(?:摸|掏)|进(?:了)?贼|遭(?:了)?贼|小偷|
    (?:钱包|手机)~5(?:丢|没了|不见)
  `)],
  ['other', pattern('瘟~4死|(?:喝|吃)(?:了)?(?:敌敌畏|农药|百草枯|老鼠药|除草剂)~10(?:洗胃|洗了胃|抢救|送|医院|灌流|icu)')],
  ['death', pattern(`
    猝死|(?:上吊|跳楼|跳河|投河|喝农药)~3(?:走了|没了|死)(?:才|刚|[一二两三四五六七八九十几]天)|(?:丧事|办丧|后事|丧葬|安葬|下葬|出殡|棺材|火化)~8(?:欠|借|没钱|钱|花|凑|办不)|
    当场就?没了|(?:昨天|昨夜|昨晚|今早|前天|刚刚?)~4(?:走了(?=,|。)|没了(?=,|。)|去世|咽气)|(?:火葬|火化|下葬|棺材|埋人)的?钱|灵堂|(?<!老)头七|(?:接二连三|先是)~16(?:走了|去世|死|没了)
  `)],
  ['accident', pattern(`
    (?:摔|跌|砸|压|撞|绞|夹|轧|扭)~1(?:断|折|碎|残)(?:了)?|(?:摔|掉|跌|滚)(?:了)?(?:下|落)(?:来|去|了)|(?:从|在)~12(?:摔|掉|跌)(?:了)?(?:下|落|进)|(?:架子|楼|窗户?|屋顶|房顶|树|山|坡|坎)~3(?:上)?(?:摔|掉|跌)(?:了)?(?:下|落)|
    (?:钢筋|砖|机器|石头|塔吊|树|木头|墙|土方|架子|车间|绞肉机|冲床)~6(?:砸|压|绞|轧|夹|切)(?:了|到|伤|断|死|掉)|(?:手|脚|腿|头|人)被~4(?:砸|压|绞|轧|夹|切)|
    (?:手|脚|腿|人)~4(?:砸|压|绞|轧)(?:断|伤|死|烂|扁)|(?:煤气|一氧化碳|沼气|炭火|农药)中毒|(?:煤|炭|炉)~4熏(?:倒|晕|着)|触电|电(?:伤|死)|溺(?:水|亡)|掉(?:进|到)~3(?:井|河|水|塘|沟)|淹死|
    (?:开水|滚水|油|烧|烫)(?:烫|烧)?伤了?|人埋|(?:厂|窑|矿|墙|工地)塌了~3压|爆炸|(?:高压锅|锅炉|液化气|鞭炮)~2(?:炸|爆)|(?:塌方|塌了|倒了)~3压着|摔(?:倒)?在~4起不来|骑~6摔了|胯骨|摔(?:成|伤|坏)(?!了?(?:手机|东西))|滚下(?:山|坡|楼)|蛇咬|狗咬(?:伤|了?(?:我|娃)(?!家))
  `)],
  ['sudden-illness', pattern(`
    突然~4(?:中风|脑(?:出血|溢血|梗)|心梗|昏|晕|不省人事|倒下?)~8(?:送|抢救|住院|icu|救护车)|抢救室≈10(?:心梗|脑|爸|妈)|心梗~4(?:送|抢救|icu|要放)|大出血≈14(?:重症|icu|抢救)|
    (?:高烧|抽搐|抽了)≈14(?:押|救护|急诊|县医院)|(?:吐|咳)~4血?~6(?:半盆|不止)|(?:出血|昏迷|休克)≈12(?:救护车|急救)
  `)],
  ['job-loss', pattern('(?:没|找不)~2(?:找到)?(?:活|工|事做)~6。?钱~2(?:用|花|使)(?:完|光)|(?:没找到|找不到|没有)(?:活|工作|工)≈14回(?:不了|不去|老)?家')],
]
const longAgo = /(?:前几年|前些年|那年|当年|早年|以前|小时候|年轻时|(?:[二两三四五六七八九十]|十几|几十)(?:来|多)?年前|前年的?事|是前年|年轻的时候|几年前|[二三四五六七八九]年(?:了|级)?没抓|判(?:了)?[^,。]{0,3}年)/
const saidOld = /(?:那是|是|都是)[^,。]{0,3}[二两三四五六七八九十几多]年前/
const notOurs = /没烧到|没事|没伤|演习|(?:怕|担心|会|要|差点|怕是|恐怕|万一)[^,。]{0,4}$/
/** An injury already rated or long lived with is a state, no event. */
const settled = /[一二三四]级|残疾证|截瘫|立案|全责|误工|鉴定/
const byPeople = /(?:被|让|遭|给)(?:人|别人|坏人|混混|他|老公|男人|邻居)[^,。]{0,6}(?:砸|打|捅|砍)/

/** The event that struck: fire, traffic, theft, death, accident, sudden illness, loss of work. */
export function readSudden({ text, heard }: Hearing, facts: Facts): void {
  if (heard.has('ownFault') || saidOld.test(text)) return
  for (const [kind, words] of kinds) {
    const span = strikes(text, words)
    if (!span) continue
    if (/accident|traffic/.test(kind) && settled.test(text) && !/工伤|抢救|住院|押金/.test(text)) continue
    if (kind === 'accident' && (facts.values['disasterDamage'] !== undefined || byPeople.test(text))) continue
    facts.put('emergencyEvent', kind, span)
    return
  }
}

function strikes(text: string, words: RegExp): Span | undefined {
  for (const match of places(text, words)) {
    const span = { start: match.index, end: match.index + match[0].length }
    const clause = clauseAt(text, span.start)
    const next = clauseAt(text, Math.min(clause.end + 1, text.length))
    if (longAgo.test(text.slice(clause.start, next.end))) continue
    if (notOurs.test(text.slice(Math.max(clause.start, span.start - 6), span.start))) continue
    if (/没(?:烧|伤|撞)到(?:我|人)?/.test(text.slice(span.end, next.end))) continue
    return span
  }
  return undefined
}
