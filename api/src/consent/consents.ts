import { undecidedStates } from '@yima/shared/claim/claim'
import { signingOf, type Authorisation } from '@yima/shared/consent/authorisation'
import type { ConsentActor, ConsentCommand, ConsentEvent } from '@yima/shared/consent/commands'
import { checksMeans, departmentsFor } from '@yima/shared/consent/departments'
import { evolve } from '@yima/shared/consent/evolve'
import { decide } from '@yima/shared/consent/workflow'
import { longestUntil } from '@yima/shared/family/mandate'
import { Problem } from '@yima/shared/problem'
import { signingOf as signingOfClaim, type Signing } from '@yima/shared/process/signing'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { fenceFacts } from '../fact/held.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { endUnder, stopUnder } from '../verification/void.ts'
import { insertStored, storedOf, updateStored, type Detail, type Stored } from './store.ts'

const noDetail: Detail = { idNumber: null, signature: null, witness: '', reason: '' }
const noRow = { tokenHash: null, spokenIndex: null, linkEnds: null, toldAt: null }

/** Where on the page a refused command can be mended; elsewhere it is the moment that does not fit. */
const mendable: Readonly<Record<string, string>> = {
  'name-needed': 'name',
  'listed-already': 'name',
  'guardian-needed': 'signer',
  'witness-needed': 'witness',
  'reason-needed': 'reason',
  'of-age': 'birthDate',
}

/** The consents of one application within one change to it: whoever changes them holds its lock. */
export class Consents {
  readonly #tx: Transaction
  readonly #deps: Deps
  readonly #change: Change
  readonly #before: ReadonlySet<string>
  readonly #changed = new Set<string>()
  #stored: Stored[]

  private constructor(tx: Transaction, deps: Deps, change: Change, stored: Stored[]) {
    this.#tx = tx
    this.#deps = deps
    this.#change = change
    this.#stored = stored
    this.#before = new Set(stored.map(({ state }) => state.id))
  }

  static async hold(tx: Transaction, deps: Deps, change: Change): Promise<Consents> {
    const { row, key } = change.held
    return new Consents(tx, deps, change, await storedOf(tx, key, row.id))
  }

  get stored(): readonly Stored[] {
    return this.#stored
  }

  get all(): Authorisation[] {
    return this.#stored.map(({ state }) => state)
  }

  /** The departments that running claims need; empty while nothing checks means. */
  get needed(): SourceId[] {
    const programmes = this.#claims().map(({ state }) => state.programme)
    return programmes.length === 0 ? [] : departmentsFor(programmes)
  }

  /** What one of that role is asked for: the wording of an application names every department and its own end. */
  termsFor(role: Authorisation['role']): Pick<Authorisation, 'departments' | 'until'> {
    if (role === 'applicant') return { departments: sourceIds, until: null }
    return { departments: this.needed, until: longestUntil(this.#deps.clock.today()) }
  }

  /** How the signatures stand today. */
  get signing(): Signing {
    const { needed } = this
    return needed.length === 0 ? 'not-needed' : signingOf(this.all, this.#deps.clock.today(), needed)
  }

  find(id: string): Stored | undefined {
    return this.#stored.find(({ state }) => state.id === id)
  }

  /** Gives a command, with what lies beside it. Throws `not-allowed-now`, `invalid-input`. */
  command(command: ConsentCommand, actor: ConsentActor, detail: Partial<Detail> = {}): this {
    const today = this.#deps.clock.today()
    const decided = decide(this.all, command, { actor, today })
    if ('refused' in decided) {
      const { refused: code, allowed } = decided
      const field = mendable[code]
      if (field !== undefined) throw new Problem('invalid-input', [{ field, code: `consent-${code}` }])
      throw new Problem('not-allowed-now', [{ field: 'consent', code: `consent-${code}` }], { allowed })
    }
    for (const event of decided) this.#happened(event, detail)
    return this
  }

  /** A new link takes the place of the one before. */
  link(id: string, kept: Pick<Stored['row'], 'tokenHash' | 'spokenIndex' | 'linkEnds'>): this {
    return this.#set(id, (one) => ({ ...one, row: { ...one.row, ...kept } }))
  }

  /** Writes everything, and tells the claims how the signatures stand; the caller saves the change. */
  async save(): Promise<void> {
    const { held } = this.#change
    const place = { applicationId: held.row.id, countyCode: held.row.countyCode, key: held.key }
    const fresh = this.#stored.filter(({ state }) => !this.#before.has(state.id))
    if (fresh.length > 0) await insertStored(this.#tx, this.#deps, place, fresh)
    for (const one of this.#stored)
      if (this.#before.has(one.state.id) && this.#changed.has(one.state.id))
        await updateStored(this.#tx, this.#deps, place, one)
    this.#tellClaims()
  }

  /** What was obtained under a consent that is withdrawn counts for nothing any more. */
  async fence(id: string): Promise<void> {
    await fenceFacts(this.#tx, this.#deps, this.#change, id)
    await stopUnder(this.#tx, this.#deps, this.#change, id)
  }

  /** The time of a consent is over: a check under way does not wait for what may not be asked any more. */
  end(id: string): Promise<void> {
    return endUnder(this.#tx, this.#deps, this.#change, id)
  }

  /** Claims under way that check the family’s means. */
  #claims() {
    return this.#change.claims.filter(
      ({ state: { state, process, programme } }) =>
        process !== null &&
        process.decision === null &&
        undecidedStates.includes(state) &&
        checksMeans(programme),
    )
  }

  #tellClaims(): void {
    const { signing } = this
    for (const { id, state } of this.#claims()) {
      const { process } = state
      if (process?.plan.means === true && signingOfClaim(process) !== signing)
        this.#change.follow(id, { type: 'signing', to: signing })
    }
  }

  #happened(event: ConsentEvent, detail: Partial<Detail>): void {
    const before = new Map(this.#stored.map((one) => [one.state.id, one]))
    const renewed = event.type === 'authorisation-listed' && event.renews !== null ? event.renews : undefined
    const after = evolve(this.all, event)
    this.#stored = after.map((state, at) => {
      const one = before.get(state.id)
      if (one && state.id !== event.id) return { ...one, state }
      const known = one ?? { detail: this.#detailOf(renewed), row: { number: at + 1, ...noRow } }
      return { ...known, state, detail: { ...known.detail, ...detail } }
    })
    this.#changed.add(event.id)
    if (renewed !== undefined) this.#changed.add(renewed)
    const { type, ...payload } = event
    this.#change.note({ type, payload: { ...payload, ...spoken(detail) } })
  }

  /** Who is asked anew is who they were. */
  #detailOf(renewed: string | undefined): Detail {
    const idNumber = (renewed && this.find(renewed)?.detail.idNumber) || null
    return { ...noDetail, idNumber }
  }

  #set(id: string, to: (one: Stored) => Stored): this {
    this.#stored = this.#stored.map((one) => (one.state.id === id ? to(one) : one))
    this.#changed.add(id)
    return this
  }
}

/** What the trail keeps of what lies beside: who saw it, and the hash of the signature, which lies with the consent. */
const spoken = ({ witness, signature }: Partial<Detail>) => ({
  ...(witness ? { witness } : {}),
  ...(signature ? { signature: sha256(signature).toString('hex') } : {}),
})
