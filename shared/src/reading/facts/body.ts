import { classes } from '../lexicon/index.ts'
import { clauseAt } from '../normalise.ts'
import { pattern, places, single } from '../pattern.ts'
import type { Span } from '../reading.ts'
import { isDenied } from '../signal.ts'
import type { Facts, Hearing } from './collector.ts'

const grave = pattern('{grave}', classes)
const mild = pattern('{mild}|{lasting}', classes)
/** Passing or everyday complaints, and those said as a disability: no illness of the file. */
const everyday = /^(?:中风|风湿|骨折|白内障|腰突|腰椎间盘突出|心脏.*支架|骨髓移植|器官移植|肾移植|肝移植|换肾|换肝|中.{0,2}风|肾病|青光眼|精神分裂症?|骨质增生|痔疮|胃病|支气管炎|鼻窦炎|贫血|痛风|静脉曲张|肺炎|胆结石)$/
const over = /(?:走了|走(?=,|。|$)|走的|去世|没了|死|过世|过身|不在了|病故|离世|治好|痊愈|好了(?!多)|排除|没查出|不是)/

/** Treatment that only a grave illness needs. */
/** Grave, yet on few county lists of severe illness. */
const unlisted = /帕金森|地贫|地中海贫血|血友病|川崎病/
const critical = /靶向药|呼吸机|保温箱|开(?:了)?颅|骨髓移植|换肾|肾移植|肝移植|换肝|病危|icu|重症监护|化疗|放疗|植物人状态/
const byBlow = /车祸|撞|摔|烧伤|跌|砸|机器|电瓶车|脑出血|脑溢血|植物人/
const uninsured = /(?:医保|农合|合作医疗|医疗保险)[^,。]{0,4}(?:忘(?:了|记)?(?:缴|交)|断(?:缴|交|了)|没(?:缴|交|买|参|续)|漏缴|停了)|没[^,。]{0,3}(?:医保|合作医疗)(?!卡)(?=,|。|$)/

/** Illness by name, whether county lists carry it, insurance. */
export function readIllness(hearing: Hearing, facts: Facts): void {
  const { text, heard } = hearing
  const worst = findIllness(text, grave)
  const boards = /住校|寄宿/.exec(text)
  if (boards &&
    heard.has('student')) facts.put('boarding', true, { start: boards.index, end: boards.index + 2 })
  const named = worst ?? findIllness(text, mild)
  // Where several are stricken it is not told whose illness counts.
  const several = !worst && heard.has('accident') && heard.has('careDependent')
  if (named && !several &&
    !everyday.test(text.slice(named.start, named.end))) facts.put('illness', text.slice(named.start,
    named.end), named)
  const dire = critical.exec(text)
  const listed = worst && !unlisted.test(text.slice(worst.start, worst.end))
  if (worst && listed) facts.put('severeIllness', true, worst)
  else if (dire && !byBlow.test(text)) {
    facts.put('severeIllness', true, { start: dire.index, end: dire.index + dire[0].length })
  }
  const well = /没有?(?:什么|啥|得)?大病/.exec(text)
  if (well) facts.put('severeIllness', false, { start: well.index, end: well.index + well[0].length })
  const lapsed = uninsured.exec(text)
  if (lapsed) {
    facts.put('medicallyInsured', false, { start: lapsed.index, end: lapsed.index + lapsed[0].length })
  }
  if (heard.has('notInsured')) facts.put('medicallyInsured', false, heard.first('notInsured'))
}

function findIllness(text: string, names: RegExp): Span | undefined {
  for (const match of places(text, names)) {
    const span = { start: match.index, end: match.index + match[0].length }
    const clause = clauseAt(text, span.start)
    if (/(?:得|患|生)过[^,。]{0,4}$/.test(text.slice(clause.start, span.start)) && /好了|康复|没事/.test(text)) continue
    if (over.test(text.slice(span.end, clause.end)) || isDenied(text, span, false)) continue
    return { start: span.start, end: further(text, span.end) }
  }
  return undefined
}

