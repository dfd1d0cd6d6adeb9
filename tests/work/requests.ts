import type { OfficerView } from '@yima/shared/identity/contract'
import type { FactView, WorkApplication, WorkClaim, WorkItem, WorkList } from '@yima/shared/work/contract'

/** A Wednesday with a known calendar. */
export const today = '2026-11-18'

export const heWenjing: OfficerView = {
  id: '018f0000-0000-7000-8000-000000000001',
  name: '何文静',
  post: '社会救助经办',
  role: 'clerk',
  unit: '稻香镇便民服务中心',
  region: '稻香镇',
}

/** A line of the list: somebody in 石桥村 whose request waits to be looked at, due in two days. */
export const item = (change: Partial<WorkItem> = {}): WorkItem => ({
  id: '018f0000-0000-7000-8000-0000000000a1',
  kind: 'application',
  receiptNumber: '4831705263189',
  name: '周素芬',
  beneficiary: null,
  place: '稻香镇石桥村',
  urgent: false,
  alert: null,
  task: 'triage',
  programmes: ['dibao', 'medical'],
  due: { date: '2026-11-20', provisional: false },
  paused: false,
  warning: null,
  raised: false,
  submittedAt: '2026-11-17T01:12:00.000Z',
  ...change,
})

const between =
  (from: string, to: string) =>
  ({ due }: WorkItem): boolean =>
    due !== null && due.date >= from && due.date <= to

export const list = (items: WorkItem[], next: string | null = null): WorkList => ({
  today,
  next,
  counts: {
    late: items.filter(between('2000-01-01', '2026-11-17')).length,
    today: items.filter(between(today, today)).length,
    week: items.filter(between(today, '2026-11-25')).length,
    all: items.length,
  },
  items,
})

/** Nobody has tapped yet; the township must until 15:20. */
export const unanswered = (unit = heWenjing.unit): NonNullable<WorkItem['alert']> => ({
  unit,
  officer: '何文静',
  answerBy: '2026-11-18T07:20:00.000Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
})

export const words =
  '我男人上个月脑梗住院，自己掏了三万多，都是借的。家里三口人，每月一千一百多，这两天没米下锅了。'
const stretch = (text: string, kind: string, key: string) => ({
  start: words.indexOf(text),
  end: words.indexOf(text) + text.length,
  text,
  kind,
  key,
})

export const fact = (change: Partial<FactView> = {}): FactView => ({
  fact: 'householdSize',
  member: null,
  value: 3,
  source: 'read',
  asOf: '2026-11-17T01:12:00.000Z',
  phrase: '三口人',
  ...change,
})

/** A claim for dibao that waits for an answer and may be accepted, asked for papers or dropped. */
export const claim = (change: Partial<WorkClaim> = {}): WorkClaim => ({
  id: '018f0000-0000-7000-8000-0000000000c1',
  programme: 'dibao',
  state: 'proposed',
  due: { date: '2026-11-20', provisional: false },
  paused: null,
  reason: null,
  papers: [],
  handler: null,
  version: 1,
  process: null,
  paperRequests: 0,
  allowed: ['accept', 'ask-papers', 'drop'],
  origin: 'calculator',
  verdicts: [
    {
      programme: 'dibao',
      verdict: 'unknown',
      because: {
        ok: 'unknown',
        all: [
          { ok: 'unknown', rule: 'hukou-local', fact: 'hukouLocal', article: '《社会救助暂行办法》第11条' },
          {
            ok: 'yes',
            rule: 'income-below-standard',
            fact: 'perCapitaMonthlyIncome',
            value: 380,
            limit: 760,
            article: '《社会救助暂行办法》第9条',
          },
        ],
      },
      missing: [{ fact: 'hukouLocal' }, { fact: 'financialAssets' }],
      assumed: [{ fact: 'hasEnterprise' }],
    },
  ],
  likelihood: 'possible',
  ...change,
})

/** 周素芬's request: her husband's stroke, three people at home, two programmes proposed. */
export const request = (change: Partial<WorkApplication> = {}): WorkApplication => ({
  id: '018f0000-0000-7000-8000-0000000000a1',
  kind: 'application',
  desks: [],
  forWhom: 'self',
  receiptNumber: '4831705263189',
  state: 'submitted',
  submittedAt: '2026-11-17T01:12:00.000Z',
  urgent: false,
  dangers: [],
  alert: null,
  person: {
    name: '周素芬',
    idNumber: '990101196803150022',
    phone: '13900001111',
    phoneConfirmed: true,
    level: 'claimed',
  },
  beneficiary: null,
  place: '稻香镇石桥村',
  address: '四组',
  words,
  phrases: [
    stretch('脑梗住院', 'programme', 'medical'),
    stretch('三万多', 'fact', 'policySelfPaid12m'),
    stretch('三口人', 'fact', 'householdSize'),
    stretch('没米下锅', 'danger', 'food'),
  ],
  facts: [
    fact(),
    fact({ source: 'declared', value: 4 }),
    fact({ fact: 'monthlyIncome', value: 1140, phrase: '一千一百多' }),
    fact({ fact: 'policySelfPaid12m', member: 'm1', value: 30000, phrase: '三万多' }),
    fact({ fact: 'hukouLocal', source: 'declared', value: 'unknown' }),
  ],
  household: { householdSize: 4, monthlyIncome: 1140 },
  members: [{ id: 'm1', policySelfPaid12m: 30000 }],
  photos: [],
  consent: { method: 'at-visit', commitment: null, authorisation: null, signedAt: null, signature: null },
  visit: { date: '2026-11-20', provisional: false },
  handler: null,
  claims: [claim(), claim({ id: '018f0000-0000-7000-8000-0000000000c2', programme: 'medical' })],
  allowed: ['open', 'close', 'open', 'add'],
  others: [],
  timeline: [
    { at: '2026-11-17T01:12:00.000Z', type: 'application-submitted', by: null },
    { at: '2026-11-17T01:12:00.000Z', type: 'claim-opened', programme: 'dibao', by: null },
  ],
  ...change,
})

/** A neighbour asks that somebody look after an old man. */
export const outreach = (change: Partial<WorkApplication> = {}): WorkApplication =>
  request({
    kind: 'outreach',
    forWhom: 'neighbour',
    claims: [],
    facts: [],
    household: {},
    members: [],
    allowed: ['agree', 'close'],
    beneficiary: { name: '赵德顺', idNumber: null, phone: null, whereToFind: '石桥村四组，村口第二家' },
    words: '隔壁赵大爷一个人，好几天没出门了。',
    phrases: [],
    timeline: [{ at: '2026-11-17T01:12:00.000Z', type: 'outreach-requested', by: null }],
    ...change,
  })
