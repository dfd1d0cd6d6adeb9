import { and, eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { maskName } from '@yima/shared/identity/name'
import { allowed, goesOn, type ShownScope } from '@yima/shared/window/occasion'
import type { OccasionView } from '@yima/shared/window/contract'
import { writableUntil } from '@yima/shared/window/filing'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { applicationView } from '../application/view.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { eyesOn } from '../decision/eyes.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { allOf } from '../together.ts'
import { accessLog } from '../trail/table.ts'
import { open } from '../vault.ts'
import { ownThen } from './given.ts'
import { stateOf, visitOf, type OccasionRow } from './write.ts'
import { countHere } from './standing.ts'

type Officer = OfficerSession['officer']
type Shown = OccasionView['shown']

/** Applications that were the person's when they said yes, opened; those whose content was erased are not there. */
async function applicationsOf(tx: Transaction, deps: Deps, whose: Identity, at: Date | null) {
  const rows = await tx
    .select({ row: application, key: person.keyWrapped })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownThen(whose, at), inArray(application.state, ['submitted', 'open', 'closed'])))
    .orderBy(sql`${application.submittedAt} DESC`)
    .limit(20)
  return rows.flatMap(({ row, key: wrapped }) => {
    if (!wrapped) return []
    const key = deps.vault.unwrap(wrapped)
    return { row, key, content: open<Content>(key, row.sealed) }
  })
}

/** What each scope shows, and nothing besides; `at`: when the person said yes. */
async function shownBy(
  tx: Transaction,
  deps: Deps,
  whose: Identity,
  { scopes, at }: { scopes: readonly ShownScope[]; at: Date | null },
): Promise<Shown> {
  const { record } = whose
  const opened = (sealed: Buffer | null) => (sealed ? deps.vault.openField(sealed) : null)
  const has = (scope: ShownScope) => scopes.includes(scope)
  const needsFiles = has('address') || has('applications') || has('facts') || has('papers')
  const filed = needsFiles ? await applicationsOf(tx, deps, whose, at) : []
  const views =
    has('applications') || has('papers')
      ? await allOf(
          filed.map(({ row, key }) =>
            // What nobody may read of the own request nobody can give somebody else to read.
            applicationView(tx, row, key, deps.clock, () => eyesOn(tx, deps, whose, row.id)),
          ),
        )
      : []
  return {
    ...(has('name') ? { name: opened(record.nameCipher) ?? '' } : {}),
    ...(has('id-number') ? { idNumber: opened(record.idCipher) } : {}),
    ...(has('contact') ? { contact: opened(record.phoneCipher) } : {}),
    ...(has('address')
      ? { address: filed.find(({ content }) => content.address)?.content.address ?? null }
      : {}),
    ...(has('applications') ? { applications: views } : {}),
    ...(has('facts')
      ? {
          facts: filed.map(({ row, content }) => ({
            receiptNumber: row.receiptNumber,
            household: content.household,
            members: content.members,
          })),
        }
      : {}),
    ...(has('papers')
      ? {
          papers: views.flatMap(({ id, claims }) =>
            claims
              .filter(({ papers }) => papers.length > 0)
              .map((claim) => ({
                applicationId: id,
                claimId: claim.id,
                programme: claim.programme,
                papers: claim.papers,
              })),
          ),
        }
      : {}),
  }
}

/** Notes for the person that an officer sees them, with the kinds of facts; the row is on its way when this returns. */
async function noteLook(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  row: OccasionRow,
  given: readonly ShownScope[],
): Promise<void> {
  const look = {
    id: uuidv7(),
    personId: row.identityId,
    countyCode: row.countyCode,
    readerKind: 'officer' as const,
    readerId: officer.id,
    purpose: row.purpose,
    what: 'occasion',
    facts: given.length > 0 ? [...given] : ['minimum'],
    at: deps.clock.now(),
  }
  await insertRows(tx, accessLog, [look])
}

/** Whom it is about; undefined once they were erased. `here` where it was counted already. */
type About = { whose: Identity | undefined; here?: number }

/**
 * An occasion as its officer sees it: the minimum, and what was given. That it was shown is noted for the person
 * before it leaves, in the same transaction.
 */
export async function viewFor(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  row: OccasionRow,
  { whose, here: counted }: About,
): Promise<OccasionView> {
  const now = deps.clock.wall().getTime()
  const state = stateOf(row)
  const over = !goesOn(state, now)
  const given = over ? [] : row.given
  const [, here] = await allOf([
    noteLook(tx, deps, officer, row, given),
    whose && !over ? (counted ?? countHere(tx, whose, officer.unitId)) : 0,
  ])
  const name = whose ? deps.vault.openField(whose.record.nameCipher) : ''
  return {
    id: row.id,
    purpose: row.purpose,
    way: row.way,
    reach: row.reach,
    minimum: {
      name: name === '' ? '' : maskName(name),
      level: whose?.level ?? 'claimed',
      here,
      hasNumber: whose?.numberKind === 'id-number',
    },
    asked: row.asked,
    given,
    openedAt: row.openedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    over,
    writableUntil: new Date(writableUntil(visitOf(row))).toISOString(),
    now: deps.clock.wall().toISOString(),
    allowed: allowed(state, { kind: 'officer', id: officer.id }, now),
    shown: whose ? await shownBy(tx, deps, whose, { scopes: given, at: row.givenAt }) : {},
  }
}

/** The same of an occasion that goes on already. */
export const showOccasion = (deps: Deps, officer: Officer, row: OccasionRow): Promise<OccasionView> =>
  inTransaction(deps.db, async (tx) =>
    viewFor(tx, deps, officer, row, { whose: await findIdentity(tx, deps, row.identityId) }),
  )
