import { lt, sql } from 'drizzle-orm'
import { passOnMissedCalls } from './application/call.ts'
import { acceptBySilence } from './claim/silence.ts'
import { cleanCodes } from './code/clean.ts'
import { watchFamilies } from './family/watch.ts'
import { removeOrphans } from './file/orphans.ts'
import { removeUnusedPictures } from './file/unused.ts'
import type { Deps } from './http/context.ts'
import { signInTry, spentChallenge } from './identity/sign-in-table.ts'
import { phoneCode, phoneProof, session } from './identity/table.ts'
import { advanceDue } from './notification/advance.ts'
import { smsChannel } from './notification/channels.ts'
import { deliverMessage } from './notification/deliver.ts'
import type { Worker } from './notification/jobs.ts'
import { takeEffect } from './organisation/change.ts'
import { pushChannel } from './notification/push.ts'
import { closeDay } from './trail/close.ts'

/** What time alone brings about. Every part finds its due work by the clock, so a missed minute costs nothing. */
export async function watchDeadlines(deps: Deps): Promise<void> {
  await takeEffect(deps)
  await passOnMissedCalls(deps)
  await acceptBySilence(deps)
  await watchFamilies(deps)
  await removeUnusedPictures(deps)
  await removeOrphans(deps)
  await cleanCodes(deps)
  await advanceDue(deps)
  await closeDay(deps)
  const now = deps.clock.now()
  await deps.db.delete(session).where(lt(session.expiresAt, deps.clock.wall()))
  await deps.db.delete(spentChallenge).where(lt(spentChallenge.expiresAt, deps.clock.wall()))
  await deps.db.delete(signInTry).where(lt(signInTry.until, now))
  await deps.db.delete(phoneProof).where(lt(phoneProof.expiresAt, now))
  // Codes are counted by the day: of an older one nothing is needed any more.
  await deps.db.delete(phoneCode).where(lt(phoneCode.sentAt, new Date(now.getTime() - 2 * 86_400_000)))
  await deps.db.execute(
    sql`DELETE FROM receipt_try WHERE hour < ${new Date(now.getTime() - 86_400_000).toISOString()}`,
  )
}

/** The jobs this process runs: thin callers of use cases. */
export function worker(deps: Deps): Worker {
  const channels = { sms: smsChannel(deps.config, deps.clock), push: pushChannel(deps) }
  return {
    'deliver-message': async ({ id }) => {
      if (id) await deliverMessage(deps, channels, id)
    },
    'watch-deadlines': () => watchDeadlines(deps),
  }
}
