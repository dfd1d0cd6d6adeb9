import { classes } from '../lexicon/index.ts'
import { single } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const fates: readonly (readonly [string, string])[] = [
  ['dead',
    '(?:病|癌|尿毒症|喝农药|脑梗|脑溢血|心梗|车祸|意外|瘤|中风|事故|上吊|跳楼|喝药|难产|矿难)[^,。]{0,4}(?:走了|没了|走(?=,|。|的|$))|(?:时候|那年)走的|也走了|(?<!打|要|杀|砍)死(?!活|心|路|守|撑|扛|要)|矿难|难产(?!下|生)|去世|过世|没了|不在了|过身|病故|亡故|离世|殁|遇难|亡|不在(?:世|人世)|牺牲|病逝|丧生|淹死|没的'],
  ['imprisoned',
    '坐牢|刑满|服刑|判(?:了)?[^,。]{0,4}年|劳改|监狱|牢里|关(?:进|在)[^,。]{0,3}(?:牢|监|里面)|吃牢饭|蹲(?:监|大牢|号子)|被(?:抓|判刑|逮捕)|进去了|坐监'],
  ['forced-rehab', '戒毒|吸毒|吸粉'],
  ['deported', '遣送|遣返'],
  ['missing', '宣告失踪|失踪(?!了?[几一两]天)'],
  ['severe-disabled',
    '残疾?[^,。]{0,4}[一二12]级|[一二12]级|精神[^,。]{0,3}[一二三四1-4]级|智力[^,。]{0,3}[一二三四1-4]级|精神病|精神分裂|精神[^,。]{0,2}(?:不正常|失常|有问题|异常)|疯|智障|傻|瘫|植物人|双目失明'],
  ['severe-ill', '癌|尿毒症|白血病|重病|大病|住院'],
  ['lost-contact',
    '失联|联系不(?:上|到)|没(?:有)?(?:音信|消息|音讯|联系)|不知(?:去向|道去哪)|跑了|跑(?:出去|掉|路|得)|走了人|不见(?:了|人)|离家出走|外出(?:失联|不归)|电话(?:打不通|换了)|走了(?:就)?(?:再)?没(?:再|有)?(?:回|来|见)|没回过|不知(?:道)?(?:是)?(?:死活|生死)|跟(?:人|别人|野男人)(?:家)?(?:走|跑)了|多年没(?:回|有?消息|音信)|一去不回|杳无|出走|找不(?:到|着)人?|不晓得去|下落不明|没(?:人)?影|不露面|走掉|再不接|嫁到[^,。]{0,4}再(?:不|没)'],
]
const sides: readonly (readonly [string, string])[] = [
  ['fatherStatus',
    '孩子(?:他|的)?(?:爸爸?|爹)|娃(?:儿)?(?:他|的)?(?:爸爸?|爹|老汉)|(?:他|她|娃|孩子|孙子|孙女|小孩)(?:的)?(?:亲)?(?:爸爸?|爹|老汉儿?|父亲)|爸爸?|父亲|爹|男的|我儿子?|儿子|老公|丈夫|哥哥?|妹夫|姐夫|老汉儿'],
  ['motherStatus',
    '孩子(?:他|的)?(?:妈妈?|娘)|娃(?:儿)?(?:他|的)?(?:妈妈?|娘)|(?:他|她|娃|孩子|孙子|孙女|小孩)(?:的)?(?:亲)?(?:妈妈?|娘|母亲)|妈妈?|母亲|女的|儿媳妇?|媳妇|嫂子|弟媳|娘(?!家)|我女儿|女儿|婆娘'],
]
const parentFate = sides.map(([key, who]) => ({
  key,
  fates: fates.map(([fate, words]) => ({ fate,
    re: new RegExp(`(?:${who})(?!妈|爸|爷|奶|家|带|俩)[^,。妈爸娘爹母父]{0,10}?(?:${words})`) })),
}))
const both = single(`(?:爸妈|爹妈|父母|爹娘|爸爸妈妈|双亲|哥哥?嫂子?|弟弟?(?:和)?弟媳妇?|姐姐?姐夫|儿子?(?:和|跟)?儿媳妇?|女儿女婿|两口子|夫妻俩?|爷娘|哥嫂|大人)~14(?:都|双双|前后脚|先后|一起|全|同时|相继|一块|早)~3(?:死|不在|没了|没的|走了|去世|过世|过身|遇难|亡|离世|殁|病故)|(?:爸妈|爹妈|父母|爹娘|爸爸妈妈)~2(?:死|走|去世|没)得?早|(?:爸妈|爹妈|父母|爹娘|爸爸妈妈)~2(?:都)?(?:叫|让|被)~6(?:带走|冲走|埋|收走|压死|淹死)|(?:爹|爸)妈早没|(?:爸|爹)≈10(?:妈|娘)≈10(?:两个|俩|都)~2不在|没(?:有)?了?(?:爸妈|爹妈|爹娘|父母)|我是孤儿|(?:爹妈|爸妈|父母)≈16都没救(?:回|过)来|父母双亡|没(?:了)?爹(?:又)?没(?:了)?(?:妈|娘)|孤儿`, classes)

