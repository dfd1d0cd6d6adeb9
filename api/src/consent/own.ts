import { and, desc, eq, inArray, isNotNull, or, sql, type SQL } from 'drizzle-orm'
import type * as v from 'valibot'
import type {
  adultAdded,
  ConsentLink,
  ConsentsOfApplication,
  OwnAuthorisation,
} from '@yima/shared/consent/contract'
import type { ConsentActor } from '@yima/shared/consent/commands'
import { adultAge } from '@yima/shared/family/guardianship'
import { ageOn, parseIdNumber } from '@yima/shared/identity/id-number'
import { maskName } from '@yima/shared/identity/name'
import { Problem } from '@yima/shared/problem'
import { application } from '../application/table.ts'
import { hold } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { changeConsents, getStored, list, readConsents, renew } from './change.ts'
import { makeLink, type KeptLink } from './link.ts'
import { toStored } from './store.ts'
import { guardiansOver } from './tell-whose.ts'
import { authorisation } from './table.ts'
import { applicantOf, centreOf } from './wording.ts'
import { rowOf, viewOf } from './view.ts'
import { handsOf, mayAnswer, type Hands } from './whose.ts'

/** `ends`: may say no and take it back, and sign nothing. */
type Part = { as: ConsentActor; held: Awaited<ReturnType<typeof hold>>; may: 'all' | 'ends' | 'reads' }

const ending: readonly string[] = ['refuse', 'withdraw']
const isTheirs = ({ may }: Part, act: string): boolean =>
  may === 'all' || (may === 'ends' && ending.includes(act))

/**
 * What is left to whoever is said to be a ward. That an adult cannot speak for themselves anybody may write down: until an
 * officer confirmed a guardian over them, their no stands.
 */
async function mayOfWard(
  tx: Transaction,
  deps: Deps,
  index: Buffer,
  idNumber: string | null,
): Promise<Part['may']> {
  const today = deps.clock.today()
  const parsed = idNumber === null ? undefined : parseIdNumber(idNumber, today)
  if (parsed?.ok !== true || ageOn(parsed.birthDate, today) < adultAge) return 'reads'
  return (await guardiansOver(tx, deps, index)).length > 0 ? 'reads' : 'ends'
}

