import type * as v from 'valibot'
import { adultListed, answerByLink, answerOwn, consentAct } from '@yima/shared/consent/contract'
import { clearance, merging, unmerging } from '@yima/shared/household/contract'
import { boardPhoto } from '@yima/shared/notice/contract'
import { processAct } from '@yima/shared/process/contract'
import {
  contesting,
  givingUp,
  handling,
  letter,
  startVerification,
} from '@yima/shared/verification/contract'
import { findingBody } from '@yima/shared/spot-check/contract'
import { fundBody, handingBody, paymentBody, settlingBody } from '@yima/shared/reserve/contract'
import { inspectionBody, renovationAct } from '@yima/shared/renovation/contract'
import { minutes } from '@yima/shared/appraisal/contract'
import { newAppraisal, writesOf as minutesWritesOf, type AppraisalDraft } from '../../web/src/appraisal/draft.ts'
import { visitRecord } from '@yima/shared/visit/contract'
import { fillIn } from '../../web/src/app/outbox-order.ts'
import { newVisit, writesOf as visitWritesOf, type VisitDraft } from '../../web/src/visit/draft.ts'
import * as household from '../../web/src/household/api.ts'
import type { WorkAct } from '../../web/src/work/api.ts'
import { idNumberOf } from '../fixtures/applications.ts'
import type { Recording } from './bodies.ts'

/** What is taken at each of these addresses: consents, checks of means, and one family's requests held together. */
const taken: readonly (readonly [string, v.GenericSchema])[] = [
  ['/consents/answer', answerByLink],
  ['/answer', answerOwn],
  ['/consents', adultListed],
  ['/acts', consentAct],
  ['/merging', merging],
  ['/unmerging', unmerging],
  ['/clearance', clearance],
  ['/giving-up', givingUp],
  ['/letters', letter],
  ['/handlings', handling],
  ['/appraisals', minutes],
  ['/visits', visitRecord],
  ['/boards', boardPhoto],
  ['/payments', paymentBody],
  ['/proposals', fundBody],
  ['/settling', settlingBody],
  ['/handing', handingBody],
  ['/inspections', inspectionBody],
  ['/finding', findingBody],
]
const kinds = /^(consent-|verification$|query-end$|letter$|handling$|family-word$|record$|visit$|appraisal$|board-photo$|payment$|fund$|settling$|handing$|inspection$|renovation$|finding$|work$)/

/** What the office takes at such an address, where a contract alone says it. */
export function contractOfCasework({ kind, path }: Recording): v.GenericSchema | undefined {
  if (!kinds.test(kind)) return undefined
  if (kind === 'family-word') return contesting
  if (kind === 'verification') return startVerification
  if (kind === 'record') return processAct
  if (kind === 'renovation') return renovationAct
  return taken.find(([ending]) => path.endsWith(ending))?.[1]
}

const one = '0196f0a0-0000-7000-8000-00000000000a'
const other = '0196f0a0-0000-7000-8000-00000000000b'
const reason = '和说的一样'
const basis = '社会救助暂行办法第五十八条'
const signature = 'iVBORw0KGgoAAAA='
const house = `/work/renovations/${one}/acts`
const consents = `/work/applications/${one}/consents`
const check = `/work/applications/${one}/verification`
const link = { token: `1s.990101.${'x'.repeat(22)}` }
const adult = { name: '谷小妹', idNumber: idNumberOf('1974-03-12'), birthDate: '1974-03-12' }
const here = { place: 'door', wording: 'adult-1', signature, witness: '王支书', signer: '谷桂秀', seen: true } as const

type In<Contract extends v.GenericSchema> = v.InferInput<Contract>
const by = (as: Recording['as']) => (kind: string, path: string, body: unknown): Recording => ({ kind, path, body, as })
const [stranger, resident, clerk] = [by('stranger'), by('resident'), by('clerk')]
const work = ({ path, body }: WorkAct): Recording => clerk('work', path, body)

