import { clauseAt } from '../normalise.ts'
import { places } from '../pattern.ts'
import type { Numeral } from '../numerals.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

type Kind = 'debt' | 'rent' | 'cost' | 'owed' | 'savings' | 'income' | 'cash' | 'aid' | 'claim' | 'selfPaid'
type Sum = Span & { amount: number; kind: Kind; per: 'month' | 'year' | 'day' | 'once'; vague: boolean }

const kinds: readonly (readonly [Kind, RegExp])[] = [
  ['owed',
    /(?:欠|拖欠|拖|扣|压)了?(?:我|俺|咱|他|她|我们|俺们|大家|工人|我老公|我男人|我家)|(?:工资|工钱|血汗钱|工程款)[^,。]{0,6}(?:没|不|欠|要不)|欠薪|(?:不给|没给|没发)$/g],
  ['rent', /房租|租金|租房|租的房|合租|租一间|地下室|厝租|租(?:了|着|个|间)[^,。]{0,6}|房东/g],
  ['cost',
    /听人说|投(?:了|进)|护理|还(?=[一二两三四五六七八九十\d])|学费|学杂费|住宿费|生活费|押金|住院|手术|药|医|化疗|透析|治|看病|检查|花|交|报销|报|费|买|补课|伙食|康复|打针|床位|筹|保险|电费|水费|贵|一针|一次|一盒|一瓶|要用|骗|偷|抢|丢|还差|缺|差(?=[一二两三四五六七八九十\d])|开销|开支|支出|月供|首付|修|盖/g],
  ['debt', /欠|债|贷|借|窟窿|饥荒|亏|外账|花呗|信用社|没还|还不(?=起|上|清|了)|抵押|赊(?=了|欠)/g],
  ['claim', /赔|判|垫|补偿|罚|押|执行|悬赏|彩礼|抚养费|赡养/g],
  ['savings', /存款|存了|存折|积蓄|攒|理财|定期|存着|存有|棺材本/g],
  ['aid', /低保(?:金)?|补贴|补助|津贴|慰问|残补|五保|助学金|奖学金|听说|标准|政策|线(?=是|[^,。]{0,3}$)|救助/g],
  ['cash', /身上|兜里|手里|口袋|卡里|剩|只有|现金|余额/g],
  ['income',
    /工资|退休金|退休|养老金|养老钱|挣|赚|收入|打工|到手|月薪|薪|进账|寄|上班|工作|零工|散工|端盘子|端菜|缝|绣|装修|送货|送水|养(?:鸡|猪|羊|牛|鱼)|(?<!不)在[^,。]{1,8}(?:厂|店|馆|场|超市|工地|食堂|公司|学校)|收银|份工|超市|工地|厂里|店里|饭店|环卫|保姆|家政|司机|快递|开车|开出租|理货|门卫|服务员|代课|教书|钟点工|砖厂|摆摊|卖|外卖|跑|刷盘子|落|拿|进账|领|搵|找(?=得|个|[一二两三四五六七八九\d])|得(?=[一二两三四五六七八九\d])|保洁|搬砖|洗碗|(?:每月|一月|一个月|月月|儿子|女儿|崽|儿|闺女|子女)[^,。]{0,4}给|干活|种|帮厨|保安|扫大街|扫马路|做工|做事|做活|刨(?:去|掉)|种植/g],
]
const money = /^(?:多|来|几|出头|左右|上下|不到)?(?:块|元|圆|蚊|钱|文|大洋|人民币)/
/** 五千多 is more than 5000 and less than 5500. */
const somewhatMore = 1.048
const notMoney = /^(?:多|来|几)?(?:岁|个|口|人|年|月|天|号|日|次|回|趟|级|亩|平|斤|套|辆|台|度|楼|栋|层|组|里|公里|米|周|点|分钟|小时|条|头|只|号楼|单元|%|厘米|㎡|万斤|户|名|位|公斤|遍|顿|针|瓶|盒|片|种|样|口|间|岁|家|世|班)/
const past = /以前|原来|原先|之前|过去|早先|那时|那会|从前|当年|没病|出事前|病前|本来/

