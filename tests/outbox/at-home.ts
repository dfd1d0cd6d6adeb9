import type * as v from 'valibot'
import {
  joining,
  leaving,
  narrowing,
  nothing,
  passing,
  relating,
  wardClaim,
} from '@yima/shared/family/contract'
import { withdraw } from '@yima/shared/claim/contract'
import { recheck } from '@yima/shared/decision/contract'
import { chooseFact, recordFacts } from '@yima/shared/fact/contract'
import { contactWish } from '@yima/shared/notification/contract'
import { assistAct } from '@yima/shared/assist/contract'
import { askReappraisal } from '@yima/shared/appraisal/contract'
import { objectionAct } from '@yima/shared/objection/act-contract'
import { objectionBody } from '@yima/shared/objection/contract'
import { firstVisitAct, outreachBody, partingBody } from '@yima/shared/outreach/contract'
import { processAct, urging } from '@yima/shared/process/contract'
import { documentOf } from '../fixtures/applications.ts'
import type { Recording } from './bodies.ts'
import { contractOfCasework } from './casework.ts'

type Contract = v.GenericSchema
/** What each act takes at the office; one that takes something away has no body. */
const contracts: Readonly<Record<string, Contract | undefined>> = {
  ...{ 'invitation-end': nothing, joining, 'family-leaving': leaving, 'family-relation': relating },
  ...{ 'family-head': passing, ward: wardClaim, 'guardian-end': nothing },
  ...{ 'help-narrowing': narrowing, 'help-end': nothing, 'withdrawal-for': withdraw, contact: contactWish },
  urging,
  reappraisal: askReappraisal,
  ...{ objection: objectionBody, 'objection-act': objectionAct },
  ...{ outreach: outreachBody, 'first-visit': firstVisitAct, parting: partingBody, assist: assistAct },
  ...{ facts: recordFacts, 'fact-choice': chooseFact, recheck },
  ...{ 'card-end': undefined, 'status-end': undefined, 'device-end': undefined },
}

const isOnItsWay = ({ path }: Recording): boolean => path.endsWith('/process')

/** Whether a contract alone says if it is taken: nothing has to be there at the office first. */
export const isToldByContract = (recording: Recording): boolean =>
  recording.kind in contracts || isOnItsWay(recording) || contractOfCasework(recording) !== undefined

export const contractOf = (recording: Recording): Contract | undefined =>
  isOnItsWay(recording) ? processAct : (contracts[recording.kind] ?? contractOfCasework(recording))

const one = '0196f0a0-0000-7000-8000-00000000000a'
const token = `1f.990101.${'x'.repeat(22)}`
const writtenAt = '2026-03-02T01:00:00.000Z'
const spoken = { method: 'witnessed', read: 'worker', how: 'spoken', witness: '李村长' } as const
const own = (kind: string, path: string, body?: unknown): Recording => ({ kind, path, body, as: 'resident' })

