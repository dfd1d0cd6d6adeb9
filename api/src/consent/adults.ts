import { and, eq, isNull } from 'drizzle-orm'
import { applicantMember } from '@yima/shared/application/facts'
import type { Terms } from '@yima/shared/consent/commands'
import { adultAge, mayAct } from '@yima/shared/family/guardianship'
import { ageOn, parseIdNumber } from '@yima/shared/identity/id-number'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { homesOf } from '../family/household.ts'
import { nameOf } from '../family/people.ts'
import { householdMember } from '../family/table.ts'
import { birthDateOf } from '../family/traits.ts'
import { guardianshipsOf } from '../family/wards.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { identityPair } from '../identity/table.ts'
import { applicantOf } from './wording.ts'

/** Somebody of the household who is to be asked, or for whom a guardian is. */
export type Adult = Pick<Terms, 'who' | 'role' | 'ward'> & {
  idNumber: string | null
  /** The guardian’s own word covers them: whoever signed the application is their guardian. */
  byApplicant: boolean
  /** An officer saw that it is the guardian, and who that is. */
  sure: boolean
}

export const birthDateIn = (idNumber: string | null): string | null => {
  const parsed = idNumber === null ? undefined : parseIdNumber(idNumber)
  return parsed?.ok ? parsed.birthDate : null
}

/** Whoever the application is for. */
export function applicantAsAdult(deps: Deps, held: Held): Adult {
  const { name, idNumber } = applicantOf(deps, held)
  const who = {
    name,
    birthDate: birthDateIn(idNumber),
    memberId: applicantMember,
    numberKnown: idNumber !== null,
  }
  return { who, role: 'applicant', ward: null, idNumber, byApplicant: false, sure: false }
}

/** Adults of whom the application told without saying who they are. */
function toldOf({ content }: Held): Adult[] {
  const adults = content.members.filter(
    ({ id, age }) => id !== applicantMember && typeof age === 'number' && age >= adultAge,
  )
  return adults.map(({ id }) => ({
    ...{ who: { name: '', birthDate: null, memberId: id, numberKnown: false }, role: 'adult', ward: null },
    ...{ idNumber: null, byApplicant: false, sure: false },
  }))
}

async function identityOf(tx: Transaction, deps: Deps, { person, row }: Held): Promise<Identity | undefined> {
  if (row.forWhom !== 'self') return undefined
  const [pair] = await tx.select().from(identityPair).where(eq(identityPair.pairIndex, person.pairIndex))
  const id = person.identityId ?? pair?.identityId
  return id === undefined ? undefined : findIdentity(tx, deps, id)
}

async function livingWith(tx: Transaction, own: Identity): Promise<string[]> {
  const home = (await homesOf(tx, [own.id])).get(own.id)
  if (home === undefined) return []
  const stays = await tx
    .select({ id: householdMember.identityId })
    .from(householdMember)
    .where(and(eq(householdMember.householdId, home), isNull(householdMember.leftOn)))
  return stays.map(({ id }) => id).filter((id) => id !== own.id)
}

/** Who lives in the applicant’s household, as they joined it; children and whoever has a guardian as wards. */
async function livingThere(tx: Transaction, deps: Deps, held: Held): Promise<Adult[]> {
  const own = await identityOf(tx, deps, held)
  const ids = own ? await livingWith(tx, own) : []
  if (!own || ids.length === 0) return []
  const today = deps.clock.today()
  const guardians = (await guardianshipsOf(tx, deps, ids)).filter(({ state }) => mayAct(state, today))
  const all: Adult[] = []
  for (const id of ids) {
    const whose = await findIdentity(tx, deps, id)
    if (!whose) continue
    const birthDate = await birthDateOf(tx, deps, whose)
    const over = guardians.filter(({ state }) => state.ward === id)
    const young = birthDate !== null && ageOn(birthDate, today) < adultAge
    const ward = over[0]?.state.kind ?? (young ? 'child' : null)
    const idNumber = whose.record.idCipher ? deps.vault.openField(whose.record.idCipher) : null
    const who = { name: nameOf(deps, whose), birthDate, memberId: null, numberKnown: idNumber !== null }
    const ours = over.filter(({ state }) => state.guardian === own.id)
    const sure = own.level === 'proven' && ours.some(({ state }) => state.confirmed !== null)
    const role = ward ? 'guardian-for' : 'adult'
    all.push({ who, role, ward, idNumber, byApplicant: ours.length > 0, sure })
  }
  return all
}

/**
 * Who besides the applicant has to sign, as far as anybody knows on this day: the household they live in, else the adults
 * of whom the application told.
 */
export async function othersOf(tx: Transaction, deps: Deps, held: Held): Promise<Adult[]> {
  const there = await livingThere(tx, deps, held)
  return there.some(({ role }) => role === 'adult') ? there : [...there, ...toldOf(held)]
}