/** Fates of a child's parents; whether somebody has anyone bound to support them. */
export function readFamily(hearing: Hearing, facts: Facts): void {
  const { text, heard } = hearing
  if (isAboutChild(hearing, facts)) readParents(text, facts)
  const single = heard.first('noSupporter')
  const unmarried = single &&
    /^(?:没|未|冇|打).*(?:婚|老婆|媳妇|堂客|婆娘|光棍|单身)/.test(text.slice(single.start, single.end))
  const parent = unmarried && heard.hits('noSupporter').length === 1 &&
    /(?:娘|妈|爸|爹|父亲|母亲|老的)(?![^,。]{0,8}(?:死|走|去世|过世|没了|不在))/.test(text)
  const none = /没娶过[^,。]{0,2}没[子儿娃]|无[妻儿][^,。]{0,1}无[儿子女]|没[儿子]没[女孙]|没成过家|无依无靠/.exec(text)
  if (none) facts.put('hasLegalSupporter', false, { start: none.index, end: none.index + none[0].length })
  if (heard.has('noSupporter') && !parent) facts.put('hasLegalSupporter', false, heard.first('noSupporter'))
  const own = /(?:[两二三四几]个|有|唯一的|一个|我)(?:个)?(?:儿子|女儿|闺女|崽)/.exec(text)
  if (own && (heard.has('unfilial') || heard.has('tekunTopic')) && !heard.has('noSupporter') &&
    Number(facts.values['age']) >= 60) {
    facts.put('hasLegalSupporter', true, { start: own.index, end: own.index + own[0].length })
  }
  const weak = /(?:(?:我|俺)(?:也|都|自己|又)|儿子|女儿|闺女|子女)[^。]{0,10}(?:低保|残疾|瘫|自身难保|坐牢|智障|精神病|癌|尿毒)/.exec(text)
  if (weak &&
    heard.has('tekunTopic')) facts.put('supporterAble', false, { start: weak.index,
    end: weak.index + weak[0].length })
}

function isAboutChild({ text, heard }: Hearing, facts: Facts): boolean {
  const age = facts.values['childAge']
  const young = typeof age === 'number' ||
    heard.has('student', 'orphanTopic', 'bothParentsGone', 'nobodyRaises', 'kinRaise')
  return young || /娃|孩|孙|侄|崽|伢|弟弟|妹妹/.test(text)
}

function readParents(text: string, facts: Facts): void {
  const jailed = /(?:爸妈|父母|爹妈|爹娘|妹妹妹夫|姐姐姐夫|哥哥?嫂子?|儿子(?:和|跟)?儿媳)[^,。]{0,4}(?:都|双双)[^,。]{0,2}(?:坐牢|吃牢饭|服刑|被抓|进去|判|关|蹲)|(?:弟弟弟媳|哥哥嫂子|儿子儿媳)[^。]{0,12}判了/.exec(text)
  if (jailed) {
    for (const side of sides) facts.put(side[0], 'imprisoned', { start: jailed.index, end: jailed.index + jailed[0].length })
    return
  }
  const all = both.exec(text)
  const grown = Number(facts.values['age'])
  if ((all?.[0] === '孤儿' && !/我是孤儿/.test(text)) || (all && grown > 18 && (grown < 45 || !/孙|侄|外甥|娃|孩|弟|妹/.test(text)))) return
  if (all) {
    const span: Span = { start: all.index, end: all.index + all[0].length }
    facts.put('fatherStatus', 'dead', span)
    facts.put('motherStatus', 'dead', span)
    return
  }
  const told = parentFate.map((side) => ({ key: side.key, first: firstFate(text, side) }))
  for (const { key, first } of told) {
    // A parent in hospital has a fate of the file only where the other one is gone too.
    const lone = first?.match[0].endsWith('住院') && !told.every((side) => side.first)
    const widowed = first?.fate === 'dead' && /^(?:老公|丈夫|男的)/.test(first.match[0])
    if (first && !lone && !widowed) {
      facts.put(key, first.fate, { start: first.match.index, end: first.match.index + first.match[0].length })
    }
  }
}

function firstFate(text: string, side: (typeof parentFate)[number]): { fate: string; match: RegExpExecArray } | undefined {
  for (const { fate, re } of side.fates) {
    const match = re.exec(text)
    if (match) return { fate, match }
  }
  return undefined
}
