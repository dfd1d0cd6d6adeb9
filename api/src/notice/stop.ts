import { and, count, eq, inArray, or, gte, isNull } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { Posting, PostingAgain, PostingStop } from '@yima/shared/notice/contract'
import { isOpenFor } from '@yima/shared/process/commands'
import { isHanging, passesUnread } from '@yima/shared/process/hanging'
import { namesOf } from '@yima/shared/process/seat'
import { ageGroupOn, type Change } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Once, OfficerSession } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { changeAtDesk } from '../work/acts.ts'
import { hangAnew, standAgain } from './follow.ts'
import { allowPosting, stopPosting } from './forbidden.ts'
import { notice, unposted } from './table.ts'

type Officer = OfficerSession['officer']

const handsOf = ({ actor }: Change): string[] => (actor.kind === 'officer' ? namesOf(actor) : [])

/** Accepted, and not taken back. */
const underWay = ({ claims }: Change): StoredClaim[] => claims.filter(({ state }) => state.process !== null && state.state !== 'withdrawn')

/**
 * Nothing of a request is posted any more: what hangs or stands is gone at once, and nothing of it is posted again. Whoever
 * says so has had a hand in all of it, and confirms none of its claims. That its days pass unread needs a second officer, who says
 * the same; until then they do not count. Throws `not-allowed-now` where that was said before, by whoever says it again too.
 */
export const stopPostingAtDesk = (deps: Deps, once: Once, officer: Officer, id: string, { basis, reason }: PostingStop) =>
  changeAtDesk(deps, once, officer, id, 'stop-posting', async (tx, change) => {
    const [, inPlaceOf] = handsOf(change)
    const by = inPlaceOf === undefined ? [officer.id] as const : [officer.id, inPlaceOf] as const
    if (!(await stopPosting(tx, change.held, by, deps.clock.now()))) throw notAllowedNow('application', 'not-allowed-now')
    change.openIfNew().note({ type: 'posting-stopped', payload: { basis, reason } })
    for (const { id: claim, state } of underWay(change))
      if (state.process && isOpenFor(state.process, 'withhold-notice')) change.follow(claim, { type: 'withhold-notice', by: handsOf(change), basis, reason })
  })

/** What hangs, or has hung unread, begins its days anew; who receives something stands on the board again. */
async function postAgain(tx: Transaction, deps: Deps, change: Change, since: string, said: PostingAgain): Promise<void> {
  const { held } = change
  const age = ageGroupOn(deps, held, deps.clock.today())
  for (const before of underWay(change)) {
    const { process } = before.state
    if (process === null || !isOpenFor(process, 'restart-notice') || !passesUnread(process, since)) {
      await standAgain(tx, deps, held, { before: undefined, after: before, age })
      continue
    }
    const state = change.follow(before.id, { type: 'restart-notice', by: handsOf(change), since, ...said })
    // What had ended begins to hang, which the board follows by itself.
    if (isHanging(process)) await hangAnew(tx, deps, held, { before: undefined, after: { ...before, state }, age })
  }
}

/**
 * The reason is gone: what concerns a request is posted again, and days that passed unread count anew. Throws
 * `not-allowed-now` where nobody had stopped it. What may not be posted for another reason stays out of sight.
 */
export const postAgainAtDesk = (deps: Deps, once: Once, officer: Officer, id: string, said: PostingAgain) =>
  changeAtDesk(deps, once, officer, id, 'post-again', async (tx, change) => {
    const since = await allowPosting(tx, change.held)
    if (since === undefined) throw notAllowedNow('application', 'not-allowed-now')
    change.note({ type: 'posting-resumed', payload: { ...said } })
    await postAgain(tx, deps, change, businessDate(since), said)
  })

/** How a request stands to the boards today. */
export async function postingOf({ db, clock }: Deps, id: string, reader: string, may: boolean): Promise<Posting> {
  const today = clock.today()
  const shown = and(
    eq(notice.applicationId, id),
    inArray(notice.state, ['hanging', 'standing']),
    or(isNull(notice.untilOn), gte(notice.untilOn, today)),
  )
  const [[lines], stops] = await Promise.all([
    db.select({ lines: count() }).from(notice).where(shown),
    db.select({ by: unposted.officerId, agreed: unposted.agreedBy }).from(unposted).where(eq(unposted.applicationId, id)),
  ])
  const [stop] = stops
  const mayAgree = stop === undefined || (stop.agreed === null && stop.by !== reader)
  return {
    ...{ lines: lines?.lines ?? 0, stopped: stop !== undefined, mayStop: may && mayAgree, mayPost: may && stop !== undefined },
    ...(stop === undefined ? {} : { agreed: stop.agreed !== null }),
  }
}