const rowsOf = (tx: Transaction, resident: ResidentSession, { own, wards }: Hands) => {
  const indexes = [...(own ? [own] : []), ...wards]
  const about = indexes.length > 0 ? inArray(authorisation.numberIndex, indexes) : undefined
  return tx
    .select({
      row: authorisation,
      isOwn: sql<boolean>`${ownPersons(resident)}`,
      receipt: application.receiptNumber,
    })
    .from(authorisation)
    .innerJoin(application, eq(application.id, authorisation.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    // Whoever applied may have ended the account since: of the others' words nothing is readable any more.
    .where(and(or(ownPersons(resident), about), isNotNull(person.keyWrapped)))
    .orderBy(desc(authorisation.createdAt))
    .limit(200)
}

/**
 * In which part somebody acts on one of them: the applicant on the own, whoever is proven on what is about them or their
 * ward. What a guardian answers its ward may read, and end while nobody confirmed that guardian.
 */
async function partIn(
  tx: Transaction,
  deps: Deps,
  { row, isOwn }: Awaited<ReturnType<typeof rowsOf>>[number],
  hands: Hands,
): Promise<Part | undefined> {
  const held = await hold(tx, deps, row.applicationId)
  const { state, detail } = toStored(held.key, row)
  const { role } = state
  const index = row.numberIndex
  if (isOwn && role === 'applicant') return { as: 'applicant', held, may: 'all' }
  if (mayAnswer(hands, { role, index })) return { as: 'person', held, may: 'all' }
  if (!index || !hands.own?.equals(index)) return undefined
  return { as: 'person', held, may: await mayOfWard(tx, deps, index, detail.idNumber) }
}

/** One’s own by its id, or a ward’s, to give this answer. Throws `not-found` for another’s as for none. */
export async function getOwn(
  tx: Transaction,
  deps: Deps,
  resident: ResidentSession,
  id: string,
  answer: string,
): Promise<{ applicationId: string; as: ConsentActor; hands: Hands }> {
  const hands = await handsOf(tx, deps, resident)
  const found = (await rowsOf(tx, resident, hands)).find(({ row }) => row.id === id)
  const part = found && (await partIn(tx, deps, found, hands))
  if (!found || !part || !isTheirs(part, answer)) throw new Problem('not-found')
  return { applicationId: found.row.applicationId, as: part.as, hands }
}

/** Everything that somebody was asked to sign, newest first; another’s application bears a masked name. */
export const ownAuthorisations = (deps: Deps, resident: ResidentSession): Promise<OwnAuthorisation[]> =>
  inTransaction(deps.db, async (tx) => {
    const hands = await handsOf(tx, deps, resident)
    const today = deps.clock.today()
    const own: OwnAuthorisation[] = []
    for (const found of await rowsOf(tx, resident, hands)) {
      const part = await partIn(tx, deps, found, hands)
      if (!part || found.row.state === 'struck') continue
      const { name } = applicantOf(deps, part.held)
      const row = rowOf(toStored(part.held.key, found.row), today, part.as)
      // Whoever only typed a number cannot say that it was their hand.
      const may = (act: (typeof row.allowed)[number]) => isTheirs(part, act) && (act !== 'see' || hands.own !== null)
      own.push({
        ...row,
        allowed: row.allowed.filter(may),
        applicant: found.isOwn ? name : maskName(name),
        centre: await centreOf(tx, part.held.row.countyCode),
        receiptNumber: found.isOwn ? found.receipt : null,
      })
    }
    return own
  })

async function getOwnApplication(tx: Transaction, resident: ResidentSession, which: SQL): Promise<string> {
  const [found] = await tx
    .select({ id: application.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownPersons(resident), which))
  if (!found) throw new Problem('not-found')
  return found.id
}

const whoseConsent = (id: string): SQL =>
  sql`${application.id} = (SELECT ${authorisation.applicationId} FROM ${authorisation} WHERE ${authorisation.id} = ${id})`

const asApplicant = (id: string) => () => ({ actor: { kind: 'resident', id }, as: 'applicant' }) as const

/** Who of the family has signed and who has not, for whoever applied. Throws `not-found`. */
export const consentsOfOwn = (
  deps: Deps,
  resident: ResidentSession,
  id: string,
): Promise<ConsentsOfApplication> =>
  inTransaction(deps.db, async (tx) => {
    await getOwnApplication(tx, resident, eq(application.id, id))
    return readConsents(tx, deps, id, asApplicant(id), viewOf)
  })

async function linked(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  whose: SQL,
  which: (act: Parameters<typeof getStored>[0] & Parameters<typeof list>[0]) => string,
): Promise<ConsentLink> {
  return inTransaction(deps.db, async (tx) => {
    const id = await getOwnApplication(tx, resident, whose)
    const link = await changeConsents(tx, deps, id, asApplicant(id), async (act) =>
      makeLink(deps, once, act.consents, which(act), act.as),
    )
    const kept: KeptLink = { id: link.id, expiresAt: link.expiresAt }
    await remember(tx, once, deps.clock.now(), 201, kept)
    return link
  })
}

/** Names another adult of the family and makes the link to send. Throws `not-found`, `invalid-input`, `not-allowed-now`. */
export const addAdult = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  body: v.InferOutput<typeof adultAdded>,
): Promise<ConsentLink> => linked(deps, once, resident, eq(application.id, id), (act) => list(act, body))

/** Makes a new link for somebody; asks anew where their word was taken back or is over. */
export const linkForAdult = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
): Promise<ConsentLink> =>
  linked(deps, once, resident, whoseConsent(id), (act) => {
    const { state } = getStored(act, id).state
    return state === 'withdrawn' || state === 'expired' ? renew(act, id) : id
  })
