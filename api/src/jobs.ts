import { and, isNull, lt, or, sql } from 'drizzle-orm'
import { passOnMissedCalls } from './application/call.ts'
import { closeComplaintDay } from './complaint/day-root.ts'
import { forgetEvidence } from './complaint/evidence.ts'
import { acceptBySilence } from './claim/silence.ts'
import { passTimeOfClaims } from './claim/sweep.ts'
import { cleanCodes } from './code/clean.ts'
import { watchComplaints } from './complaint/overdue.ts'
import { watchConsents } from './consent/watch.ts'
import { watchFamilies } from './family/watch.ts'
import { watchObjections } from './objection/watch.ts'
import { removeOrphans } from './file/orphans.ts'
import { removeUnusedPictures } from './file/unused.ts'
import type { Deps } from './http/context.ts'
import { signInTry, spentChallenge } from './identity/sign-in-table.ts'
import { rememberedFor } from './identity/session.ts'
import { phoneCode, phoneProof, session } from './identity/table.ts'
import { judgeNotices } from './notice/judge.ts'
import { lookByDay } from './notice/look.ts'
import { advanceDue } from './notification/advance.ts'
import { smsChannel } from './notification/channels.ts'
import { deliverMessage } from './notification/deliver.ts'
import type { Worker } from './notification/jobs.ts'
import { takeEffect } from './organisation/change.ts'
import { pushChannel } from './notification/push.ts'
import { watchPayments } from './reserve/late.ts'
import { drawChecks } from './spot-check/draw.ts'
import { layDownList } from './spot-check/lay-down.ts'
import { fillSeats } from './spot-check/fill-seats.ts'
import { publishFigures } from './statistics/publish.ts'
import { closeDay } from './trail/close.ts'
import { askDepartments, askPatiently } from './verification/ask.ts'
import { foldTallies } from './work/lines.ts'

const dayMs = 86_400_000

/** Removes what people were let in by and can no longer use. */
export async function forgetSignIns({ db, clock }: Deps): Promise<void> {
  const now = clock.now()
  const longAgo = new Date(clock.wall().getTime() - rememberedFor * 1000)
  await db.delete(session).where(and(lt(session.expiresAt, clock.wall()), or(isNull(session.revokedAt), lt(session.revokedAt, longAgo))))
  await db.delete(spentChallenge).where(lt(spentChallenge.expiresAt, clock.wall()))
  await db.delete(signInTry).where(lt(signInTry.until, now))
  await db.delete(phoneProof).where(lt(phoneProof.expiresAt, now))
  // Codes are counted by the day: of an older one nothing is needed any more.
  await db.delete(phoneCode).where(lt(phoneCode.sentAt, new Date(now.getTime() - 2 * dayMs)))
  await db.execute(sql`DELETE FROM receipt_try WHERE hour < ${new Date(now.getTime() - dayMs).toISOString()}`)
}

/** What time alone brings about, in the order in which one builds upon another. */
const watched: readonly ((deps: Deps) => Promise<unknown>)[] = [
  takeEffect,
  passOnMissedCalls,
  acceptBySilence,
  // Before claims go on: what was admitted by itself today keeps them waiting.
  watchObjections,
  // Before claims go on: none does on days that nobody looked back on.
  judgeNotices,
  passTimeOfClaims,
  watchPayments,
  watchComplaints,
  closeComplaintDay,
  watchConsents,
  watchFamilies,
  removeUnusedPictures,
  removeOrphans,
  forgetEvidence,
  cleanCodes,
  advanceDue,
  closeDay,
  layDownList,
  // After the day is signed: the first that began after the list was laid down decides.
  drawChecks,
  fillSeats,
  publishFigures,
  forgetSignIns,
  foldTallies,
  // Last: a department that is slow keeps nothing else waiting.
  askDepartments,
]

/**
 * Brings about what time alone brings about. Every part finds its due work by the clock, so a missed minute costs
 * nothing; one that fails costs the others nothing either: a picture that cannot be removed must not keep an
 * acceptance by silence (or an overdue call) waiting.
 * @throws Error, after all have had their turn, when one of them failed; the log says which and why
 */
export async function watchDeadlines(deps: Deps): Promise<void> {
  const failed: string[] = []
  for (const part of watched) {
    try {
      await part(deps)
    } catch (error) {
      failed.push(part.name)
      deps.log.error({ part: part.name, err: error }, 'what is due was not done; the rest goes on')
    }
  }
  if (failed.length > 0) throw new Error(`Not done: ${failed.join(', ')}`)
}

/** The jobs this process runs: thin callers of use cases. */
export function worker(deps: Deps): Worker {
  const channels = { sms: smsChannel(deps.config, deps.clock), push: pushChannel(deps) }
  return {
    'deliver-message': async ({ id }) => {
      if (id) await deliverMessage(deps, channels, id)
    },
    'ask-departments': () => askPatiently(deps),
    'look-at-notices': () => lookByDay(deps),
    'watch-deadlines': () => watchDeadlines(deps),
  }
}
