import { eq } from 'drizzle-orm'
import type { RecordView } from '@yima/shared/me/contract'
import type { Content } from '../application/content.ts'
import { listOwnApplications } from '../application/own.ts'
import { application } from '../application/table.ts'
import { historyOf } from '../family/record.ts'
import { familyView, helpersView } from '../family/view.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { readInbox } from '../notification/inbox.ts'
import { open } from '../vault.ts'
import { ownAccess } from './access.ts'
import * as chapter from './chapters.ts'
import type { Chapter } from './chapters.ts'
import { consentsOf } from './consents.ts'

/** How one is written down: each occasion with the name, number and phone given then. */
const names: Chapter = async ({ db, vault }, resident) => {
  const rows = await db.select().from(person).where(ownPersons(resident))
  const opened = (sealed: Buffer | null) => (sealed ? vault.openField(sealed) : null)
  return rows
    .filter((row) => row.keyWrapped !== null)
    .map((row) => ({
      since: row.createdAt.toISOString(),
      name: opened(row.nameCipher),
      idNumber: opened(row.idCipher),
      phone: opened(row.phoneCipher),
      phoneConfirmed: row.phoneConfirmed,
      level: row.level,
    }))
}

const said: Chapter = async ({ db, vault }, resident) => {
  const rows = await db
    .select({ row: application, key: person.keyWrapped })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(ownPersons(resident))
  return rows.flatMap(({ row, key }) =>
    key ? { receiptNumber: row.receiptNumber, ...open<Content>(vault.unwrap(key), row.sealed) } : [],
  )
}

/** How one was proven, and how a name was corrected: also what was noted before two records turned out to be one. */
const proofs: Chapter = async (deps, resident) => {
  if (!resident.identityId) return []
  const records = await deps.db.select({ id: person.id }).from(person).where(ownPersons(resident))
  const streams = await Promise.all(records.map(({ id }) => historyOf(deps.db, deps, id)))
  const noted = streams.flat().sort((one, other) => one.at.getTime() - other.at.getTime())
  return noted.map(({ type, at, payload: { salt: _salt, ...what } }) => ({
    type,
    at: at.toISOString(),
    ...what,
  }))
}

/** Every look, page by page to the first one. */
const looks: Chapter = async (deps, resident) => {
  const lines = []
  let before: string | undefined
  for (;;) {
    const page = await ownAccess(deps, resident, before)
    lines.push(...page.lines)
    before = page.lines.at(-1)?.id
    if (!page.more || before === undefined) return lines
  }
}

/** What is kept about somebody, by capability; whoever keeps something new adds its chapter. */
const chapters: Record<string, Chapter> = {
  names,
  proofs,
  applications: listOwnApplications,
  said,
  looks,
  consents: consentsOf,
  messages: readInbox,
  family: familyView,
  helpers: helpersView,
  decisions: chapter.decisions,
  notices: chapter.notices,
  checks: chapter.checks,
  facts: chapter.facts,
  answers: chapter.answers,
  visits: chapter.visits,
  appraisals: chapter.appraisals,
  houses: chapter.houses,
  lookedAgain: chapter.lookedAgain,
  statuses: chapter.statuses,
  cards: chapter.cards,
  devices: chapter.devices,
  contact: chapter.contact,
}

/** Everything about oneself, to take along (PIPL art. 45). */
export async function recordOf(deps: Deps, resident: ResidentSession): Promise<RecordView> {
  const written = await Promise.all(
    Object.entries(chapters).map(async ([name, chapter]) => [name, await chapter(deps, resident)] as const),
  )
  return { at: deps.clock.now().toISOString(), chapters: Object.fromEntries(written) }
}
