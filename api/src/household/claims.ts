import { sql } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { ClaimState, ClaimStateName } from '@yima/shared/claim/claim'
import { applicantMember } from '@yima/shared/application/facts'
import { concernsOf, concernsGiven, type AidClaim, type AidClearance } from '@yima/shared/household/aid'
import { match } from '@yima/shared/policy/match'
import { parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Content } from '../application/content.ts'
import { stateIn } from '../claim/store.ts'
import type { StoredDecision } from '../decision/decide.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { open } from '../vault.ts'
import { numbersOf, type Known } from './people.ts'

/** One claim of a family with the request it belongs to, as its rows and its own words say. */
export type FamilyClaim = {
  aid: AidClaim
  /** The whole of it; null where its person was erased. */
  state: ClaimState | null
  /** What was given by the latest decision that confirmed it. */
  given: Pick<StoredDecision['computation'], 'fen' | 'kind' | 'firstMonth'> | null
  openedOn: string
  application: {
    id: string
    receiptNumber: string
    unitId: string
    office: string
    regionCode: string
    submittedOn: string
    state: string
    /** Who handed it in. */
    personId: string
    /** Whether somebody else handed it in. */
    spokenFor: boolean
    /** The record of whom it is for; of whoever has none, of who handed it in. */
    about: string
  }
  clearances: readonly AidClearance[]
}

type Row = {
  id: string
  programme: ProgrammeId
  state: ClaimStateName
  sealed: Buffer
  opened_at: Date
  application_id: string
  receipt_number: string
  unit_id: string
  office: string
  region_code: string
  submitted_at: Date
  application_state: string
  person_id: string
  about: string | null
  content: Buffer
  key_wrapped: Buffer | null
  decision: Buffer | null
}

/** More than any family has in a lifetime; a page of them and no more is read at once. */
const most = 500

/** What a family asked for, or others for them, and what became of it. The present request is there whoever handed it in. */
async function rowsOf(
  db: Pick<Transaction, 'execute'>,
  people: readonly Known[],
  present: string,
): Promise<Row[]> {
  const records = people.flatMap((one) => one.records)
  const numbers = people.flatMap(numbersOf)
  const { rows } = await db.execute<Row>(sql`
    SELECT c.id, c.programme, c.state, c.sealed, c.opened_at, a.id AS application_id, a.receipt_number, a.unit_id,
           u.name AS office, a.region_code, a.submitted_at, a.state AS application_state, a.person_id,
           encode(a.about_index, 'hex') AS about,
           a.sealed AS content, p.key_wrapped, d.sealed AS decision
      FROM application a
      JOIN claim c ON c.application_id = a.id
      JOIN person p ON p.id = a.person_id
      JOIN unit u ON u.id = a.unit_id
      LEFT JOIN LATERAL (
        SELECT i.sealed FROM decision i WHERE i.claim_id = c.id AND i.outcome = 'confirmed'
         ORDER BY i.at DESC, i.id DESC LIMIT 1) d ON true
     WHERE a.id = ${present}
        OR (a.person_id = ANY (${sql.param(records)}::uuid[]) AND a.for_whom = 'self')
        OR a.about_index IN (SELECT decode(n, 'hex') FROM unnest(${sql.param(numbers)}::text[]) n)
     ORDER BY a.submitted_at DESC, c.opened_at DESC, c.id
     LIMIT ${most}`)
  return rows
}

/** What for, as it was said; null where nobody named it. */
function causeOf({ household }: Content): string | null {
  const said = household['emergencyEvent']
  return typeof said === 'string' && !['none', 'other', 'unknown'].includes(said) ? said : null
}

/** What is known of a request beyond its rows, opened once for all of its claims. */
function contentOf({ vault }: Pick<Deps, 'vault'>, row: Row) {
  if (!row.key_wrapped) return undefined
  const key = vault.unwrap(row.key_wrapped)
  const content = open<Content>(key, row.content)
  const { household, members } = content
  const parameters = parametersFor(row.region_code, businessDate(new Date(row.submitted_at)))
  return { key, content, verdicts: match({ household, members, parameters }) }
}

type Opened = ReturnType<typeof contentOf>

/** Whom it is for: once it was decided, by the decision; before that, by what the rules leave possible. */
function concernsIn(
  { programme }: Row,
  opened: Opened,
  decided: StoredDecision | null,
): AidClaim['concerns'] {
  if (decided) return concernsGiven(decided.computation.given, applicantMember)
  // Of who was erased nobody knows any more whom it was for.
  return opened ? concernsOf(programme, opened.verdicts, applicantMember) : 'anybody'
}

type Inside = { opened: Opened; state: ClaimState | null; decided: StoredDecision | null }

function aidOf(
  row: Row,
  { opened, state, decided }: Inside,
  applicant: string,
  household: string[],
): AidClaim {
  const { id, programme } = row
  return {
    id,
    programme,
    state: row.state,
    decidedOn: state?.process?.decision?.on ?? null,
    applicant,
    household,
    concerns: concernsIn(row, opened, decided),
    cause: opened ? causeOf(opened.content) : null,
  }
}

/**
 * Every claim of people who live together, the newest first, with what stands in the way of what. Reads and opens
 * what others of the family wrote: whoever is shown any of it has to have the look noted.
 */
export async function claimsOfFamily(
  db: Pick<Transaction, 'execute'>,
  deps: Pick<Deps, 'vault'>,
  { people, present, applicant }: { people: readonly Known[]; present: string; applicant: string },
): Promise<FamilyClaim[]> {
  const household = people.map(({ root }) => root)
  const opened = new Map<string, Opened>()
  return (await rowsOf(db, people, present)).map((row) => {
    if (!opened.has(row.application_id)) opened.set(row.application_id, contentOf(deps, row))
    const inside = opened.get(row.application_id)
    const state = inside ? stateIn(inside.key, row.sealed) : null
    const decided = inside && row.decision ? open<StoredDecision>(inside.key, row.decision) : null
    const owner = ownerOf(people, row)
    const whose = row.application_id === present ? applicant : (owner?.root ?? row.person_id)
    return {
      aid: aidOf(row, { opened: inside, state, decided }, whose, household),
      state,
      given: decided?.computation ?? null,
      openedOn: businessDate(new Date(row.opened_at)),
      application: {
        id: row.application_id,
        receiptNumber: row.receipt_number,
        unitId: row.unit_id,
        office: row.office,
        regionCode: row.region_code,
        submittedOn: businessDate(new Date(row.submitted_at)),
        state: row.application_state,
        personId: row.person_id,
        spokenFor: row.about !== null,
        about: row.about !== null && owner?.records.includes(owner.root) ? owner.root : row.person_id,
      },
      clearances: inside?.content.clearances ?? [],
    }
  })
}

/** Whom of these people a request is for. */
const ownerOf = (people: readonly Known[], { about, person_id: record }: Row): Known | undefined =>
  people.find((one) => (about === null ? one.records.includes(record) : numbersOf(one).includes(about)))
