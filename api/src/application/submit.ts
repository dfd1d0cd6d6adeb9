import type { Submission, Submitted } from '@yima/shared/application/contract'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import { inTransaction, type Send, type Transaction } from '../db/transaction.ts'
import type { Behalf } from '../family/behalf.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { openSession } from '../identity/session.ts'
import { tellOpened } from '../identity/tell.ts'
import { notifyAtHand } from '../notification/notify.ts'
import type { Office } from '../region/office.ts'
import { allOf, together } from '../together.ts'
import { answerOf } from './answer.ts'
import type { Applicant } from './applicant.ts'
import { askedBy, type Asked } from './asked.ts'
import { callDuty, type Called } from './call.ts'
import { sharedBy, type Shared } from './shared.ts'
import { insertLines } from '../work/lines.ts'
import type { OpenRequest } from '../work/line.ts'
import { store, type Stored } from './store.ts'

const receiptOf = ({ prepared }: Asked, office: Office) => ({
  receipt: formatReceiptNumber(prepared.receiptNumber),
  office: office.name,
  date: prepared.visit.date,
})

/** What is told of it: whoever was helped learns by whom, because they did not hold the phone themselves. */
function newsOf(asked: Asked, office: Office) {
  const params = receiptOf(asked, office)
  const { helper } = asked.behalf ?? {}
  if (helper !== undefined) return { template: 'application-for-you', params: { ...params, helper } } as const
  return {
    template: asked.prepared.kind === 'outreach' ? 'outreach-received' : 'application-received',
    params,
  } as const
}

/** Tells the applicant; a number that nobody confirmed is written to only a few times a day. */
function tell(
  tx: Transaction,
  send: Send,
  deps: Deps,
  asked: Asked,
  office: Office,
  { row, key }: Applicant,
  quietly: boolean,
): void {
  send(
    notifyAtHand(tx, deps, {
      person: row,
      key,
      ...newsOf(asked, office),
      about: asked.prepared.id,
      // Made in this very transaction: nothing else can be known of them, and nobody has their inbox open.
      needs: { locale: asked.locale, notices: false },
      woken: true,
      quietly,
    }),
  )
}

async function call(
  tx: Transaction,
  send: Send,
  deps: Deps,
  { body, prepared, countyCode }: Asked,
  confirmed: boolean,
  { rosterFor, rings }: Shared,
): Promise<Called | null> {
  const roster = await rosterFor(body.regionCode)
  return callDuty(tx, send, deps, { id: prepared.id, countyCode, confirmed }, { roster, rings })
}

/** As desks list it, with the call that rang for it. */
const asListed = (request: Stored['request'], called: Called | null): OpenRequest => ({
  ...request,
  called: called ? [called.place] : [],
  alert: called
    ? { unit: called.unit, officer: called.officer, answerBy: called.answerBy, acknowledgedAt: null, acknowledgedBy: null }
    : null,
})

/** The story of one person in a transaction. */
async function takeIn(
  tx: Transaction,
  send: Send,
  deps: Deps,
  asked: Asked,
  shared: Shared,
): Promise<Submitted> {
  const { once, body, prepared } = asked
  const { phone } = body.applicant
  const office = await shared.officeFor(body.regionCode)
  const mayTell = phone === undefined || shared.mayTell(phone)
  await asked.behalf?.note(tx, once, prepared.receiptNumber, { id: prepared.id, countyCode: asked.countyCode })
  const { who, at, seal, request } = await store(tx, send, deps, asked, office)
  tell(tx, send, deps, asked, office, who, !who.phoneConfirmed && !mayTell)
  const called = prepared.reading.urgent
    ? await call(tx, send, deps, asked, who.phoneConfirmed || asked.behalf !== undefined, shared)
    : null
  send(insertLines(tx, asListed(request, called)))
  const answer = answerOf(asked, office, { at, seal }, called, who.phoneConfirmed)
  send(remember(tx, once, at, 201, answer))
  if (!phone || !who.phoneConfirmed || asked.isSomebody) return answer
  const token = await openSession(tx, deps, once, { kind: 'resident', pairIndex: who.pairIndex, phone })
  await tellOpened(tx, deps, token, undefined)
  return answer
}

const takeInTogether = (deps: Deps, all: readonly Asked[]): Promise<Submitted[]> =>
  inTransaction(deps.db, async (tx, send) => {
    const shared = await sharedBy(tx, deps, all)
    return allOf(all.map((asked) => takeIn(tx, send, deps, asked, shared)))
  })

export type Submit = (
  once: Once,
  body: Submission,
  locale: 'zh-CN' | 'en',
  as?: { behalf?: Behalf | undefined; isSomebody?: boolean },
) => Promise<Submitted>

/**
 * One sentence in, claims out: reads the words, opens what they fit, starts every clock, calls
 * the duty roster when somebody is in danger, and keeps the receipt. One transaction, shared with those
 * who apply at the same moment: what costs most is then paid once. Whoever confirmed the phone is signed in by it, unless
 * somebody is in that browser already (`isSomebody`); on the devices where they were before, they are told.
 * Throws `invalid-input` for a place nobody serves or a picture of another device.
 */
export function submitting(deps: Deps): Submit {
  const take = together((all: readonly Asked[]) => takeInTogether(deps, all), { most: 25, atOnce: 2 })
  return async (once, body, locale, as) => take(askedBy(deps, once, body, locale, as))
}