/** What people and officers do of their own account, as it leaves the phone. */
export const atHome: Record<string, Recording> = {
  'invitation-end': own('invitation-end', `/me/family/invitations/${one}/end`, {}),
  joining: own('joining', '/me/family/joining', {
    ...{ by: { way: 'link', token }, name: '谷小妹', signature: 'iVBORw0KGgoAAAA=', moving: false },
  } satisfies v.InferInput<typeof joining>),
  'joining-by-number': own('joining', '/me/family/joining', {
    ...{ by: { way: 'number', invitation: one }, moving: true },
  } satisfies v.InferInput<typeof joining>),
  'family-leaving': own('family-leaving', '/me/family/leaving', {
    ...{ person: one, reason: 'own', founding: true },
  } satisfies v.InferInput<typeof leaving>),
  'family-relation': own('family-relation', '/me/family/relations', {
    ...{ person: one, relation: 'child' },
  } satisfies v.InferInput<typeof relating>),
  'family-head': own('family-head', '/me/family/head', { to: one } satisfies v.InferInput<typeof passing>),
  ward: own('ward', '/me/family/wards', {
    ...{
      who: 'new',
      name: '谷小宝',
      number: documentOf('2024-05-01'),
      kind: 'child',
      birthDate: '2024-05-01',
    },
    ...{ relation: 'grandchild', guardianName: '谷桂秀' },
  } satisfies v.InferInput<typeof wardClaim>),
  'guardian-end': own('guardian-end', `/me/guardianships/${one}/end`, {}),
  'help-narrowing': own('help-narrowing', `/me/mandates/${one}/narrowing`, {
    ...{ scopes: ['see-progress'], until: '2026-12-22' },
  } satisfies v.InferInput<typeof narrowing>),
  'help-end': own('help-end', `/me/mandates/${one}/end`, {}),
  'withdrawal-for': own('withdrawal-for', `/me/applications/${one}/withdrawal`, {
    onBehalfOf: one,
  } satisfies v.InferInput<typeof withdraw>),
  objection: own('objection', `/notices/${one}/objections`, {
    wrongs: ['property', 'other'], words: '他家去年买了一辆车', photos: [one], named: { name: '谷小妹', phone: '13900001234' }, lastFour: '4711',
  } satisfies v.InferInput<typeof objectionBody>),
  'objection-anonymous': own('objection', `/notices/${one}/objections`, {
    wrongs: ['income'], words: '', photos: [], named: null, lastFour: '4711',
  } satisfies v.InferInput<typeof objectionBody>),
  ...Object.fromEntries(
    (
      [
        { type: 'admit' },
        { type: 'decline', why: 'other-matter', words: '说的不是这件事' },
        { type: 'answer', found: 'differs', again: 'visit', words: '重新来看' },
      ] satisfies v.InferInput<typeof objectionAct>[]
    ).map((act): [string, Recording] => [
      `objection-act-${act.type}`,
      { kind: 'objection-act', path: `/work/objections/${one}/acts`, body: act, as: 'clerk' },
    ]),
  ),
  outreach: own('outreach', '/outreach', {
    ...{ words: '张婆婆一个人住，腿摔了', regionCode: '990101100201', name: '张婆婆', phone: '13900001235', whereToFind: '3组老学校后面', photos: [one] },
    finder: { as: 'grid-worker', phone: '13900001234' },
  } satisfies v.InferInput<typeof outreachBody>),
  ...Object.fromEntries(
    (
      [
        {
          ...{ type: 'agreed', on: '2026-03-01', how: 'in-person', witness: '罗永福', name: '张桂英' },
          ...{ chosenFour: '4711', phone: '13900001235', words: '我一个人过，腿摔了' },
        },
        { type: 'declined', on: '2026-03-01', reason: '本人说眼下不需要' },
        { type: 'not-met', on: '2026-03-01', reason: '门锁着，没人应' },
        { type: 'ended', reason: '已经在享受救助' },
      ] satisfies v.InferInput<typeof firstVisitAct>[]
    ).map((act): [string, Recording] => [
      `first-visit-${act.type}`,
      { kind: 'first-visit', path: `/work/outreach/${one}/visits`, body: act, as: 'clerk' },
    ]),
  ),
  parting: {
    ...{ kind: 'parting', path: `/work/outreach/${one}/partings`, as: 'clerk' },
    body: { note: one, reason: '住的不是一处' } satisfies v.InferInput<typeof partingBody>,
  },
  ...Object.fromEntries(
    (
      [
        { type: 'papers', claimId: one, papers: [{ id: one, files: [one] }], writtenAt },
        { type: 'urge', writtenAt },
        { type: 'withdraw', reason: '儿子回来了', yes: { method: 'signed', read: 'worker', signature: one }, writtenAt },
        { type: 'correct', answers: { household: { householdSize: 1 }, members: [{ id: 'm1', age: 83 }] }, yes: spoken, writtenAt },
        { type: 'contest', item: 'income', answer: 'wrong', words: '那笔是借的', pictures: [one], yes: spoken, writtenAt },
        { type: 'recheck', claimId: one, reason: '没有算药费', yes: spoken, writtenAt },
        { type: 'reappraise', claimId: one, reason: '有过节', yes: spoken, writtenAt },
        { type: 'question', lookId: one, words: '不认识', writtenAt },
        { type: 'hear', claimId: one, yes: { method: 'witnessed', read: 'voice', how: 'thumb', witness: '李村长', picture: one }, writtenAt },
      ] satisfies v.InferInput<typeof assistAct>[]
    ).map((act): [string, Recording] => [
      `assist-${act.type}`,
      { kind: 'assist', path: `/work/assists/${one}/acts`, body: act, as: 'clerk' },
    ]),
  ),
  urging: own('urging', `/me/applications/${one}/urging`, {} satisfies v.InferInput<typeof urging>),
  reappraisal: own('reappraisal', `/me/applications/${one}/claims/${one}/reappraisal`, {
    reason: '说话的人和我家有过节',
  } satisfies v.InferInput<typeof askReappraisal>),
  contact: own('contact', '/me/contact', { language: 'en' } satisfies v.InferInput<typeof contactWish>),
  'card-end': own('card-end', `/me/cards/${one}`),
  'status-end': own('status-end', `/me/entitlements/${one}/codes`),
  'device-end': own('device-end', `/me/sessions/${one}`),
  'device-end-others': own('device-end', '/me/sessions'),
}
