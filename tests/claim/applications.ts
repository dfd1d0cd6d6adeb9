import type { ApplicationView, ClaimView, TrackingView } from '@yima/shared/claim/contract'

// Shown to herself: what 王桂兰 of 稻香镇 handed in on 19 November 2026, a Thursday.

export const today = '2026-11-21'
const office = { name: '稻香镇社会救助窗口', phone: '0990-6100925' }
const by = `${office.name} 何文静`

export const claim = (part: Partial<ClaimView> = {}): ClaimView => ({
  id: 'claim-dibao', programme: 'dibao', state: 'proposed', due: { date: '2026-11-24', provisional: false },
  paused: null, reason: null, papers: [], handler: null, version: 1, process: null, ...part,
})

export const accepted = claim({
  id: 'claim-temporary', programme: 'temporary', state: 'accepted',
  due: { date: '2026-12-11', provisional: false },
})

export const waiting = claim({
  id: 'claim-education', programme: 'education', state: 'supplement', due: null, paused: 'supplement',
  papers: [
    { id: 'paper-school', paper: 'school-roll', words: '女儿的学生证', sentAt: null },
    { id: 'paper-card', paper: 'id-card', sentAt: null },
  ],
})

export const dropped = claim({
  id: 'claim-medical', programme: 'medical', state: 'notAccepted', due: null, reason: '医院已经直接结算过了',
})

export const application = (part: Partial<ApplicationView> = {}): ApplicationView => ({
  id: 'application-1',
  receiptNumber: '4831705263186',
  kind: 'application',
  state: 'open',
  submittedAt: '2026-11-19T07:20:00.000Z',
  words: '老伴住院花了三万多，家里就靠几亩地，女儿还在上学',
  urgent: false,
  visit: { date: '2026-11-23', provisional: false },
  office,
  handler: { name: '何文静', post: '民政助理' },
  claims: [claim(), accepted, waiting, dropped],
  timeline: [
    { at: '2026-11-19T07:20:00.000Z', type: 'application-submitted', by: null },
    { at: '2026-11-19T07:20:00.000Z', type: 'claim-opened', by: null, programme: 'dibao' },
    { at: '2026-11-20T01:00:00.000Z', type: 'application-opened', by },
    { at: '2026-11-20T01:00:00.000Z', type: 'claim-accepted', by, programme: 'temporary' },
    { at: '2026-11-20T02:00:00.000Z', type: 'papers-asked', by, programme: 'education' },
    { at: '2026-11-20T03:00:00.000Z', type: 'claim-dropped', by, programme: 'medical', reason: '医院已经直接结算过了' },
  ],
  ...part,
})

export const limitedClaim = (part: Partial<TrackingView['claims'][number]> = {}): TrackingView['claims'][number] => ({
  state: 'accepted', due: { date: '2026-12-11', provisional: false }, paused: null, overdue: false, raised: false, urge: 'later', ...part,
})

export const limited = (part: Partial<TrackingView> = {}): TrackingView => ({
  receiptNumber: '4831705263186',
  kind: 'application',
  state: 'open',
  submittedAt: '2026-11-19T07:20:00.000Z',
  office,
  visit: { date: '2026-11-23', provisional: false },
  claims: [limitedClaim()],
  next: { key: 'answer', due: { date: '2026-12-11', provisional: false } },
  ...part,
})
