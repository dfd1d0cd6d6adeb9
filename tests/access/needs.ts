import type { Action } from '@yima/shared/access/table'
import type { Scope } from '@yima/shared/family/mandate'

/** What a route is about, by which a test finds the record that its address or body names. */
export type About =
  | 'application'
  | 'hall'
  | 'picture'
  | 'call'
  | 'task'
  | 'guardianship'
  | 'name'
  | 'loss'
  | 'duplicate'
  | 'visit'
  | 'slip'
  | 'occasion'
  | 'assist'
  | 'brought'
  | 'writing'
  | 'question'
  | 'change'
  | 'officer'
  | 'office'
  | 'check'
  | 'notice'
  | 'objection'
  | 'reserve'
  | 'payment'
  | 'house'
  | 'outreach'
  | 'reader-key'
  | 'complaint'
  | 'spot-check'

export type Need =
  /** Of the session alone: an address names nobody, and a header that names somebody is not heard. */
  | { own: true }
  /** One record of the session's own; anybody else's does not exist. */
  | { mine: string }
  /** One's own, or of whoever one holds one of these scopes for. */
  | { scopes: readonly Scope[] }
  /** This action of the access table; `of` one record, or of whatever the office has. */
  | { may: Action; of?: About; also?: Action }

const own: Need = { own: true }
const claims = '/api/work/applications/:id/claims/:claimId'
const occasion = '/api/work/occasions/:id'

/**
 * What every route that asks for a session needs, once. A route that does not stand here fails the matrix, so
 * that nobody adds one without saying who may have it. Routes of everybody stand in `http/known-routes.ts`.
 */
