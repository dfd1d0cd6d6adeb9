import { classes } from '../lexicon/index.ts'
import { clauseAt } from '../normalise.ts'
import { pattern, places, single } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

type Whose = 'self' | 'child' | 'old' | 'kin' | 'other' | 'nobody'
/** An age, in whole years, and whose it is as far as the clause tells. */
export type Age = Span & { years: number; whose: Whose }

const unit = /^(?:来|多|出头)?(?:周岁|岁|嵗)(?!以|之后|前|后)/
const months = /^个?多?月(?:大|的?(?:娃|孩|宝|女|男|婴|崽|毛|伢)|,|。|$|了(?!,?没))/
const bare = /^(?:了|多|几|的人|,|。|$|还|那|哩|咯|啦|没|俺|无|一个人|身体|有|是|在)/
const hasOld = last('{oldPerson}')
const hasChild = last('{child}|{grandchild}|侄|外甥|带着?|弟弟?|妹妹?|女娃|男娃|生|学生')
const hasKin = last('{kin}|{relative}|两个')
const hasSelf = last('{self}(?!妈|爸|爹|娘|们|家|儿|女|婆|公|奶|爷|叔|舅|老|媳|男|哥|弟|姐|妹|闺|邻|外|孙|大(?!学)|丈|岳|姑|姨|伯|侄|嫂)|本人')

function last(source: string): (text: string) => number {
  const re = pattern(source, classes)
  return (text) => {
    let at = -1
    for (const match of places(text, re)) at = match.index + match[0].length
    return at
  }
}

/** Every age said, in order. */
export function ages({ text, numbers }: Hearing): Age[] {
  const found: Age[] = []
  for (const n of numbers) {
    const after = text.slice(n.end, n.end + 6)
    const clause = clauseAt(text, n.start)
    const before = text.slice(clause.start, n.start)
    const young = months.test(after) && /(?:才|娃|孩|宝|毛|伢|崽|生|仅|刚|满|儿|女)[^,。]{0,4}$/.test(before)
    if (young) found.push({ start: n.start, end: n.end + 2, years: Math.floor(n.low / 12), whose: 'child' })
    else if (n.low > 0 && n.low < 120 && (unit.test(after) || isBareAge(before, after, n.low))) {
      const end = n.end + (unit.exec(after)?.[0].length ?? 0)
      found.push({ start: n.start, end, years: Math.floor(n.low), whose: whose(text, clause, n) })
    }
  }
  return found
}

function isBareAge(before: string, after: string, value: number): boolean {
  const grown = value >= 40 && value < 110 && elderSaid.test(before)
  if (grown && Number.isInteger(value) && !/^(?:块|元|个|平|斤|亩|天|年|月|万|千|百|多?块|级|号|%)/.test(after)) return true
  if (!bare.test(after) || !Number.isInteger(value)) return false
  if (/(?:今年|都|已经|快|今年才|才|满|年纪|年龄|岁数|上|虚岁|属.)$/.test(before) && value > 4) return true
  return value > 15 && value < 110 && personSaid.test(before)
}

const elderEnd = '爸|妈|爹|娘|奶奶|爷爷|婆婆|公公|外公|外婆|老头子?|老太太?|大爷|大娘|老汉|老伴|父亲|母亲|岳父|岳母|嗲嗲|娭毑|阿婆|阿公|姥姥|姥爷'
const nameEnd = '我|俺|咱|妈|爸|爹|娘|头子?|奶奶|爷爷|婆婆?|公|外公|老头|大爷|大娘|老太|汉|人|子|叔|舅|伯|姑|姨|母亲|父亲|老伴|老公|太|' +
  '老婆|哥|弟|姐|妹|儿|女|媳妇|^|嗲|毑|某|两口|家|男|老两口'

const elderSaid = new RegExp(`(?:${elderEnd})$`)
const personSaid = new RegExp(`(?:${nameEnd})$`)

function whose(text: string, clause: Span, n: Span): Whose {
  const before = text.slice(clause.start, n.start)
  const after = text.slice(n.end, n.end + 10)
  const places: [number, Whose][] = [
    [hasKin(before), 'kin'], [hasChild(before), 'child'], [hasOld(before), 'old'], [hasSelf(before), 'self'],
  ]
  const told = /^周?岁(?:多|半)?(?:的|大的?)([^,。]{0,4})/.exec(after)?.[1] ?? ''
  if (hasOld(told) >= 0) return 'old'
  if (hasChild(told) >= 0) return 'child'
  const best = places.reduce((a, b) => (b[0] >= a[0] && b[0] >= 0 ? b : a), [-1, 'nobody'] as [number, Whose])
  if (best[0] >= 0) return best[1]
  if (/^周?岁?(?:的|大的?)[^,。]{0,3}(?:老|婆|爷|奶)/.test(after)) return 'old'
  if (/^周?岁?(?:的|大的?)?[^,。]{0,3}(?:娃|孩|儿|女|孙|崽|伢|侄|毛毛|妹|弟)/.test(after)) return 'child'
  return 'nobody'
}