const next = single('^(?:和|跟|加)?(?:{grave}|{mild}|{lasting})', classes)

/** 高血压糖尿病 said in one breath is one answer. */
function further(text: string, end: number): number {
  const more = next.exec(text.slice(end, end + 12))
  return more ? end + more[0].length : end
}

const types: readonly (readonly [string, RegExp])[] = [
  ['multiple', /多重/], ['intellectual', /智力|智障|弱智|智商/], ['mental', /精神/],
  ['visual', /视力|盲|眼睛?(?:看不见|瞎)|双目失明|全瞎|失明/], ['hearing', /听力|聋/], ['speech', /言语|语言残|哑/],
  ['physical', /肢体|肢残|截肢|小儿麻痹|截瘫|瘫|腿|手|脚/],
]
const level = pattern('([一二三四1-4])级(?!教|医|公|台|风|警|甲|地|响)', {})
const digits: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 }
const context = /残|小儿麻痹|智|精神|视力|听力|言语|肢|聋|哑|盲|瘫|护理|证|重度/
const noCert = single(`(?:没|未|冇|莫)(?:有|得)?~5(?:残疾证|残疾人证)|残疾(?:人)?证~5(?:没(?!到)|还没|办不|未办|没得|不给办|过期)|没有?(?:办)?证(?=,|。|$)`, {})

/** Disability certificate, type and level; ability to work. */
export function readDisability(hearing: Hearing, facts: Facts): void {
  const { text, heard } = hearing
  readLevel(text, facts)
  const none = heard.has('disabledWord', 'disabilityTopic') ||
    /残疾(?:人)?证/.test(text) ? noCert.exec(text) : null
  if (none) facts.put('hasDisabilityCert', false, { start: none.index, end: none.index + none[0].length })
  const wants = /(?:办|评|申请|领|补办)[^,。]{0,4}残疾(?:人)?证/.exec(text)
  if (wants && facts.values['disabilityLevel'] === undefined && !/办(?:了|好|过)/.test(wants[0])) {
    facts.put('hasDisabilityCert', false, { start: wants.index, end: wants.index + wants[0].length })
  }
  const asks = heard.first('disabilityTopic')
  if (asks && /残/.test(text) &&
    !/到账|没打|断了|年审|没到|换了|攞/.test(text) &&
    /补贴|补助|护理|津贴|残补/.test(text.slice(asks.start, asks.end + 6))) facts.put('hasDisabilityCert', true, asks)
  const renew = /残疾(?:人)?证[^,。]{0,4}(?:丢|掉|补办|到期|过期|换|年审|弄丢)/.exec(text)
  if (renew) facts.put('hasDisabilityCert', true, { start: renew.index, end: renew.index + renew[0].length })
  readWorkAbility(text, facts)
}

const others = /(?:老公|男人|丈夫|爱人|老伴|儿子|媳妇|婆婆|公公|老头)[^,。]{0,14}$/
const partly = /手没问题|轻(?:松)?(?:的)?活|能(?:干|做)点|能(?:干|做)[^,。]{0,2}轻/
const unable = /(?:干|做)(?:不|勿)(?:了|动|成|得)(?!饭|主|梦|家务|手术|重|[^,。]{0,3}决定)(?:活|工|事|农活|地里的?活|什么)?|(?:没法|不能|无法|不得)(?:再)?(?:出工|干活|劳动|做工|做事|下地|务工)|出不(?:了|得)(?:力|工)|丧失(?:了)?(?:劳动|工作)|没(?:有)?劳动(?:能)?力|下不了地干|(?:啥|什么)(?:都|也)?(?:干|做)不(?:了|成)|不能下地/

function readWorkAbility(text: string, facts: Facts): void {
  if (partly.test(text)) {
    const some = /残疾?|腰|腿|手|脚/.test(text) ? partly.exec(text) : null
    if (some) facts.put('workAbility', 'partial', { start: some.index, end: some.index + some[0].length })
    return
  }
  const said = unable.exec(text)
  if (!said || others.test(text.slice(Math.max(0, said.index - 18), said.index))) return
  facts.put('workAbility', 'none', { start: said.index, end: said.index + said[0].length })
}