export const needs: Readonly<Record<string, Need>> = {
  'GET /api/me/access': own,
  'GET /api/me/acting': own,
  'GET /api/me/applications': { scopes: ['see-progress', 'send-papers'] },
  'GET /api/me/applications/:id': { scopes: ['see-progress', 'send-papers'] },
  'GET /api/me/applications/:id/file': { mine: 'application' },
  'GET /api/me/applications/:id/trail': { mine: 'application' },
  'GET /api/me/applications/:id/verification': { scopes: ['see-progress'] },
  'GET /api/me/cards': own,
  'GET /api/me/consents': own,
  'GET /api/me/contact': own,
  'GET /api/me/decisions/:claimId': { scopes: ['see-words'] },
  'POST /api/me/decisions/:claimId/recheck': { scopes: ['see-words'] },
  'GET /api/me/entitlements': own,
  'GET /api/me/erasure': own,
  'GET /api/me/family': own,
  'GET /api/me/files/:id': { mine: 'picture' },
  'GET /api/me/helpers': own,
  'GET /api/me/live': own,
  'GET /api/me/messages': own,
  'GET /api/me/messages/unread': own,
  'GET /api/me/occasions': own,
  'GET /api/me/record': own,
  'GET /api/me/said': own,
  'GET /api/me/sessions': own,
  'POST /api/me/access/:id/question': { mine: 'look' },
  'POST /api/me/applications/:id/corrections': { mine: 'application' },
  'POST /api/me/applications/:id/papers': { scopes: ['send-papers'] },
  'POST /api/me/applications/:id/claims/:claimId/reappraisal': { scopes: ['see-progress'] },
  'POST /api/me/applications/:id/urging': { scopes: ['see-progress'] },
  'POST /api/me/applications/:id/verification': { scopes: ['see-progress'] },
  'POST /api/me/applications/:id/withdrawal': { scopes: ['withdraw'] },
  'POST /api/me/code-devices': own,
  'POST /api/me/codes': own,
  'POST /api/me/consents/:id/answer': { mine: 'consent' },
  'GET /api/me/applications/:id/consents': { mine: 'application' },
  'POST /api/me/applications/:id/consents': { mine: 'application' },
  'POST /api/me/consents/:id/link': { mine: 'consent' },
  'POST /api/me/contact': own,
  'POST /api/me/entitlements/:id/codes': { mine: 'entitlement' },
  'POST /api/me/erasure': own,
  'POST /api/me/family/head': own,
  'POST /api/me/family/invitations': own,
  'POST /api/me/family/invitations/:id/end': { mine: 'invitation' },
  'POST /api/me/family/joining': own,
  'POST /api/me/family/leaving': own,
  'POST /api/me/family/relations': own,
  'POST /api/me/family/wards': own,
  'POST /api/me/guardianships/:id/end': { mine: 'guardianship' },
  'POST /api/me/helpers': own,
  'POST /api/me/mandates/:id/end': { mine: 'mandate' },
  'POST /api/me/mandates/:id/narrowing': { mine: 'mandate' },
  'POST /api/me/messages/reading': own,
  'POST /api/me/occasions/:id/close': { mine: 'occasion' },
  'POST /api/me/occasions/:id/given': { mine: 'occasion' },
  'POST /api/me/push-subscriptions': own,
  'DELETE /api/me/cards/:id': { mine: 'card' },
  'DELETE /api/me/code-devices/:id': { mine: 'phone' },
  'DELETE /api/me/entitlements/:id/codes': { mine: 'entitlement' },
  'DELETE /api/me/push-subscriptions/current': own,
  'DELETE /api/me/sessions': own,
  'DELETE /api/me/sessions/:id': { mine: 'session' },

  'GET /api/work/items': { may: 'list-visits' },
  'POST /api/work/items/search': { may: 'list-visits' },
  'GET /api/work/live': { may: 'list-visits' },
  'GET /api/work/applications/:id': { may: 'see-application', of: 'application' },
  'GET /api/work/applications/:id/file': { may: 'see-application', of: 'application' },
  'GET /api/work/households/:id': { may: 'see-application', of: 'application' },
  'GET /api/work/applications/:id/verification': { may: 'see-verification', of: 'application' },
  'POST /api/work/applications/:id/verification': { may: 'verify-means', of: 'check' },
  'POST /api/work/applications/:id/posting': { may: 'post-again', of: 'application' },
  'POST /api/work/applications/:id/unposting': { may: 'stop-posting', of: 'application' },
  'POST /api/work/applications/:id/verification/handlings': { may: 'handle-claim', of: 'application' },
  'POST /api/work/applications/:id/verification/giving-up': { may: 'verify-means', of: 'check' },
  'POST /api/work/applications/:id/verification/letters': { may: 'verify-means', of: 'check' },
  'GET /api/work/files/:id': { may: 'see-application', of: 'picture' },
  'POST /api/work/applications/:id/acknowledgement': { may: 'acknowledge-call', of: 'call' },
  'POST /api/work/applications/:id/agreement': { may: 'record-agreement', of: 'application' },
  'POST /api/work/applications/:id/claims': { may: 'add-claim', of: 'application' },
  'GET /api/work/applications/:id/facts': { may: 'see-application', of: 'application' },
  'GET /api/work/visits': { may: 'list-visits' },
  'GET /api/work/applications/:id/visits': { may: 'see-application', of: 'application' },
  'POST /api/work/applications/:id/visits': { may: 'settle-facts', of: 'application' },
  'GET /api/work/appraisals': { may: 'hold-appraisal' },
  'GET /api/work/applications/:id/appraisals': { may: 'see-application', of: 'application' },
  'GET /api/work/applications/:id/claims/:claimId/appraisal-sheet': { may: 'hold-appraisal', of: 'hall' },
  'POST /api/work/applications/:id/claims/:claimId/appraisals': { may: 'hold-appraisal', of: 'hall' },
  'GET /api/work/applications/:id/visit-pack': { may: 'settle-facts', of: 'application' },
  'POST /api/work/applications/:id/facts': { may: 'settle-facts', of: 'application' },
  'POST /api/work/applications/:id/facts/choices': { may: 'settle-facts', of: 'application' },
  [`GET ${claims}/preview`]: { may: 'see-application', of: 'application' },
  [`GET ${claims}/decision`]: { may: 'see-application', of: 'application' },
  [`POST ${claims}/acceptance`]: { may: 'accept-claim', of: 'application' },
  [`POST ${claims}/drop`]: { may: 'drop-claim', of: 'application' },
  [`POST ${claims}/process`]: { may: 'handle-claim', of: 'application' },
  'POST /api/work/applications/:id/merging': { may: 'close-application', of: 'application' },
  'POST /api/work/applications/:id/unmerging': { may: 'close-application', of: 'application' },
  [`POST ${claims}/clearance`]: { may: 'handle-claim', of: 'application' },
  [`POST ${claims}/papers`]: { may: 'ask-papers', of: 'application' },
  'GET /api/work/call-tasks': { may: 'tell-in-person' },
  'POST /api/work/call-tasks/:id/telling': { may: 'tell-in-person', of: 'task' },
  'GET /api/work/reserve': { may: 'confirm-payment' },
  'GET /api/work/reserve/:code': { may: 'confirm-payment', of: 'reserve' },
  // Whose money it is the body says: a line is corrected by whoever confirms there, put in is by the county alone.
  'POST /api/work/reserve/:code/proposals': { may: 'fund-reserve', of: 'reserve' },
  'GET /api/work/renovations': { may: 'see-renovation' },
  'GET /api/work/renovations/waiting': { may: 'see-renovation' },
  'GET /api/work/renovations/:id': { may: 'see-renovation', of: 'house' },
  'GET /api/work/renovations/:id/files/:file': { may: 'see-renovation', of: 'house' },
  'POST /api/work/renovations/:id/acts': { may: 'run-renovation', of: 'house' },
  'POST /api/work/renovations/:id/inspections': { may: 'inspect-renovation', of: 'house' },
  'GET /api/work/payments/:id': { may: 'confirm-payment', of: 'payment' },
  'POST /api/work/payments/:id/settling': { may: 'confirm-payment', of: 'payment' },
  'POST /api/work/payments/:id/handing': { may: 'propose-payment', of: 'payment' },
  [`POST ${claims}/payments`]: { may: 'propose-payment', of: 'application' },
  'GET /api/work/notices': { may: 'file-board-photo' },
  'GET /api/work/notices/:id': { may: 'file-board-photo', of: 'notice' },
  'GET /api/work/notices/:id/files/:fileId': { may: 'file-board-photo', of: 'notice' },
  'POST /api/work/notices/:id/boards': { may: 'file-board-photo', of: 'notice' },
  'POST /api/work/notices/:id/objections': { may: 'assist', of: 'notice' },
  'GET /api/work/objections': { may: 'examine-objection' },
  'GET /api/work/objections/:id': { may: 'examine-objection', of: 'objection' },
  'GET /api/work/objections/:id/files/:fileId': { may: 'examine-objection', of: 'objection' },
  'POST /api/work/objections/:id/acts': { may: 'examine-objection', of: 'objection' },
  'GET /api/work/outreach/:id': { may: 'visit-outreach', of: 'outreach' },
  'GET /api/work/outreach/:id/files/:fileId': { may: 'visit-outreach', of: 'outreach' },
  'POST /api/work/outreach/:id/partings': { may: 'visit-outreach', of: 'outreach' },
  'POST /api/work/outreach/:id/visits': { may: 'visit-outreach', of: 'outreach' },
  'GET /api/work/guardianships': { may: 'confirm-guardianship' },
  'POST /api/work/guardianships/:id/confirmation': { may: 'confirm-guardianship', of: 'guardianship' },
  'POST /api/work/guardianships/:id/refusal': { may: 'confirm-guardianship', of: 'guardianship' },
  'GET /api/work/family': { may: 'confirm-guardianship' },
  'GET /api/work/mandates/:id': { may: 'record-mandate', of: 'slip' },
  'GET /api/work/applications/:id/consents': { may: 'record-consent', of: 'application' },
  'POST /api/work/applications/:id/consents': { may: 'record-consent', of: 'application' },
  'POST /api/work/applications/:id/consents/:consentId/acts': { may: 'record-consent', of: 'application' },
  'POST /api/work/applications/:id/consents/:consentId/link': { may: 'record-consent', of: 'application' },
  'POST /api/work/mandates': { may: 'record-mandate', of: 'visit' },
  'POST /api/work/mandates/look': { may: 'record-mandate', of: 'visit' },
  'POST /api/work/mandates/:id/end': { may: 'record-mandate', of: 'visit' },
  'GET /api/work/name-corrections': { may: 'correct-name' },
  'POST /api/work/name-corrections': { may: 'correct-name', of: 'visit' },
  'POST /api/work/name-corrections/:id/confirmation': { may: 'correct-name', of: 'name' },
  'POST /api/work/name-corrections/:id/refusal': { may: 'correct-name', of: 'name' },
  'GET /api/work/duplicates': { may: 'see-duplicates' },
  'POST /api/work/duplicates/decision': { may: 'decide-duplicate', of: 'duplicate' },
  'POST /api/work/scans': { may: 'resolve-code' },
  'POST /api/work/cards': { may: 'issue-card' },
  'POST /api/work/cards/revocation': { may: 'issue-card' },
  'POST /api/work/cards/unlocking': { may: 'issue-card' },
  'GET /api/work/cards/losses': { may: 'replace-card' },
  'POST /api/work/cards/losses': { may: 'replace-card' },
  'POST /api/work/cards/losses/:id/confirmation': { may: 'replace-card', of: 'loss' },
  'POST /api/work/cards/losses/:id/refusal': { may: 'replace-card', of: 'loss' },
  'POST /api/work/cards/namesakes': { may: 'replace-card' },
  'GET /api/work/occasions': { may: 'resolve-code' },
  'POST /api/work/occasions': { may: 'resolve-code' },
  [`GET ${occasion}`]: { may: 'resolve-code', of: 'occasion' },
  [`POST ${occasion}/agreement`]: { may: 'resolve-code', of: 'occasion' },
  [`POST ${occasion}/applications`]: { may: 'resolve-code', also: 'apply-for-person', of: 'occasion' },
  [`POST ${occasion}/ask`]: { may: 'resolve-code', of: 'occasion' },
  [`POST ${occasion}/close`]: { may: 'resolve-code', of: 'occasion' },
  // What more than the window's own work needs, the person gives on the occasion.
  [`POST ${occasion}/papers`]: { may: 'resolve-code', of: 'occasion' },
  [`POST ${occasion}/proof`]: { may: 'resolve-code', also: 'prove-identity', of: 'occasion' },
  [`POST ${occasion}/assists`]: { may: 'resolve-code', also: 'assist', of: 'occasion' },
  'POST /api/work/assists': { may: 'assist', of: 'brought' },
  'POST /api/work/assists/:id/applications': { may: 'assist', also: 'apply-for-person', of: 'writing' },
  'GET /api/work/assists/:id': { may: 'assist', of: 'assist' },
  'GET /api/work/assists/:id/decisions/:claimId': { may: 'assist', of: 'assist' },
  'GET /api/work/assists/:id/verification': { may: 'assist', of: 'assist' },
  'POST /api/work/assists/:id/acts': { may: 'assist', of: 'assist' },
  'POST /api/work/assists/:id/end': { may: 'assist', of: 'assist' },
  'GET /api/work/relatives': own,
  'POST /api/work/relatives': own,
  'GET /api/work/sessions': own,
  'DELETE /api/work/sessions': own,
  'DELETE /api/work/sessions/:id': { mine: 'staff-session' },
  'DELETE /api/work/desk': own,
  'DELETE /api/work/idle': own,
  'GET /api/work/sign-ins': own,
  'POST /api/work/passkeys': own,
  'POST /api/work/passkeys/options': own,
  'DELETE /api/work/passkeys/:id': { mine: 'passkey' },

  'GET /api/admin/organisation': { may: 'see-organisation' },
  'GET /api/admin/history/:id': { may: 'see-organisation', of: 'officer' },
  'GET /api/admin/duties/:id': { may: 'see-organisation', of: 'office' },
  'GET /api/admin/exports/:kind': { may: 'see-organisation' },
  'GET /api/admin/officers/:id/relatives': { may: 'see-organisation', of: 'officer' },
  'POST /api/admin/officers/:id/relatives': { may: 'change-organisation', of: 'officer' },
  'GET /api/admin/officers/:id/sign-in': {
    may: 'see-organisation',
    also: 'invite-officer',
    of: 'officer',
  },
  'POST /api/admin/officers/:id/invitations': {
    may: 'see-organisation',
    also: 'invite-officer',
    of: 'officer',
  },
  'POST /api/admin/changes': { may: 'change-organisation' },
  'POST /api/admin/changes/:id/confirmation': { may: 'see-organisation', of: 'change' },
  'POST /api/admin/changes/:id/refusal': { may: 'see-organisation', of: 'change' },
  'POST /api/admin/changes/:id/withdrawal': { may: 'see-organisation', of: 'change' },
  'POST /api/admin/imports': { may: 'change-organisation' },
  'POST /api/admin/imports/preview': { may: 'change-organisation' },

  'GET /api/oversight/complaints': { may: 'read-complaint' },
  'GET /api/oversight/complaints/:id': { may: 'read-complaint', of: 'complaint' },
  'GET /api/oversight/complaints/:id/parts/:file/:part': { may: 'read-complaint', of: 'complaint' },
  'POST /api/oversight/complaints/:id/acts': { may: 'read-complaint', of: 'complaint' },
  'POST /api/oversight/complaints/:id/revisits': { may: 'read-complaint', of: 'complaint' },
  'GET /api/oversight/checks': { may: 'look-again' },
  'GET /api/oversight/checks/:id': { may: 'look-again', of: 'spot-check' },
  'POST /api/oversight/checks/:id/finding': { may: 'look-again', of: 'spot-check' },
  'GET /api/oversight/recoveries': { may: 'read-complaint' },
  'POST /api/oversight/recoveries': { may: 'read-complaint' },
  'POST /api/oversight/recoveries/skips': { may: 'read-complaint' },
  'POST /api/oversight/keys/unopened': { may: 'read-complaint' },
  'POST /api/oversight/recoveries/opening': { may: 'read-complaint' },
  'GET /api/oversight/keys': { may: 'read-complaint' },
  'POST /api/oversight/keys/office': { may: 'read-complaint' },
  'POST /api/oversight/keys': { may: 'read-complaint' },
  'POST /api/oversight/keys/:id/signature': { may: 'read-complaint', of: 'reader-key' },
  'POST /api/oversight/keys/:id/end': { may: 'read-complaint', of: 'reader-key' },
  'GET /api/oversight/keys/demonstration': { may: 'read-complaint' },
  'GET /api/oversight/figures': { may: 'see-figures' },
  'GET /api/oversight/questions': { may: 'answer-access-question' },
  'POST /api/oversight/questions/:id/answer': { may: 'answer-access-question', of: 'question' },
}
