import { businessDate } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import type { Deps } from '../http/context.ts'
import { drawChecks } from '../spot-check/draw.ts'
import { layDownList } from '../spot-check/lay-down.ts'
import { closeDay } from '../trail/close.ts'

/** At half past midnight of some days ago, when the day before is signed. */
function nightOf(deps: Deps, daysAgo: number): Deps {
  const now = new Date(`${addDays(deps.clock.today(), -daysAgo)}T00:30:00+08:00`)
  return { ...deps, clock: { now: () => now, today: () => businessDate(now), wall: () => deps.clock.wall() } }
}

/** The list of this quarter was laid down three days ago, and drawn by the day that began after it; nobody has been there yet. */
export async function loadDemoSpotChecks(deps: Deps): Promise<void> {
  await layDownList(nightOf(deps, 3))
  await closeDay(nightOf(deps, 2))
  await closeDay(nightOf(deps, 1))
  await drawChecks(nightOf(deps, 1))
}
