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
    if (/(?:写|改|报|差|相差)[^,。]{0,2}(?:小|大)?了?$/.test(before) || /几/.test(text.slice(n.start, n.end))) continue
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
  if (value >= 10 && value < 100 && Number.isInteger(value) && stated.test(before) && !counted.test(after)) return true
  if (!bare.test(after) || !Number.isInteger(value)) return false
  if (/(?:今年|都|已经|快|今年才|才|满|年纪|年龄|岁数|上|虚岁|属.)$/.test(before) && value > 4) return true
  return value > 15 && value < 110 && personSaid.test(before)
}

const stated = /(?:今年|正好|现在|(?:我|老婆|老伴)都过|年纪|岁数|虚岁|都快|已经)(?:都|也|快|才|刚|满|已经|上)?$|(?:^|,)(?:他|她|我|俺|爹|娘|妈|爸|妈妈|爸爸|太婆|他今年|她今年)$|活(?:到|了)$/
const counted = /^(?:多|来|几)?(?:块|元|个|平|斤|亩|天|年|月|万|千|百|级|号|%|人|口|次|回|趟|辆|间|套|条|瓶|盒|米|里|度|分|点|刀|家|户|名|本|张|只|头|双|件|种|代|岁|公|楼|栋|层|日|晚|夜|顿|餐|遍|针|片|支|方|吨|袋|桶|台|部|门|成|倍|\d|[零一二三四五六七八九十])/
const newborn = /脐带|刚出生|新生儿|才出生|襁褓/
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
  const told = /^周?岁(?:多|半)?(?:的|大的?)([^,。]{0,7})/.exec(after)?.[1] ?? ''
  if (hasOld(told) >= 0) return 'old'
  if (hasChild(told) >= 0) return 'child'
  const best = places.reduce((a, b) => (b[0] >= a[0] && b[0] >= 0 ? b : a), [-1, 'nobody'] as [number, Whose])
  if (best[1] === 'self' && /^[^,。]{0,3}(?:跟|带|养|拉扯|剩)/.test(before.slice(hasSelf(before)))) return 'child'
  if (best[0] >= 0) return best[1]
  if (/^周?岁?(?:的|大的?)[^,。]{0,3}(?:老|婆|爷|奶)/.test(after)) return 'old'
  if (/^周?岁?(?:的|大的?)?[^,。]{0,3}(?:娃|孩|儿|女|孙|崽|伢|侄|毛毛|妹|弟)/.test(after)) return 'child'
  return 'nobody'
}

const anyChild = single('{child}|{grandchild}|侄|外甥|弟弟|妹妹', classes)

/** Ages of applicant and children. */
export function readPersons(hearing: Hearing, facts: Facts): void {
  const all = ages(hearing)
  const raised = /(?:捡|抱)[^。]{0,10}养了([一两二三四五六七八九])年/.exec(hearing.text)
  if (raised) facts.put('childAge', '一二三四五六七八九'.indexOf(raised[1] ?? '') + 1 || 2)
  const fresh = newborn.exec(hearing.text)
  if (fresh) facts.put('childAge', 0, { start: fresh.index, end: fresh.index + fresh[0].length })
  const narrator = all.find((a) => a.whose === 'nobody' && a.years < 16 && /我/.test(hearing.text) &&
    !anyChild.test(hearing.text))
  if (narrator) facts.put('age', narrator.years, narrator)
  const child = all.filter((a) => (a.years < 16 || (a.years < 18 && a.whose === 'child')) && a.whose !== 'self' && a !== narrator)
    .filter((a) => a.whose !== 'nobody' || hearing.heard.has('student') || all.length === 1 || a.years < 16)
  if (child[0]) facts.put('childAge', child[0].years, child[0])
  const grown = all.filter((a) => a.years >= 16 && !child.includes(a))
  const young = all.find((a) => a.whose === 'self' && a.years < 16)
  if (young) facts.put('age', young.years, young)
  const oldest = grown.reduce<Age | undefined>((a, b) => (a && a.years >= b.years ? a : b), undefined)
  const own = grown.find((a) => a.whose === 'self')
  const chosen = oldest && oldest.years >= 80 ? oldest : own ?? grown[0]
  if (chosen) facts.put('age', chosen.years, chosen)
}