const ink = (key: string) => ({ key, picture: new Blob(['ink'], { type: 'image/png' }) })
const moment = '2026-03-01T02:00:00.000Z'
/** What was seen at a home, as it leaves the phone of whoever visited. */
function visited(of: Partial<VisitDraft>): Recording {
  const item = (key: string, value: unknown) => ({
    ...{ id: `fact:${key}`, about: { kind: 'fact' as const, key, member: null }, way: 'see' as const, lines: [] },
    known: [{ value, source: 'declared' as const, asOf: '2026-03-01' }],
  })
  const pack = {
    ...{ now: moment, until: moment, application: { id: one, receiptNumber: '' }, name: '谷桂秀', place: '', address: null, phone: null, words: '' },
    ...{ tags: [], members: ['m1'], safety: [], companions: [], office: { name: '', phone: null } },
    claims: [{ id: other, programme: 'dibao' as const, due: null }],
    items: [item('householdSize', 1), item('vehicleCount', 0)],
  }
  const draft: VisitDraft = {
    ...newVisit(0), id: one, startedAt: moment, toldAt: moment, endedAt: moment, companions: [other], summary: reason, safety: ['dog'],
    answers: { 'fact:householdSize': { pick: 'same', note: '孙子在外上学' }, 'fact:vehicleCount': { pick: 'unseen' } },
    photos: { 'fact:householdSize': [ink('photo-1')] }, person: ink('person'), investigator: ink('investigator'), ...of,
  }
  const writes = visitWritesOf(pack, draft, 'visit', { id: 'he', name: '何文静' })
  const head = writes.at(-1)
  return clerk('visit', head?.path ?? '', fillIn(head?.body, new Map(writes.map(({ id }) => [id, { id: other }]))))
}

/** What residents said of a doubt, as it leaves the phone in the hall. */
function appraised(of: Partial<AppraisalDraft>): Recording {
  const seat = 'villager' as const
  const panel = [{ key: 'a', name: '谷大山', seat, vote: 'for' as const }, { key: 'b', name: '谷二山', seat, aside: 'relative' as const }]
  const counters: AppraisalDraft['counters'] = [{ name: '谷大山', signature: ink('one') }, { name: '谷二山', signature: ink('two') }]
  const draft: AppraisalDraft = { ...newAppraisal(0), id: one, heldAt: moment, place: '村委会', panel, summary: reason, photos: [ink('paper')], counters, ...of }
  const sheet = { application: { id: one, receiptNumber: '' }, claim: { id: other, programme: 'dibao' as const, due: null }, name: '谷桂秀' }
  const writes = minutesWritesOf(sheet, draft, 'minutes', { id: 'he', name: '何文静' })
  const head = writes.at(-1)
  return clerk('appraisal', head?.path ?? '', fillIn(head?.body, new Map(writes.map(({ id }) => [id, { id: other }]))))
}