/** Sums of money in the text, each with what it is for and how often. */
export function sums({ text, numbers }: Hearing): Sum[] {
  const found: Sum[] = []
  let previous: Kind | undefined
  for (const n of numbers) {
    const clause = clauseAt(text, n.start)
    const before = text.slice(clause.start, n.start)
    const after = text.slice(n.end, clause.end)
    if (!isMoney(n, before, after) || /不是[^,。]{0,6}$/.test(before)) continue
    const per = period(before, after)
    // A sum a month that says nothing of itself is what comes in.
    const kind = kindOf(before, after) ?? (before.length < 4 ? earlier(text, clause.start) : undefined) ??
      (before.length < 4 &&
      per === 'once' ? previous : per === 'month' || (per === 'year' &&
      n.high < 100000) ? 'income' : undefined)
    if (kind) previous = kind
    if (!kind || n.vague) continue
    const end = n.end + (money.exec(after)?.[0].length ?? 0)
    found.push({ start: n.start, end, amount: Math.round(((n.low + n.high) / 2) * (n.more
      ? somewhatMore : 1)), kind, per, vague: past.test(before) })
  }
  return found
}

const carried: ReadonlySet<Kind> = new Set(['income', 'rent', 'cost'])

/** What the clause before speaks of, where this one gives only the figure: 退休金过活,一千六. */
function earlier(text: string, start: number): Kind | undefined {
  if (start < 2 || text[start - 1] !== ',') return undefined
  const clause = clauseAt(text, start - 2)
  const words = text.slice(clause.start, clause.end)
  const kind = /\d|[一二两三四五六七八九十][百千万]/.test(words) ? undefined : closest(words.slice(-14))
  return kind && carried.has(kind) ? kind : undefined
}

function isMoney(n: Numeral, before: string, after: string): boolean {
  if (n.high < 1 || notMoney.test(after)) return false
  if (money.test(after)) return true
  if (/(?:电话|手机|号码|身份证|\d{3})$/.test(before) || n.high > 1e8) return false
  return n.high >= 100 && !(n.high > 1900 && n.high < 2100 && /^年/.test(after))
}

function kindOf(before: string, after: string): Kind | undefined {
  if (/存款|积蓄/.test(before)) return 'savings'
  if (/(?:老板|工头|公司|厂里|东家)[^,。]{0,20}$/.test(before) && /欠[^,。]{0,3}$/.test(before)) return 'owed'
  if (/^[^,。]{0,4}(?:没结|没发|没给|没拿到|不给|不结)/.test(after)) return 'owed'
  if (/^(?:块|元)?(?:的)?(?:抚养费|赡养费|彩礼|罚款|押金|补偿)/.test(after)) return 'claim'
  if (/(?:刨去|除去|去掉)[^,。]{0,8}(?:一个)?月?[^,。]{0,2}剩$/.test(before)) return 'income'
  if (/(?:老公|老婆|男人|爱人|爸|妈|儿子|两口子|一共|总共|加起来|加一块|合起来)$/.test(before)) return 'income'
  if (/还?(?:差|欠|该)(?:着)?(?:银行|信用社|农商行|人家|别人|亲戚)[^,。]{0,4}$/.test(before)) return 'debt'
  if (/^[^,。]{0,4}(?:没还|未还|还不(?:起|上|清|了))/.test(after)) return 'debt'
  const near = closest(before.slice(-14))
  if (near) return near
  return closest(after.slice(0, 8), true)
}

function closest(words: string, first = false): Kind | undefined {
  let best: { at: number; kind: Kind } | undefined
  for (const [kind, re] of kinds) {
    for (const match of places(words, re)) {
      const at = match.index + (first ? 0 : match[0].length)
      if (!best || (first ? at < best.at : at > best.at)) best = { at, kind }
    }
  }
  return best?.kind
}

