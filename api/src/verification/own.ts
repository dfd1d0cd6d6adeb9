import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '@yima/shared/problem'
import type { OwnVerification, ReportView } from '@yima/shared/verification/contract'
import type { ReportItem } from '@yima/shared/verification/report-item'
import { hold } from '../application/act.ts'
import { personsToVerify } from '../consent/live.ts'
import { inTransaction, type Reader } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { logActingRead, logOwnRead } from '../trail/access.ts'
import type { LivePerson } from './live.ts'
import { standingFor } from './start.ts'
import { queriesOf, type Opened } from './store.ts'
import { reportView } from './view.ts'

/**
 * Why a session is told nothing of what departments said. A number that was only typed may be anybody’s: what is found
 * under it is shown once papers have proven whose it is, or an officer saw its owner sign.
 */
export function whyNotSee(
  { level }: Pick<ResidentSession, 'level'>,
  people: readonly Pick<LivePerson, 'own' | 'seen'>[],
): 'prove-first' | undefined {
  const seen = people.some(({ own, seen: wasSeen }) => own && wasSeen)
  return level === 'proven' || seen ? undefined : 'prove-first'
}

/** The same of one request, for whoever is about to hand out what departments said of it. */
export async function mayReadFound(
  db: Reader,
  deps: Deps,
  resident: Pick<ResidentSession, 'level'>,
  id: string,
): Promise<boolean> {
  const people = await personsToVerify(db, deps, id)
  const seen = people.map(({ own, authorisation }) => ({ own, seen: authorisation.certainty === 'seen' }))
  return whyNotSee(resident, seen) === undefined
}

/** Figures that are one’s own alone: of another adult only what they come to is shown. A helper sees no figures. */
function eyesOf({ acting }: ResidentSession, people: readonly LivePerson[]) {
  const own = people.filter((one) => one.own).map(({ consent }) => consent)
  return ({ rests }: ReportItem): boolean =>
    acting?.as !== 'helper' && rests.length > 0 && rests.every((rest) => own.includes(rest.person))
}

/**
 * Others whose signature nobody is sure of: whoever listed an adult may have signed in their place, and learns nothing by
 * that of what was found. They own to it themselves, or an officer sees their card.
 */
export const unsureOf = (people: readonly LivePerson[]): LivePerson[] =>
  people.filter(({ own, seen }) => !own && !seen)

/** What of a report the family is shown at all. */
export function readable(items: readonly ReportItem[], people: readonly LivePerson[]): ReportItem[] {
  const unsure = unsureOf(people).map(({ consent }) => consent)
  return items.filter(({ rests }) => !rests.some(({ person: whose }) => unsure.includes(whose)))
}

type Report = OwnVerification['report']
function withoutUnsure(
  view: ReportView | null,
  opened: Opened | undefined,
  people: readonly LivePerson[],
): Report {
  const all = opened?.content.items ?? []
  const shown = readable(all, people).map(({ id }) => id)
  if (view === null || shown.length === all.length) return view
  return { ...view, finding: null, items: view.items.filter(({ id }) => shown.includes(id)) }
}

/** The check of one’s own request. Throws `not-found` for another’s. */
export async function ownVerification(
  deps: Deps,
  resident: ResidentSession,
  id: string,
): Promise<OwnVerification> {
  const { acting } = resident
  const view = await inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const [own] = await tx
      .select({ id: person.id })
      .from(person)
      .where(and(eq(person.id, held.person.id), ownPersons(resident)))
    if (!own) throw new Problem('not-found')
    const { opened, people } = await standingFor(tx, deps, held)
    const rows = opened ? await queriesOf(tx, opened.row.id) : []
    const blind = whyNotSee(resident, people)
    const state = opened === undefined || opened.row.state === 'replaced' ? 'none' : opened.row.state
    const look = { id: uuidv7(), personId: held.person.id, countyCode: held.row.countyCode }
    const whole = await reportView(tx, opened, people, deps.clock.today(), eyesOf(resident, people))
    const report = blind ? null : withoutUnsure(whole, opened, people)
    return {
      look,
      answer: {
        state,
        asked: rows.length,
        answered: rows.filter((row) => row.state === 'answered').length,
        closed: blind ?? (report === null ? 'no-report' : null),
        withheld: report === null ? [] : unsureOf(people).map(({ name }) => name),
        report,
      } satisfies OwnVerification,
    }
  })
  await (acting ? logActingRead(deps, { ...view.look, acting }) : logOwnRead(deps, view.look))
  return view.answer
}
