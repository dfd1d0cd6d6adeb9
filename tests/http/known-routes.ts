import { randomUUID } from 'node:crypto'
import { documentOf, idNumberOf } from '../fixtures/applications.ts'

/** What anybody may call. Whatever is not here must ask for a session, or this test fails. */
export const everybodys = [
  'GET /api/challenges',
  'GET /api/codes/keys',
  'POST /api/family/invitations/look',
  'GET /api/health',
  'POST /api/consents/answer',
  'POST /api/consents/look',
  'GET /api/notices/:code',
  'GET /api/openapi.json',
  'GET /api/places/:code',
  'GET /api/regions',
  'GET /api/regions/:code',
  'GET /api/regions/all',
  'GET /api/session',
  'GET /api/trail/roots',
  'POST /api/applications',
  'POST /api/assessments',
  'POST /api/files',
  'GET /api/files/:id/parts',
  'POST /api/files/:id',
  'PUT /api/files/:id/parts/:part',
  'POST /api/phone-codes',
  'POST /api/phone-codes/confirm',
  'POST /api/push/shown',
  'POST /api/readings',
  'POST /api/sessions',
  'POST /api/sms/reports',
  'GET /api/oidc/residents/callback',
  'GET /api/oidc/staff/callback',
  'POST /api/oidc/residents',
  'POST /api/oidc/staff',
  'POST /api/staff/invitations/acceptance',
  'POST /api/staff/invitations/look',
  'POST /api/staff/invitations/options',
  'POST /api/staff/passkeys/options',
  'POST /api/staff/passkeys/sessions',
  'POST /api/tracking',
  'POST /api/tracking/live',
  'POST /api/tracking/urging',
  'DELETE /api/sessions/current',
  'DELETE /api/staff/sessions/current',
  // Only in the demonstration; outside it they are not there.
  'GET /api/demo/outbox',
  'POST /api/demo/time',
  'GET /api/staff/officers',
  'POST /api/staff/sessions',
]
/** Posts that write nothing: what is asked does not fit into an address, or must not stand there. */
export const questions = [
  '/api/admin/imports/preview', '/api/assessments', '/api/consents/look', '/api/family/invitations/look', '/api/readings',
  '/api/tracking', '/api/tracking/live', '/api/work/cards/namesakes', '/api/work/items/search', '/api/work/mandates/look',
  // Ceremonies that begin: what they need at their end the browser keeps itself.
  '/api/oidc/residents', '/api/oidc/staff', '/api/staff/invitations/look', '/api/staff/invitations/options',
  '/api/staff/passkeys/options', '/api/work/passkeys/options',
]
/** Said by machines of a message that left, with a token or a signature; said twice it is the same. */
export const reports = ['/api/push/shown', '/api/sms/reports']
/** Writes of anybody that ask for no work, and why. */
export const withoutWork: Record<string, string> = {
  ...Object.fromEntries(questions.map((path) => [`POST ${path}`, 'writes nothing'])),
  ...Object.fromEntries(reports.map((path) => [`POST ${path}`, 'changes nothing without what we gave out'])),
  'DELETE /api/sessions/current': 'ends what its own cookie names',
  'DELETE /api/staff/sessions/current': 'ends what its own cookie names',
  'POST /api/demo/time': 'only in the demonstration',
  'POST /api/staff/sessions': 'only in the demonstration',
}
/** What a part of a picture is, its address says: sent twice it is the same. */
export const partOfPicture = '/api/files/:id/parts/:part'
/** Bytes may be kept by phones and proxies only where they are everybody's. */
export const keepable = ['/api/codes/keys', '/api/places/:code', '/api/regions', '/api/regions/:code', '/api/regions/all']
/** Everybody’s too, but asked for anew each time: what is taken down is gone at once. */
export const askedAgain = ['/api/notices/:code']
/** A body that gets past the contract, so that the answer speaks of the record. */
export const bodies: Record<string, unknown> = {
  '/api/work/items/search': { words: '周' },
  '/api/me/cards/:id': {},
  '/api/me/code-devices/:id': {},
  '/api/me/entitlements/:id/codes': {},
  '/api/admin/officers/:id/invitations': {},
  '/api/me/sessions/:id': {},
  '/api/work/passkeys/:id': {},
  '/api/work/sessions/:id': {},
  '/api/me/applications/:id/papers': {
    claimId: randomUUID(),
    papers: [{ id: randomUUID(), files: [randomUUID()] }],
  },
  '/api/me/access/:id/question': {},
  '/api/me/applications/:id/corrections': { answers: { household: { householdSize: 3 }, members: [] } },
  '/api/me/occasions/:id/given': { scopes: ['name'] },
  '/api/me/occasions/:id/close': {},
  '/api/oversight/questions/:id/answer': { words: '是您的经办人' },
  '/api/work/occasions/:id/ask': { scopes: ['name'] },
  '/api/work/occasions/:id/agreement': { scopes: ['name'], reason: '没带手机' },
  '/api/work/occasions/:id/proof': { name: '周素芬', number: documentOf('1974-03-12'), seen: true },
  '/api/work/occasions/:id/applications': {
    words: '房子漏雨',
    regionCode: '990101101001',
    photos: [],
    answers: { household: {}, members: [] },
    consent: { method: 'at-visit' },
  },
  '/api/work/occasions/:id/papers': {
    ...{ applicationId: randomUUID(), claimId: randomUUID() },
    papers: [{ id: randomUUID(), files: [randomUUID()] }],
  },
  '/api/work/occasions/:id/close': {},
  '/api/me/applications/:id/withdrawal': { reason: '家里缓过来了' },
  '/api/me/family/invitations/:id/end': {},
  '/api/me/guardianships/:id/end': {},
  '/api/me/mandates/:id/narrowing': { scopes: ['see-progress'], until: '2026-04-01' },
  '/api/me/mandates/:id/end': {},
  '/api/work/guardianships/:id/confirmation': { basis: 'household-register' },
  '/api/work/name-corrections/:id/confirmation': { seen: true },
  '/api/work/name-corrections/:id/refusal': { reason: '户口簿上不是这样' },
  '/api/work/cards/losses/:id/confirmation': { seen: true, pin: null },
  '/api/work/cards/losses/:id/refusal': { reason: '不是这一张' },
  '/api/work/guardianships/:id/refusal': { reason: '户口簿上不是' },
  '/api/work/mandates/:id/end': {
    giver: { by: 'document', name: '周素芬', number: documentOf('1974-03-12') },
    ...{ seen: true, seenAt: 'window', witness: '李村长' },
  },
  '/api/work/call-tasks/:id/telling': { how: 'visit' },
  '/api/admin/changes/:id/confirmation': {},
  '/api/admin/changes/:id/refusal': { reason: '编制满了' },
  '/api/admin/changes/:id/withdrawal': {},
  '/api/admin/officers/:id/relatives': {
    name: '表哥',
    number: { kind: 'id-number', value: idNumberOf('1974-03-12') },
    kinship: 'other',
    reason: '群众反映',
  },
  '/api/work/applications/:id/acknowledgement': {},
  '/api/work/applications/:id/merging': { into: randomUUID(), reason: '说的是同一件事' },
  '/api/work/applications/:id/unmerging': { reason: '是两件事' },
  '/api/work/applications/:id/claims/:claimId/clearance': {
    ...{ other: randomUUID(), basis: '办法第三条', reason: '家里另一位老人' },
  },
  '/api/work/applications/:id/agreement': {
    how: 'in-person',
    on: '2026-03-01',
    witness: '李村长',
    name: '卓玛',
  },
  '/api/work/applications/:id/claims': { programme: 'dibao', reason: '邻居说起' },
  '/api/work/applications/:id/claims/:claimId/acceptance': {},
  '/api/work/applications/:id/claims/:claimId/drop': { reason: '本人不愿意' },
  '/api/me/applications/:id/urging': {},
  '/api/me/consents/:id/answer': { said: { answer: 'withdraw' } },
  '/api/me/applications/:id/consents': { name: '王大山' },
  '/api/me/consents/:id/link': {},
  '/api/work/applications/:id/consents': { name: '王大山' },
  '/api/work/applications/:id/consents/:consentId/acts': { type: 'see' },
  '/api/work/applications/:id/consents/:consentId/link': {},
  '/api/me/applications/:id/verification': { item: 'vehicles', answer: 'agree', words: '', pictures: [] },
  '/api/work/applications/:id/verification': {},
  '/api/work/applications/:id/verification/giving-up': { query: randomUUID(), reason: '系统停机' },
  '/api/work/applications/:id/verification/handlings': { item: 'vehicles', how: 'uphold', reason: '已核实' },
  '/api/work/applications/:id/verification/letters': {
    query: randomUUID(),
    asOf: '2026-02-27',
    paper: '函〔2026〕3号',
    answer: { cars: 0, others: 0 },
  },
  '/api/work/applications/:id/claims/:claimId/process': { type: 'confirm', basis: '办法', reason: '符合条件' },
  '/api/work/applications/:id/claims/:claimId/papers': { papers: [{ paper: 'id-card' }] },
  '/api/work/applications/:id/visits': {
    ...{ id: randomUUID(), startedAt: '2026-03-01T01:00:00.000Z', endedAt: '2026-03-01T02:00:00.000Z' },
    ...{ companions: [randomUUID()], answers: [{ item: 'fact:vehicleCount', value: 0, photos: [] }], findings: [] },
    ...{ summary: '看过了', person: { how: 'refused', why: '不肯签' }, investigator: randomUUID() },
  },
  '/api/work/applications/:id/facts': {
    ...{ source: 'visit', asOf: '2026-03-01', basis: '入户调查表', reason: '当面看的' },
    facts: [{ key: 'vehicleCount', member: null, value: 0 }],
  },
  '/api/work/applications/:id/facts/choices': {
    ...{ key: 'vehicleCount', member: null, holds: 'declared..vehicleCount', reason: '看过行驶证' },
    over: ['declared..vehicleCount', 'another'],
  },
  '/api/me/decisions/:claimId/recheck': { reason: '那笔钱是借的' },
}
