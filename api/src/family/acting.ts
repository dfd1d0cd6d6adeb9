import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from 'hono'
import { entityId } from '@yima/shared/border'
import { may, type Action } from '@yima/shared/access/table'
import { guardianScopes } from '@yima/shared/family/acting'
import { mayAct } from '@yima/shared/family/guardianship'
import { inForce, type Scope } from '@yima/shared/family/mandate'
import type { ActingFor } from '@yima/shared/family/contract'
import { Problem } from '@yima/shared/problem'
import { safeParse } from 'valibot'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Env, Once, PlaceActing, ResidentSession } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { mandateState, noteUse } from './mandate.ts'
import { me, nameOf, namesOf, regionOf, standingFor, type Reader } from './people.ts'
import type { Doer } from './record.ts'
import { mandate } from './table.ts'
import { guardianshipsOf, holdGuardianship } from './wards.ts'

/** Names the person for whom a request is made. Nothing personal: an id that opens nothing by itself. */
export const actingHeader = 'x-on-behalf-of'

type Right = Pick<PlaceActing, 'as' | 'scopes' | 'id'> & { person: string; until: string | null }

/** All that somebody may do today in another's place, by the one clock: mandates first, then wards. */
async function rightsOf(db: Reader, deps: Deps, actor: string): Promise<Right[]> {
  const today = deps.clock.today()
  const given = await db
    .select()
    .from(mandate)
    .where(and(eq(mandate.helperId, actor), isNull(mandate.endedOn)))
    .orderBy(mandate.createdAt)
  const wards = (await guardianshipsOf(db, deps, [actor])).filter(({ state }) => state.guardian === actor)
  return [
    ...given
      .filter((row) => inForce(mandateState(row), today))
      .map((row): Right => ({
        as: 'helper',
        id: row.id,
        person: row.giverId,
        scopes: row.scopes as Scope[],
        until: row.untilOn,
      })),
    ...wards
      .filter(({ state }) => mayAct(state, today))
      .map(({ row }): Right => ({
        as: 'guardian',
        id: row.id,
        person: row.wardId,
        scopes: guardianScopes,
        until: null,
      })),
  ]
}

/** What whoever applies for somebody is not asked again; no number is in it. */
async function knownOf(
  tx: Transaction,
  deps: Deps,
  id: string,
): Promise<ActingFor['people'][number]['known']> {
  const other = await findIdentity(tx, deps, id)
  if (!other) return null
  const region = await regionOf(tx, deps, other)
  return { number: other.numberKind === 'id-number', region: region.endsWith('000000') ? null : region }
}

/** For whom one may act today, and what. */
export function actingForWhom(deps: Deps, resident: ResidentSession): Promise<ActingFor> {
  return inTransaction(deps.db, async (tx) => {
    const who = await me(tx, deps, resident)
    const rights = await rightsOf(tx, deps, who.id)
    const names = await namesOf(
      tx,
      deps,
      rights.map(({ person }) => person),
    )
    const people: ActingFor['people'] = []
    for (const { person, as, scopes, until } of rights) {
      const known = scopes.includes('apply') ? await knownOf(tx, deps, person) : null
      people.push({ person, name: names.get(person) ?? '', as, scopes: [...scopes], until, known })
    }
    return { by: nameOf(deps, who), people }
  })
}

/** Which action of the access table a scope stands for. */
const actionOf: Partial<Record<Scope, Action>> = {
  'see-progress': 'see-application',
  'send-papers': 'send-papers',
  withdraw: 'withdraw',
}

const allowedBy = (scope: Scope, person: string, actor: string): boolean => {
  const action = actionOf[scope]
  const object = { region: '', owner: person, acting: [actor] }
  return action === undefined || may({ kind: 'resident', id: actor }, action, object)
}

/** Whether a right covers one of these scopes of that person. */
const holds = (right: Right, person: string, asked: readonly Scope[], actor: string): boolean =>
  right.person === person &&
  asked.some((scope) => right.scopes.includes(scope) && allowedBy(scope, person, actor))

/**
 * The one place that lets somebody act for another: the session of that person, with who really acts in
 * it. Throws `not-found` where today no mandate or guardianship holds `scope`: whoever was never asked,
 * was revoked, or is a day late learns the same, and nothing of that person.
 */
export function actFor(
  deps: Deps,
  resident: ResidentSession,
  person: string,
  asked: readonly Scope[],
): Promise<ResidentSession & { acting: PlaceActing }> {
  return inTransaction(deps.db, async (tx) => {
    const who = await me(tx, deps, resident)
    const rights = await rightsOf(tx, deps, who.id)
    const right = rights.find((one) => holds(one, person, asked, who.id))
    const other = right && (await findIdentity(tx, deps, person))
    if (!right || !other) throw new Problem('not-found')
    const { as, id, scopes } = right
    const acting: PlaceActing = {
      as,
      id,
      scopes,
      actor: who.id,
      by: nameOf(deps, who),
      person: other.id,
      forName: nameOf(deps, other),
    }
    return { ...standingFor(other.id, other.level), sessionId: resident.sessionId, acting }
  })
}

/** The session a request is made under: one's own, or that of the person whom its body or header names. */
export async function principalOf(
  c: Context<Env>,
  deps: Deps,
  resident: ResidentSession,
  scopes: readonly Scope[],
  said?: string,
): Promise<ResidentSession> {
  const person = said ?? c.req.header(actingHeader)
  if (person === undefined) return resident
  const id = safeParse(entityId, person)
  if (!id.success) throw new Problem('not-found')
  return actFor(deps, resident, id.output, scopes)
}

/** Who acts, as the trail names them. */
export const doerOf = ({ actor, by, person, forName }: PlaceActing): Doer => ({
  kind: 'resident',
  id: actor,
  name: by,
  onBehalfOf: { id: person, name: forName },
})

/**
 * Tells the mandate's own trail, in the transaction of the act, what was done with it; of a guardian the
 * application's trail says it. Throws `not-found` where it was revoked meanwhile.
 */
export async function noteAct(
  tx: Transaction,
  deps: Deps,
  acting: PlaceActing | undefined,
  { route }: Pick<Once, 'route'>,
  receipt: string,
): Promise<void> {
  // What was done is the last word of the way it came by: applications, papers, withdrawal.
  const what = route.split('/').at(-1) ?? ''
  if (acting?.as === 'helper') await noteUse(tx, deps, acting.id, { what, receipt, by: doerOf(acting) })
  if (acting?.as !== 'guardian') return
  const held = await holdGuardianship(tx, deps, acting.id)
  if (!held || !mayAct(held.state, deps.clock.today())) throw new Problem('not-found')
}
