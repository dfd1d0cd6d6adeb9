import type { FamilyView, HelpersView, MandateView, WardView } from '@yima/shared/family/contract'
import { mayAct, stands } from '@yima/shared/family/guardianship'
import { allowed as householdAllowed, present } from '@yima/shared/family/household'
import { allowed as mandateAllowed, type Scope } from '@yima/shared/family/mandate'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import type { Identity } from '../identity/own.ts'
import { contextFor, householdOf, type HeldHousehold } from './household.ts'
import { askedOf, sentBy } from './invite.ts'
import { mandatesOf, mandateState, type MandateRow } from './mandate.ts'
import { me, nameOf, namesOf } from './people.ts'
import { historyOf } from './record.ts'
import { guardianshipsOf, type StoredGuardianship } from './wards.ts'

type Names = ReadonlyMap<string, string>
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Lines of a household's history; names as they are known now. */
async function historyLines(tx: Transaction, deps: Deps, stream: string) {
  const noted = await historyOf(tx, deps, stream)
  const names = await namesOf(
    tx,
    deps,
    noted.map(({ personId }) => personId),
  )
  return noted.map(({ at, type, personId, payload }) => ({
    at: at.toISOString(),
    type,
    name: names.get(personId) ?? '',
    by: textOf(payload['by']),
    reason: textOf(payload['reason']) || null,
  }))
}

async function householdView(tx: Transaction, deps: Deps, who: Identity, home: HeldHousehold) {
  const stays = present(home.state)
  const context = await contextFor(tx, deps, { actor: who.id, held: home, named: [], invited: false })
  const names = await namesOf(
    tx,
    deps,
    stays.map(({ person }) => person),
  )
  return {
    id: home.row.id,
    members: stays.map(({ person, relation, joinedOn }) => ({
      person,
      name: names.get(person) ?? '',
      relation,
      joinedOn,
      you: person === who.id,
      ward: context.dependants.includes(person),
    })),
    allowed: householdAllowed(home.state, context),
    history: await historyLines(tx, deps, home.row.id),
  }
}

const wardView = ({ row, state }: StoredGuardianship, names: Names, today: string): WardView => ({
  id: row.id,
  person: row.wardId,
  name: names.get(row.wardId) ?? '',
  kind: state.kind,
  birthDate: state.birthDate,
  confirmed: state.confirmed !== null,
  mayAct: mayAct(state, today),
})

/** Everything about one's family that one may see: who is in, whom one asked, whom one stands for. */
export function familyView(deps: Deps, resident: ResidentSession): Promise<FamilyView> {
  return inTransaction(deps.db, async (tx) => {
    const who = await me(tx, deps, resident)
    const today = deps.clock.today()
    const home = await householdOf(tx, who.id)
    const sent = (await sentBy(tx, deps, who.id)).filter(({ row }) => row.kind === 'member')
    const asked = await askedOf(tx, deps, who)
    const standing = (await guardianshipsOf(tx, deps, [who.id])).filter(({ state }) => stands(state, today))
    const names = await namesOf(
      tx,
      deps,
      standing.flatMap(({ row }) => [row.wardId, row.guardianId]),
    )
    return {
      you: { person: who.id, name: nameOf(deps, who) },
      household: home ? await householdView(tx, deps, who, home) : null,
      invitations: sent.map(({ row, content }) => ({
        id: row.id,
        called: content.called,
        relation: content.relation ?? 'other',
        byNumber: row.numberIndex !== null,
        expiresAt: row.expiresAt.toISOString(),
      })),
      asked: asked.map(({ row, content, inviter }) => ({
        id: row.id,
        inviter: nameOf(deps, inviter),
        relation: content.relation ?? 'other',
        expiresAt: row.expiresAt.toISOString(),
      })),
      wards: standing
        .filter(({ row }) => row.guardianId === who.id)
        .map((one) => wardView(one, names, today)),
      guardians: standing
        .filter(({ row }) => row.wardId === who.id)
        .map(({ row }) => ({ id: row.id, name: names.get(row.guardianId) ?? '' })),
    }
  })
}

async function mandateView(
  tx: Transaction,
  deps: Deps,
  row: MandateRow,
  who: Identity,
): Promise<MandateView> {
  const noted = await historyOf(tx, deps, row.id)
  const given = noted.find(({ type }) => type === 'mandate-given')
  const person = row.giverId === who.id ? row.helperId : row.giverId
  const names = await namesOf(tx, deps, [person])
  const today = deps.clock.today()
  const over = row.endedOn !== null || row.untilOn < today
  const actor = { kind: 'person', id: who.id } as const
  return {
    id: row.id,
    person,
    name: names.get(person ?? '') ?? textOf(given?.payload['called']),
    scopes: row.scopes as Scope[],
    from: row.fromOn,
    until: row.untilOn,
    how: row.how,
    state: over ? 'ended' : row.helperId ? 'running' : 'offered',
    endedBy: row.endedBy ?? (over ? 'time' : null),
    endedOn: row.endedOn ?? (over ? row.untilOn : null),
    allowed: mandateAllowed(mandateState(row), { actor, today }),
    acts: noted
      .filter(({ type }) => type === 'mandate-used')
      .map(({ at, payload }) => ({
        at: at.toISOString(),
        what: textOf(payload['what']),
        by: textOf(payload['by']),
        forName: textOf(payload['forName']),
        receipt: textOf(payload['receipt']) || null,
      }))
      .reverse()
      .slice(0, 20),
  }
}

/** Mandates one gave and those one was given, with all that was done by them. */
export function helpersView(deps: Deps, resident: ResidentSession): Promise<HelpersView> {
  return inTransaction(deps.db, async (tx) => {
    const who = await me(tx, deps, resident)
    const all: { row: MandateRow; view: MandateView }[] = []
    for (const row of await mandatesOf(tx, who.id))
      all.push({ row, view: await mandateView(tx, deps, row, who) })
    const viewsOf = (which: (row: MandateRow) => boolean) =>
      all.filter(({ row }) => which(row)).map(({ view }) => view)
    return {
      given: viewsOf(({ giverId }) => giverId === who.id),
      helping: viewsOf(({ helperId }) => helperId === who.id),
    }
  })
}
