import { and, desc, eq, gt, ne } from 'drizzle-orm'
import type * as v from 'valibot'
import { may } from '@yima/shared/access/table'
import { phoneEnd } from '@yima/shared/identity/phone'
import type { invitationSent, officerSignIn } from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { smsChannel } from '../notification/channels.ts'
import { countyOf, loadOrganisation } from '../organisation/load.ts'
import { record, turn } from '../organisation/record.ts'
import { tellAbove, tellOfficers } from '../organisation/tell.ts'
import { freshBytes } from '../random.ts'
import { officer } from '../region/table.ts'
import { actorOf } from '../work/actor.ts'
import { hasWayIn, insertInvitation, invitationAddress } from './invitation.ts'
import { invitation } from './sign-in-table.ts'

type Officer = OfficerSession['officer']
type Row = typeof officer.$inferSelect

const pauseBetweenLinks = 60_000
const linksPerDay = 5
const day = 86_400_000

const refuse = (code: string) => notAllowedNow('officer', code)

/** Somebody in office whom this administrator may let in; nobody lets himself in a second time. Throws `not-found`. */
async function getInvited(db: Pick<Transaction, 'select'>, by: Officer, id: string): Promise<Row> {
  const [row] = await db.select().from(officer).where(eq(officer.id, id))
  const object = { region: row?.regionCode ?? '', excluded: row?.id === by.id ? [by.id] : [] }
  if (!row?.active || !may(actorOf(by), 'invite-officer', object)) throw new Problem('not-found')
  return row
}

const numberOf = ({ vault }: Pick<Deps, 'vault'>, { phoneCipher }: Row): string | null =>
  phoneCipher && vault.openField(phoneCipher)

/** The moments at which links went to an officer within a day, the last first. */
async function sentTo(db: Pick<Transaction, 'select'>, { clock }: Deps, id: string): Promise<Date[]> {
  const since = new Date(clock.wall().getTime() - day)
  const rows = await db
    .select({ at: invitation.createdAt })
    .from(invitation)
    .where(and(eq(invitation.officerId, id), gt(invitation.createdAt, since)))
    .orderBy(desc(invitation.createdAt))
  return rows.map(({ at }) => at)
}

/** How somebody comes in, and where a link would go: of the number no more than its end. Throws `not-found`. */
export async function signInOf(
  deps: Deps,
  by: Officer,
  id: string,
): Promise<v.InferOutput<typeof officerSignIn>> {
  const row = await getInvited(deps.db, by, id)
  const number = numberOf(deps, row)
  const [last] = await sentTo(deps.db, deps, id)
  return {
    phoneEnd: number && phoneEnd(number),
    hasWayIn: await hasWayIn(deps.db, id),
    sentAt: last?.toISOString() ?? null,
  }
}

/** One a minute and five a day: a wrong number must not be drowned. Throws `too-many` with the seconds to wait. */
async function refuseTooOften(tx: Transaction, deps: Deps, id: string): Promise<void> {
  const sent = await sentTo(tx, deps, id)
  const [last] = sent
  const wait = last ? last.getTime() + pauseBetweenLinks - deps.clock.wall().getTime() : 0
  if (wait > 0)
    throw new Problem('too-many', [{ field: 'officer', code: 'link-just-sent' }], {
      retryAfter: Math.ceil(wait / 1000),
    })
  if (sent.length >= linksPerDay)
    throw new Problem('too-many', [{ field: 'officer', code: 'links-used-up' }], { retryAfter: day / 1000 })
}

/** A number that several carry lets in whoever holds the phone: also whoever typed the own one for a new colleague. */
async function refuseShared(tx: Transaction, deps: Deps, row: Row, number: string): Promise<void> {
  const others = await tx
    .select()
    .from(officer)
    .where(and(eq(officer.active, true), ne(officer.id, row.id)))
  if (others.some((other) => numberOf(deps, other) === number)) throw refuse('number-of-two')
}

/** The number to which a link may go. Throws `not-allowed-now` where there is none, or no need. */
async function getNumber(tx: Transaction, deps: Deps, row: Row): Promise<string> {
  if (await hasWayIn(tx, row.id)) throw refuse('has-a-way-in')
  if (!smsChannel(deps.config, deps.clock)) throw refuse('no-sms')
  const number = numberOf(deps, row)
  if (number === null) throw refuse('no-duty-number')
  await refuseShared(tx, deps, row, number)
  return number
}

type Sent = v.InferOutput<typeof invitationSent>

/** Writes link, event and messages in the caller's transaction. */
async function writeLink(tx: Transaction, deps: Deps, by: Officer, row: Row, number: string): Promise<Sent> {
  const token = freshBytes(32).toString('base64url')
  const { id, expiresAt } = await insertInvitation(tx, deps, { token, officerId: row.id, madeBy: by.id })
  const sent = { phoneEnd: phoneEnd(number), expiresAt: expiresAt.toISOString() }
  const countyCode = countyOf(deps, row)
  await record(tx, { countyCode, actorId: by.id, at: deps.clock.now() }, [
    {
      event: { type: 'sign-in-link-sent', id, phoneEnd: sent.phoneEnd, until: sent.expiresAt },
      subject: row.id,
    },
  ])
  const link = invitationAddress(deps.config.publicUrl, token, 'invited')
  await tellOfficers(tx, deps, [row.id], {
    template: 'sms.sign-in-link',
    params: { name: row.name, link },
  })
  const heard = await tellAbove(tx, deps, await loadOrganisation(tx, countyCode), {
    ...{ id: row.id, hands: [by.id], template: 'sms.sign-in-link-sent' },
    params: { by: by.name, name: row.name, end: sent.phoneEnd },
  })
  return { ...sent, heard }
}

/**
 * Sends somebody in office the first way in: by SMS to the duty number that two people gave, never by the hand of
 * whoever asks, who could come in as the colleague that is to confirm his proposals. Those above hear of it; where nobody
 * can, the answer says so.
 * Throws `not-found`, `not-allowed-now` and `too-many`.
 */
export function inviteOfficer(deps: Deps, once: Once, by: Officer, id: string): Promise<Sent> {
  return inTransaction(deps.db, async (tx) => {
    await turn(tx, countyOf(deps, by))
    const row = await getInvited(tx, by, id)
    const number = await getNumber(tx, deps, row)
    await refuseTooOften(tx, deps, id)
    const sent = await writeLink(tx, deps, by, row, number)
    await remember(tx, once, deps.clock.now(), 201, sent)
    return sent
  })
}
