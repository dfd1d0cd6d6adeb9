import { shallowReadonly, shallowRef } from 'vue'
import { businessDate } from '@yima/shared/calendar/deadline'
import { firstDay } from '@yima/shared/calendar/first-day'
import type { Session } from '@yima/shared/identity/contract'
import { http } from './http.ts'
import { insist } from './insist.ts'
import { heedOfficeDay, officeDay } from './office-day.ts'

const state = shallowRef<Session>()
let asked: Promise<Session> | undefined

/** Who is signed in on this device, as last heard; undefined until somebody asked. */
export const session = shallowReadonly(state)

const follow = (heard: Session): Promise<void> =>
  insist(() => import('./owner-change.ts')).then(({ followSession }) => followSession(heard))

/** Asks the server anew: after signing in or out. Rejects with a `ProblemError`. */
export function readSession(): Promise<Session> {
  asked = http.get<Session>('/session').then(async (heard) => {
    // Before anybody looks for what lies here: on a shared phone it may be another's.
    if (heard.resident || heard.revoked?.resident) await follow(heard)
    state.value = heard
    heedOfficeDay(heard.today)
    document.documentElement.toggleAttribute('data-demo', heard.demo)
    return heard
  })
  asked.catch(() => { asked = undefined }) // the next page asks again
  return asked
}

/** Asks once for all pages. Rejects with a `ProblemError`. */
export const getSession = (): Promise<Session> => asked ?? readSession()

/** Never before a day that the office was in already: a deadline would seem farther off than it is. */
const phoneDay = (): string => {
  const day = businessDate(new Date())
  return [day, firstDay, officeDay() ?? ''].sort().at(-1) ?? day
}

/** The office's business date; the phone's own day as long as the office has not been heard. */
export const today = (): string => state.value?.today ?? phoneDay()