/** What is signed, asked, contested and held together in casework, as it leaves the phone. */
export const casework: Record<string, Recording> = {
  visit: visited({}),
  'visit-with-place-and-thumb': visited({ how: 'thumb', words: '王支书', place: { latitude: 30.123, longitude: 105.456, within: 100 } }),
  'visit-not-signed': visited({ how: 'refused', words: '不愿意签' }),
  appraisal: appraised({}),
  'appraisal-secret': appraised({ how: 'secret', counts: { for: '1', against: '0', abstained: '0' } }),
  'consent-by-link': stranger('consent-answer', '/consents/answer', {
    ...{ ...link, lastFour: '123X' },
    said: { answer: 'sign', wording: 'adult-1', signature, signer: '谷桂秀' },
  } satisfies In<typeof answerByLink>),
  'consent-refused-by-link': stranger('consent-answer', '/consents/answer', {
    ...{ ...link, idNumber: adult.idNumber, said: { answer: 'refuse' } },
  } satisfies In<typeof answerByLink>),
  'consent-own': resident('consent-answer', `/me/consents/${one}/answer`, {
    said: { answer: 'withdraw' },
  } satisfies In<typeof answerOwn>),
  'consent-owned-to': resident('consent-answer', `/me/consents/${one}/answer`, {
    said: { answer: 'own-to' },
  } satisfies In<typeof answerOwn>),
  'consent-listed': clerk('consent-listed', consents, {
    ...{ ...adult, of: one, ward: 'child', signing: here },
  } satisfies In<typeof adultListed>),
  ...Object.fromEntries(
    (
      [
        { type: 'sign', ...here, signature: null },
        { type: 'refuse', reason },
        { type: 'withdraw', reason },
        { type: 'see' },
        { type: 'strike', reason },
        { type: 'renew' },
      ] satisfies In<typeof consentAct>[]
    ).map((act) => [`consent-act-${act.type}`, clerk('consent-act', `${consents}/${other}/acts`, act)]),
  ),
  verification: clerk('verification', check, {} satisfies In<typeof startVerification>),
  'query-end': clerk('query-end', `${check}/giving-up`, { query: other, reason } satisfies In<typeof givingUp>),
  letter: clerk('letter', `${check}/letters`, {
    ...{ query: other, asOf: '2026-02-27', paper: '函〔2026〕3号', answer: { cars: 0, others: 0 } },
  } satisfies In<typeof letter>),
  'letter-pictured': clerk('letter', `${check}/letters`, {
    ...{ query: other, asOf: '2026-02-27', paper: '函〔2026〕3号', answer: { cars: 0, others: 0 }, pictures: [one] },
  } satisfies In<typeof letter>),
  handling: clerk('handling', `${check}/handlings`, {
    ...{ item: 'vehicles', how: 'uphold', reason },
  } satisfies In<typeof handling>),
  'family-word': resident('family-word', `/me/applications/${one}/verification`, {
    ...{ item: 'vehicles', answer: 'explain', words: '三轮车是邻居的', pictures: [other] },
  } satisfies In<typeof contesting>),
  'record-check': clerk('record', `/work/applications/${one}/claims/${other}/process`, {
    ...{ type: 'record', step: 'verification', companions: [], basis, found: 'fits', reason, report: other },
  } satisfies In<typeof processAct>),
  'board-photo': clerk('board-photo', `/work/notices/${one}/boards`, {
    ...{ photo: other, on: '2026-03-01' },
  } satisfies In<typeof boardPhoto>),
  payment: clerk('payment', `/work/applications/${one}/claims/${other}/payments`, { yuan: 500, basis, reason } satisfies In<typeof paymentBody>),
  fund: clerk('fund', '/work/reserve/990101100000/proposals', { type: 'top-up', yuan: 50_000, reason } satisfies In<typeof fundBody>),
  'fund-correct': clerk('fund', '/work/reserve/990101100000/proposals', { type: 'correct', entry: one, reason } satisfies In<typeof fundBody>),
  settling: clerk('settling', `/work/payments/${one}/settling`, { agrees: true } satisfies In<typeof settlingBody>),
  'settling-not': clerk('settling', `/work/payments/${one}/settling`, { agrees: false, reason } satisfies In<typeof settlingBody>),
  handing: clerk('handing', `/work/payments/${one}/handing`, {
    ...{ receivedBy: '周素芬', at: '2026-03-02T01:00:00.000Z', handed: { how: 'signed', picture: other }, photos: [] },
  } satisfies In<typeof handingBody>),
  'handing-thumb': clerk('handing', `/work/payments/${one}/handing`, {
    ...{ receivedBy: '周素芬', at: '2026-03-02T01:00:00.000Z', handed: { how: 'thumb', picture: other, witness: '王支书' }, photos: [other] },
  } satisfies In<typeof handingBody>),
  'house-survey': clerk('renovation', house, {
    ...{ type: 'survey', from: 'housing', on: '2026-03-02', graders: ['韩冰'], parts: [{ part: 'walls', state: 'dangerous' }], grade: 'D', words: reason },
    pictures: [{ spot: 'front', picture: other }],
  } satisfies In<typeof renovationAct>),
  'house-plan': clerk('renovation', house, {
    ...{ type: 'plan', way: 'rebuild', builtBy: 'contract', builder: '丁木匠', persons: 2, area: 60, cost: 40_000, own: 4000, loan: 10_000 },
    ...{ from: '2026-03-16', until: '2026-06-20', signed: { how: 'thumb', picture: other, witness: '王支书' } },
  } satisfies In<typeof renovationAct>),
  'house-stop': clerk('renovation', house, { type: 'stop', reason } satisfies In<typeof renovationAct>),
  'house-resume': clerk('renovation', house, { type: 'resume', reason } satisfies In<typeof renovationAct>),
  'house-propose': clerk('renovation', house, { type: 'propose', words: reason, pictures: [{ spot: 'front', picture: other }] } satisfies In<typeof renovationAct>),
  'house-accept': clerk('renovation', house, { type: 'accept', acceptance: other } satisfies In<typeof renovationAct>),
  'house-decline': clerk('renovation', house, { type: 'decline', acceptance: other, reason } satisfies In<typeof renovationAct>),
  inspection: clerk('inspection', `/work/renovations/${one}/inspections`, {
    ...{ id: one, at: '2026-03-02T01:00:00.000Z', found: 'good', words: reason, companion: other, pictures: [{ spot: 'front', picture: other }] },
  } satisfies In<typeof inspectionBody>),
  finding: clerk('finding', `/oversight/checks/${one}/finding`, {
    ...{ visitedOn: '2026-03-02', met: 'family', finding: 'right', words: '和决定上写的一样' },
    seen: { lives: 'yes', members: 'yes', means: 'yes', money: 'unknown', asked: 'no', notice: 'yes' },
  } satisfies In<typeof findingBody>),
  'finding-wrong': clerk('finding', `/oversight/checks/${one}/finding`, {
    ...{ visitedOn: '2026-03-02', met: 'applicant', finding: 'wrongly-refused', words: '钱是借来看病的', measure: '重新算收入' },
    seen: { lives: 'yes', members: 'no', means: 'no', money: 'unknown', asked: 'no', notice: 'yes' },
  } satisfies In<typeof findingBody>),
  merging: work(household.merged(one, { into: other, reason })),
  unmerging: work(household.unmerged(one, { reason })),
  clearance: work(household.clearance(one, other, { other: one, basis, reason })),
}