function period(before: string, after: string): Sum['per'] {
  const around = before.slice(-14) + '#' + after.slice(0, 6)
  if (/(?:一|每|整|全|这|今|去)年(?:到头)?[^,。]{0,10}#|年(?:收入|薪|入)[^,。]{0,6}#|#[^,。]{0,4}(?:一年|每年|\/年)/.test(around)) return 'year'
  if (/(?:一|每|个)个?月|月(?:薪|入|收入|工资|租)|#[^,。]{0,4}(?:一个?月|每月|\/月|每个月)/.test(around)) return 'month'
  if (/(?:一|每)(?:天|日)/.test(around)) return 'day'
  return 'once'
}

/** Income, savings, debt, rent and what illness cost this year, from the sums said. */
export function readMoney(hearing: Hearing, facts: Facts): void {
  const all = sums(hearing)
  const now = all.filter((s) => !s.vague)
  readIncome(hearing, now, facts)
  const rents = now.filter((s) => s.kind === 'rent' && s.amount >= 50 && s.amount < 5000 && s.per !== 'year')
  const raised = now.find((s) => /涨(?:到|成|至)$/.test(hearing.text.slice(Math.max(0, s.start - 2), s.start)))
  const rent = rents[0] && raised ? raised : rents[0]
  if (rent) facts.put('rentMonthly', rent.amount, rent)
  const debt = all.filter((s) => s.kind === 'debt' && s.amount >= 300)
  const most = debt.reduce<Sum | undefined>((a, b) => (a && a.amount >= b.amount ? a : b), undefined)
  if (most) facts.put('debt', most.amount, most)
  const fine = hearing.heard.has('ownFault') ? now.find((s) => s.kind === 'claim' &&
    s.amount >= 500) : undefined
  if (fine) facts.put('debt', fine.amount, fine)
  const note = /打了?[^,。]{0,4}借条|债主|外债|还(?!有|是|没|在|要去)(?:完|不完|清|不清)?[^,。]{0,5}(?:的)?账(?!户|单|号)|要账|讨账|欠(?:了)?[^,。]{0,4}(?:租金|房租|医院)|贷的[^,。]{0,4}钱/.exec(hearing.text)
  if (note) facts.put('debt', true, { start: note.index, end: note.index + note[0].length })
  const owing = /房贷|借过了|奶粉钱|没得人借|拉饥荒/.test(hearing.text) ? undefined : hearing.heard.first('owing')
  if (owing) facts.put('debt', true, owing)
  const saved = now.find((s) => s.kind === 'savings')
  if (saved) facts.put('financialAssets', saved.amount, saved)
}

function readIncome({ text, heard }: Hearing, all: Sum[], facts: Facts): void {
  const steady = (s: Sum): boolean => s.per !== 'year' || /一年|年(?:收入|薪|入)|每年/.test(clauseText(text, s)) ||
    /到头|落|月/.test(text)
  const each = all.filter((s) => s.kind === 'income' && steady(s) && !/租给|老板|包工头/.test(clauseText(text, s)) &&
    s.per !== 'day' && s.amount >= 50 && !newJob(text, s))
  if (/从[^,。]{1,8}(?:变|改|降|涨)[^,。]{0,2}(?:成|到|为)/.test(text) && /养老金|补贴|津贴/.test(text)) return
  const perHead = each.find((s) => /人均[^,。]{0,6}$/.test(text.slice(Math.max(0, s.start - 8), s.start)))
  const size = facts.values['householdSize']
  if (perHead) {
    if (typeof size === 'number') facts.put('monthlyIncome', monthly(perHead) * size, perHead)
    return
  }
  const total = each.find((s) => /(?:全家|一共|总共|合起来|加起来|一起|家里|总收入|两个人)[^,。]{0,8}$/.test(text.slice(Math.max(0,
    s.start - 12), s.start)))
  if (total) return facts.put('monthlyIncome', Math.round(monthly(total)), total)
  const sum = each.reduce((whole, s) => whole + monthly(s), 0)
  const swings = each.length === 2 && /好(?:的)?(?:时|月)|不好|有时|旺季|淡季|(?:多|少)(?:的)?时/.test(text)
  if (each[0]) return facts.put('monthlyIncome', Math.round(swings ? sum / 2 : sum), each[0])
  const none = /(?:家里|全家|一家|都|口人|我们|家庭|两口子|屋里|口)[^,。]{0,4}(?:没|无|冇|莫|断)[^,。]{0,4}(?:收入|来源|进项|进账)/.exec(text)
  if (none && heard.has('noIncome')) {
    facts.put('monthlyIncome', 0, { start: none.index, end: none.index + none[0].length })
  }
}

const monthly = (s: Sum): number => (s.per === 'year' || (s.per === 'once' &&
  s.amount > 25000) ? s.amount / 12 : s.amount)

function clauseText(text: string, s: Span): string {
  const clause = clauseAt(text, s.start)
  return text.slice(clause.start, clause.end)
}

function newJob(text: string, s: Span): boolean {
  const clause = clauseAt(text, s.start)
  return /找到|招|会给|能给|答应|说好|讲好|开出(?!租)/.test(text.slice(clause.start, s.start))
}