function readLevel(text: string, facts: Facts): void {
  const leveled = [...places(text, level)].find((m) => {
    return context.test(text) && !/房|鉴定|屋/.test(text.slice(Math.max(0, m.index - 6), m.index))
  })
  const cert = /(?:有|持|办了|领了|拿了|是)[^,。]{0,6}残疾(?:人)?证|残疾(?:人)?证[^,。没]{0,8}级/.exec(text)
  const span = leveled && { start: leveled.index, end: leveled.index + leveled[0].length }
  if (span) facts.put('disabilityLevel', digits[leveled[1] ?? ''], span)
  if (!span && !cert) {
    const known = /盲人|双目失明|聋哑/.exec(text)
    if (known) facts.put('disabilityType', known[0] === '聋哑'
      ? 'hearing' : 'visual', { start: known.index, end: known.index + known[0].length })
  }
  if (span || cert) {
    for (const [type, words] of types) {
      const said = words.exec(text)
      if (said) facts.put('disabilityType', type, { start: said.index, end: said.index + said[0].length })
    }
  }
  const proof = span ?? (cert ? { start: cert.index, end: cert.index + cert[0].length } : undefined)
  if (proof && !noCert.test(text) && !/在路上|正在办|隔壁县/.test(text)) facts.put('hasDisabilityCert', true, proof)
}

const stages: readonly (readonly [string, RegExp])[] = [
  ['college',
    /大学|大专|专升本|录取书|本科|专科(?!医|门)|研究生|录取通知书|(?<![一二三四五六七八九十长老好很么有挺])大[一二三四](?![点个早片岁的圈堆些声把家条块截笔段道股场群批张口帮])|师范|[一二三]本(?=,|。|$|大|院|学)|医学院|[^科法戏]学院|211|985|助学贷款|生源地贷款|大学生/],
  ['vocational', /职高|中专|技校|职校|卫校|中职|职业(?:学校|中学|高中)|技师学院/],
  ['senior', /高中|(?<!职)高[一二三](?!个|米|点|层|级|岁|丢|些|截|块|百|千)|高考/],
  ['junior', /初中|初[一二三](?!,?(?:早|晚|那|拜|去|回|天))|[七八九789]年级/],
  ['primary', /小学|(?<![小大中高初])[一二三四五六1-6]年级|上学前/],
  ['kindergarten', /幼儿园|幼稚园|幼园|托儿所|学前班|(?:上|一个)(?:大|中|小)班/],
]
const notStudying = /^[^,。]{0,3}(?:毕业|文化|学历|没毕业|没读|都?没(?:读|上|念)|门口|旁边|附近|对面|老师|同学|校门|教书|食堂|做饭|保安|保洁|扫地)|^(?:都)?没(?:读|上|念)/
const onceStudied = /住(?:在)?[^,。]{0,4}$|(?:挤|躲|睡|安置)[^,。]{0,4}$|(?:只|就|才|我|俺)?(?:读|(?<!考)上|念)(?:了|过|完|到)[^,。]{0,3}$|没(?:读|上|念)[^,。]{0,3}$/

/** School stages of those still at school. */
export function readSchool({ text, heard }: Hearing, facts: Facts): void {
  // A pupil mentioned beside the search for work is background, not what is asked for.
  if (heard.has('jobAsked') && !heard.has('schoolFees') && !heard.has('wages')) return
  const found: string[] = []
  let first: Span | undefined
  for (const [stage, words] of stages) {
    const match = words.exec(text)
    if (!match) continue
    const end = match.index + match[0].length
    if (notStudying.test(text.slice(end, end + 8)) ||
      onceStudied.test(text.slice(Math.max(0, match.index - 8), match.index))) continue
    found.push(stage)
    first ??= { start: match.index, end }
  }
  if (first) facts.put('studentStages', found, first)
}