const anyChild = single('{child}|{grandchild}|侄|外甥|弟弟|妹妹', classes)

/** Size of the household, ages of applicant and children. */
export function readPersons(hearing: Hearing, facts: Facts): void {
  readSize(hearing, facts)
  const all = ages(hearing)
  const raised = /(?:捡|抱)[^。]{0,10}养了([一两二三四五六七八九])年/.exec(hearing.text)
  if (raised) facts.put('childAge', '一二三四五六七八九'.indexOf(raised[1] ?? '') + 1 || 2)
  const narrator = all.find((a) => a.whose === 'nobody' && a.years < 16 && /我/.test(hearing.text) &&
    !anyChild.test(hearing.text))
  if (narrator) facts.put('age', narrator.years, narrator)
  const child = all.filter((a) => a.years < 16 && a.whose !== 'self' && a !== narrator)
    .filter((a) => a.whose !== 'nobody' || hearing.heard.has('student') || all.length === 1 || a.years < 16)
  if (child[0]) facts.put('childAge', child[0].years, child[0])
  const grown = all.filter((a) => a.years >= 16)
  const young = all.find((a) => a.whose === 'self' && a.years < 16)
  if (young) facts.put('age', young.years, young)
  const oldest = grown.reduce<Age | undefined>((a, b) => (a && a.years >= b.years ? a : b), undefined)
  const own = grown.find((a) => a.whose === 'self')
  const chosen = oldest && oldest.years >= 80 ? oldest : own ?? grown[0]
  if (chosen) facts.put('age', chosen.years, chosen)
}

const two = single(`(?<!儿子|女儿|弟弟?|哥哥?|妹妹?|姐姐?)(?:{couple}|(?:家里)?(?:只有|就)(?:她|他|我)(?:和|跟)(?:我|她|他)|我(?:和|跟|同|与)(?:老伴|老公|老婆|爱人|我妈|我爸|妈妈|爸爸|奶奶|爷爷|儿子|女儿|孙子|孙女|娃|孩子|媳妇|母亲|父亲|弟弟|妹妹|哥哥|姐姐)(?:(?:两|二|2)个?人?|相依|都)|我(?:和|跟)[^,。]{0,3}岁的(?:孙|娃|女|儿|孩|外孙|妹|弟)|就我(?:和|跟)(?:老伴|老公|老婆|爱人|儿子|女儿|孙子|孙女|娃|孩子|妈|爸)|(?:母|父|祖|爷|婆|娘|兄|姐|姊|奶)(?:子|女|孙|媳|弟|妹|俩)?(?:俩|两个?人?|二人|2人))`, classes)
const withChildren = single(`(?:{couple})~4(?:带|养|拉扯|供|还有|加)~4([一两二三四2-4]|俩|仨)?个?(?:{child}|{grandchild}|学生)|(?:{couple})≈14(?:{child})([^,。]{0,2}岁|[一二三四五六七八九\\d]+)`, classes)
const newborn = /(?:生了|刚生|多了?一?张嘴|添了?)/

