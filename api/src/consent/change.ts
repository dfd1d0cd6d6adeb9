import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '@yima/shared/access/actor'
import { standing } from '@yima/shared/consent/authorisation'
import type { ConsentActor, ConsentCommand } from '@yima/shared/consent/commands'
import type { WardKind } from '@yima/shared/family/guardianship'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { birthDateIn } from './adults.ts'
import { Consents } from './consents.ts'
import type { Detail, Stored } from './store.ts'
import { tellComplete, tellStopped } from './tell.ts'
import { applicantOf, centreOf, hashOf, requireWording } from './wording.ts'

/** Everything that one act on the consents of an application has at hand. */
export type Act = { tx: Transaction; deps: Deps; held: Held; consents: Consents; as: ConsentActor }

const stopped: readonly string[] = ['refused', 'withdrawn']

async function tellOf(
  { tx, deps, held, consents }: Act,
  before: string,
  by: string | undefined,
): Promise<void> {
  const after = consents.signing
  if (after === before) return
  if (after === 'complete') await tellComplete(tx, deps, held, by)
  if (stopped.includes(after)) await tellStopped(tx, deps, held, by)
}

/**
 * One act on the consents of an application: its rows, its trail, its claims and who is told of it, in the caller's
 * transaction. `by` decides who acts once the application is held, and throws where they may not.
 */
export async function changeConsents<Answer>(
  tx: Transaction,
  deps: Deps,
  applicationId: string,
  by: (held: Held) => { actor: Actor; as: ConsentActor },
  work: (act: Act) => Promise<Answer>,
): Promise<Answer> {
  const held = await hold(tx, deps, applicationId)
  const { actor, as } = by(held)
  const change = new Change(deps, held, actor)
  const consents = await Consents.hold(tx, deps, change)
  const before = consents.signing
  const act = { tx, deps, held, consents, as }
  const answer = await work(act)
  await consents.save()
  await change.save(tx)
  await tellOf(act, before, actor.kind === 'officer' ? actor.id : undefined)
  return answer
}

/** The same to be looked at: nothing is changed by it. */
export async function readConsents<Answer>(
  tx: Transaction,
  deps: Deps,
  applicationId: string,
  by: (held: Held) => { actor: Actor; as: ConsentActor },
  look: (act: Act) => Promise<Answer>,
): Promise<Answer> {
  const held = await hold(tx, deps, applicationId)
  const { actor, as } = by(held)
  return look({ tx, deps, held, as, consents: await Consents.hold(tx, deps, new Change(deps, held, actor)) })
}

/** One of them; `not-found` for any other’s. */
export function getStored({ consents }: Pick<Act, 'consents'>, id: string): Stored {
  const one = consents.find(id)
  if (!one) throw new Problem('not-found')
  return one
}

type Said = Pick<Extract<ConsentCommand, { type: 'sign' }>, 'method' | 'certainty'> & {
  wording: string
  signature: string | null
  witness?: string | undefined
  signer?: string | undefined
  /** Said or seen with the signature, where nobody knew it. */
  idNumber?: string | null | undefined
}

/** Signs one of them, with the hash of what was read. Throws `invalid-input`, `not-allowed-now`. */
export async function sign(act: Act, id: string, said: Said): Promise<void> {
  const { tx, deps, held, consents, as } = act
  const { state, detail } = getStored(act, id)
  requireWording(state, said.wording)
  const idNumber = detail.idNumber ?? said.idNumber ?? null
  if (detail.idNumber === null) requireFree(act, idNumber, id)
  const centre = await centreOf(tx, held.row.countyCode)
  const applicant = applicantOf(deps, held).name
  const { method, certainty, witness = '', signer = null, signature, wording: version } = said
  const hash = hashOf(version, state, { centre, applicant })
  const numberKnown = idNumber !== null
  const command = {
    type: 'sign',
    id,
    method,
    certainty,
    version,
    hash,
    signer,
    witness,
    numberKnown,
  } as const
  consents.command(command, as, { idNumber, signature, witness })
}

/** Takes one back, and what the same person signed besides: what was obtained under them counts no more. */
export async function withdraw({ consents, as }: Act, id: string, reason: string): Promise<void> {
  const signed = consents.all.flatMap((one) => (one.state === 'signed' ? [one.id] : []))
  consents.command({ type: 'withdraw', id, reason }, as, { reason })
  for (const one of signed) if (consents.find(one)?.state.state === 'withdrawn') await consents.fence(one)
}

/** One number is one person: nobody is asked twice, and nobody signs for another with the own number. */
function requireFree({ consents }: Pick<Act, 'consents'>, idNumber: string | null, but: string): void {
  const alive = new Set(standing(consents.all).map((one) => one.id))
  const same = consents.stored.some(
    ({ state, detail }) => alive.has(state.id) && state.id !== but && detail.idNumber === idNumber,
  )
  if (idNumber !== null && same)
    throw new Problem('invalid-input', [{ field: 'idNumber', code: 'consent-listed-already' }])
}

type Named = {
  name: string
  idNumber?: string | undefined
  birthDate?: string | undefined
  ward?: WardKind | undefined
  of?: string | undefined
}

/** Lists somebody, or says who an adult is of whom the application only told. Throws `not-allowed-now` while nothing checks means. */
export function list(act: Act, { name, ward = undefined, of, ...said }: Named): string {
  const { consents, as } = act
  if (consents.needed.length === 0)
    throw new Problem('not-allowed-now', [{ field: 'consent', code: 'consent-not-allowed-now' }], {
      allowed: [],
    })
  const idNumber = said.idNumber ?? null
  requireFree(act, idNumber, of ?? '')
  const birthDate = birthDateIn(idNumber) ?? said.birthDate ?? null
  const detail: Partial<Detail> = { idNumber }
  if (of !== undefined) {
    const { memberId } = getStored(act, of).state.who
    const who = { name, birthDate, memberId, numberKnown: idNumber !== null }
    consents.command({ type: 'name', id: of, who }, as, detail)
    return of
  }
  const id = uuidv7()
  const who = { name, birthDate, memberId: null, numberKnown: idNumber !== null }
  const role = ward === undefined ? 'adult' : 'guardian-for'
  const terms = consents.termsFor(role)
  consents.command({ type: 'list', id, who, role, ward: ward ?? null, ...terms }, as, detail)
  return id
}

/** Asks somebody anew whose word was withdrawn or is over. */
export function renew({ consents, as }: Act, id: string): string {
  const fresh = uuidv7()
  const terms = consents.termsFor(getStored({ consents }, id).state.role)
  consents.command({ type: 'renew', id, as: fresh, ...terms }, as)
  return fresh
}