function readSize({ text, numbers, heard }: Hearing, facts: Facts): void {
  if (heard.has('shelterless') && !/我|俺/.test(text)) return
  for (const n of numbers) {
    const after = text.slice(n.end, n.end + 7)
    const before = text.slice(Math.max(0, n.start - 8), n.start)
    const mouths = /^口(?!子)(?:人|之家|,|。|$|的|都|[^子井锅袋红罩气水饭香味])/.test(after) || /^口子?人/.test(after)
    const heads = /^个人(?:$|,|。|吃|的|生活|过|靠|挤|住|都|一|就|全|呢|[\d一二两三四五六七八九]|没|只|等)?/.test(after) && n.low > 1 &&
      /(?:我家|家里|我们家|全家|一家|俺家|屋里|屋头|家|我们|一共|总共|咱家|里头)[^,。]{0,3}$/.test(before)
    const pair = /^个人(?!有|都能)/.test(after) && n.low === 2 && /(?:^|[,。])$/.test(before)
    if ((mouths || heads || pair) && n.low >= 1 && n.low < 15 && n.low === n.high &&
      !/几/.test(text.slice(n.start, n.end)) && !/人均[^,。]*$/.test(before)) {
      const grown = heard.has('birth') && newborn.test(text) && /低保|原来|以前/.test(text) ? n.low + 1 : n.low
      facts.put('householdSize', grown, { start: n.start, end: n.end + 2 })
      return
    }
  }
  const family = withChildren.exec(text)
  if (family) {
    const count = { 两: 2, 二: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 2: 2, 3: 3, 4: 4 }[family[1] ?? ''] ?? 1
    facts.put('householdSize', 2 + count, { start: family.index, end: family.index + family[0].length })
    return
  }
  const lone = /(?:一个人|独自|自己|单身|寡妇|离了?婚)[^。]{0,5}(?:拖|带|拉扯|养|供|盘)着?[^,。]{0,2}(两|二|俩|三|仨|四|[2-4一])个?(?:娃|孩|儿|女|崽|伢|小孩|细)/.exec(text)
  if (lone) {
    const count = { 一: 1, 两: 2, 二: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 2: 2, 3: 3, 4: 4 }[lone[1] ?? ''] ?? 1
    facts.put('householdSize', 1 + count, { start: lone.index, end: lone.index + lone[0].length })
    return
  }
  const single1 = /(?:离异|离了?婚|单身|一个人|独自|寡妇)[^。]{0,6}带着?一?个[^,。]{0,12}(?:娃|孩|儿|女|崽|伢)/.exec(text)
  if (single1) return facts.put('householdSize', 2, { start: single1.index,
    end: single1.index + single1[0].length })
  const pair = two.exec(text)
  const parents = /(?:老婆|老公|爱人|媳妇|丈夫|男人|他爸|她爸|他妈|夫妻|两口子)/.test(text) &&
    /(两|二|俩|三|仨|[23])个?(?:娃|孩|小孩|崽|伢|儿子|女儿|闺女|细)/.exec(text)
  if (parents && !/爷|奶|公公|婆婆|老人|老的|爸妈|爹娘|老娘|老爹|父母|岳/.test(text)) {
    const kids = { 两: 2, 二: 2, 俩: 2, 三: 3, 仨: 3, 2: 2, 3: 3 }[parents[1] ?? ''] ?? 1
    facts.put('householdSize', 2 + kids, { start: parents.index, end: parents.index + parents[0].length })
    return
  }
  if (pair && /小孩|奶娃|宝宝|毛毛/.test(text)) return
  if (pair) facts.put('householdSize', 2, { start: pair.index, end: pair.index + pair[0].length })
}

const outside = pattern('(?:{outsider})', classes)
const relative = pattern(`(?:,|。|我|俺|有个|有一个|帮|给|替|叫|的)({relative})(?!们?(?:帮|借|给|说|介绍|救|送|都|教|劝|家(?:里)?借|来看|来帮|告诉|家住|也|那里|接济|家|大婶|阿姨|您|你|,您|好))`, classes)
const reports = single('{reporter}', classes)
const helps = /(?:靠|找|跟|借|问|向|被|让|由|听|和|多亏|全靠|到|在|住|比|同|幸亏)[^,。]{0,2}$/
const notSubject = /^[^,。]{0,3}(?:都|也)?(?:说|帮|救|借|给|送|劝|告诉|介绍|报|打|接济|凑|家借|家里?住|家[^,。]{0,3}(?:挤|凑合|住)|看不|笑|讲|知道|晓得|催|欺|送|不肯|不借|凑)/

/** Whether the words speak for somebody outside the writer's own household. */
export function readForOther({ text, heard }: Hearing, facts: Facts): void {
  const worker = reports.exec(text)
  if (worker) return facts.put('forOther', true, { start: worker.index,
    end: worker.index + worker[0].length })
  const subject = subjectOf(text, outside) ?? subjectOf(text, relative)
  if (subject) return facts.put('forOther', true, subject)
  const behalf = /(?:替|帮|代|给)(?:我|俺)?(?:妈|爸|爹|娘|爷爷|奶奶|外婆|外公|婆婆|公公|母亲|父亲|邻居|岳母|岳父|老丈人)[^,。]{0,3}(?:申请|问|办|报|填|咨询)/.exec(text)
  if (behalf) return facts.put('forOther', true, { start: behalf.index,
    end: behalf.index + behalf[0].length })
  const elder = heard.has('elderTopic') ? /(?:我|俺)(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|太婆|太爷)/.exec(text) : null
  if (elder) return facts.put('forOther', true, { start: elder.index, end: elder.index + elder[0].length })
  const parent = /(?:我|俺)(?:爹|爸|妈|娘|父亲|母亲|岳父|岳母|爷爷|奶奶|外公|外婆)/.exec(text)
  if (parent && heard.has('tekunTopic')) {
    facts.put('forOther', true, { start: parent.index, end: parent.index + parent[0].length })
  }
}

function subjectOf(text: string, who: RegExp): Span | undefined {
  for (const match of places(text, who)) {
    const end = match.index + match[0].length
    if (helps.test(text.slice(Math.max(0, match.index - 4), match.index))) continue
    if (notSubject.test(text.slice(end, end + 10))) continue
    return { start: match.index, end }
  }
  return undefined
}
