import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '@yima/shared/access/actor'
import type {
  Agreement,
  ApplicationCommand,
  ApplicationRefusalCode,
  ApplicationState,
} from '@yima/shared/application/workflow'
import { decide, evolve } from '@yima/shared/application/workflow'
import { undecidedStates, type ClaimState } from '@yima/shared/claim/claim'
import type { ClaimCommand } from '@yima/shared/claim/commands'
import { adultAge } from '@yima/shared/family/guardianship'
import { ageOn, parseIdNumber } from '@yima/shared/identity/id-number'
import { Problem } from '@yima/shared/problem'
import type { AgeGroup } from '@yima/shared/notice/posted'
import type { ProcessCommand } from '@yima/shared/process/commands'
import { commandClaim, commandProcess, passTimeOf, type ClaimPlace, type Outcome } from '../claim/command.ts'
import { claimsOf, insertClaims, rowsOf, updateClaim, type StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import { bothNames } from '../family/names.ts'
import type { Acting, Deps } from '../http/context.ts'
import { refusalOf } from '../http/refusal.ts'
import { desksOf, noteChange } from '../live/changed.ts'
import { businessDate } from '@yima/shared/calendar/deadline'
import { numberIndex } from '../identity/number-index.ts'
import { followNotice } from '../notice/follow.ts'
import { followRenovation } from '../renovation/follow.ts'
import { takeDownForbidden } from '../notice/forbidden.ts'
import { person } from '../identity/table.ts'
import { append, type TrailEntry } from '../trail/append.ts'
import { open, seal } from '../vault.ts'
import { besides } from '../organisation/one-level-up.ts'
import { excludedFromAdults, excludedFromHome, excludedFromNumber, excludedFromPerson } from '../organisation/relatives.ts'
import { refreshLines } from '../work/lines.ts'
import { staffAt, type Colleague } from '../work/staff.ts'
import { aboutIndexOf, type Content } from './content.ts'
import { application } from './table.ts'

export type Row = typeof application.$inferSelect

/** An application held for a change: locked, opened, with its claims. */
export type Held = {
  row: Row
  key: Buffer
  content: Content
  claims: StoredClaim[]
  person: typeof person.$inferSelect
  /** Officers who may handle it today, and those who must not. */
  staff: readonly Colleague[]
  excluded: readonly string[]
}

/**
 * Who must not handle it (回避): relatives of whoever asked, of whom it is asked for, and of every adult of the household who
 * was asked for their word, as soon as their number is known.
 */
async function excludedOf(
  tx: Pick<Transaction, 'execute'>,
  deps: Pick<Deps, 'vault'>,
  { id, personId, regionCode }: Pick<Row, 'id' | 'personId' | 'regionCode'>,
  { beneficiary }: Content,
): Promise<string[]> {
  const value = beneficiary?.idNumber
  const index = value === undefined ? null : numberIndex(deps, { number: { kind: 'id-number', value } })
  const relatives = [
    await excludedFromPerson(tx, personId),
    await excludedFromNumber(tx, index),
    await excludedFromAdults(tx, id),
    await excludedFromHome(tx, id),
  ]
  const related = [...new Set(relatives.flat())]
  return [...new Set([...related, ...(await besides(tx, related, { id, regionCode }))])]
}

const whereOf = ({ id, regionCode }: Pick<Row, 'id' | 'regionCode'>) => ({
  place: regionCode,
  application: id,
})

/** Who may handle a request of this place today, and who must not. */
export async function handlersOf(
  tx: Pick<Transaction, 'execute'>,
  deps: Pick<Deps, 'clock' | 'vault'>,
  row: Pick<Row, 'id' | 'personId' | 'regionCode'>,
  content: Content,
): Promise<Pick<Held, 'staff' | 'excluded'>> {
  const excluded = await excludedOf(tx, deps, row, content)
  return { excluded, staff: await staffAt(tx, whereOf(row), deps.clock.today(), excluded) }
}

/** Locks an application until the transaction ends. Throws `not-found`; also for erased persons. */
export async function hold(tx: Transaction, deps: Deps, id: string): Promise<Held> {
  const [found] = await tx
    .select()
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(application.id, id))
    .for('update', { of: application })
  if (!found?.person.keyWrapped) throw new Problem('not-found')
  const key = deps.vault.unwrap(found.person.keyWrapped)
  const claims = await claimsOf(tx, key, id)
  const content = open<Content>(key, found.application.sealed)
  return {
    ...(await handlersOf(tx, deps, found.application, content)),
    row: found.application,
    key,
    content,
    claims,
    person: found.person,
  }
}

/** Whether something befell the household that cannot wait, as far as anybody said so: then help comes first. */
function isEmergency({ row, content }: Held): boolean {
  const event = content.household['emergencyEvent']
  return row.urgent || (typeof event === 'string' && !['none', 'unknown'].includes(event))
}

/** Whether it is about a minor. Known only where an ID number is: whoever has none is asked for nothing here. */
export function ageGroupOn(
  { vault }: Pick<Deps, 'vault'>,
  { person: who, content, row }: Pick<Held, 'person' | 'content' | 'row'>,
  today: string,
): AgeGroup {
  const typed =
    row.forWhom === 'self' ? who.idCipher && vault.openField(who.idCipher) : content.beneficiary?.idNumber
  const parsed = typed ? parseIdNumber(typed, today) : undefined
  if (parsed?.ok !== true) return 'unknown'
  return ageOn(parsed.birthDate, today) < adultAge ? 'minor' : 'grown'
}

const stateOf = ({ row, content }: Held): ApplicationState => ({
  kind: row.kind,
  state: row.state,
  handler: row.handlerId,
  submittedOn: businessDate(row.submittedAt),
  agreement: (content.agreement as Agreement | undefined) ?? null,
})

/** Where on the page a refused command can be mended; elsewhere it is the moment that does not fit. */
const mendable: Partial<Record<ApplicationRefusalCode, string>> = {
  'date-to-come': 'on',
  'date-too-old': 'on',
  'witness-needed': 'witness',
  'reason-needed': 'reason',
}

/** One change to one application: what happened, and the rows as they are afterwards. */
export class Change {
  readonly held: Held
  readonly #deps: Deps
  readonly #actor: Actor
  readonly #acting: Acting | undefined
  #state: ApplicationState
  #claims: StoredClaim[]
  #content: Content
  #entries: TrailEntry[] = []
  #changed = new Set<string>()

  /** @param acting who really acts, where a resident's place is taken by somebody else */
  constructor(deps: Deps, held: Held, actor: Actor, acting?: Acting) {
    this.#acting = acting
    this.#deps = deps
    this.held = held
    this.#actor = actor
    this.#state = stateOf(held)
    this.#claims = [...held.claims]
    this.#content = held.content
  }

  get actor(): Actor {
    return this.#actor
  }

  /** What the person wrote and said, as it is after what was done so far. */
  get content(): Content {
    return this.#content
  }

  get state(): ApplicationState {
    return this.#state
  }

  /** As they are after what was done so far. */
  get claims(): readonly StoredClaim[] {
    return this.#claims
  }

  /** A command to the application itself. Throws `not-allowed-now`. */
  application(command: ApplicationCommand): this {
    const claimsRunning = this.#claims.filter(({ state }) => undecidedStates.includes(state.state)).length
    const decided = decide(this.#state, command, {
      actor: this.#actor,
      today: this.#deps.clock.today(),
      claimsRunning,
    })
    if ('refused' in decided) throw refusalOf(decided, 'application', mendable)
    for (const event of decided) {
      this.#state = evolve(this.#state, event)
      const { type, ...payload } = event
      this.#entries.push({ type, payload })
    }
    return this
  }

  /** The first act of an office opens the application; later ones find it open. */
  openIfNew(): this {
    return this.#state.state === 'submitted' && this.#state.kind === 'application'
      ? this.application({ type: 'open' })
      : this
  }

  /** A command to one claim, or to a new one when `id` is undefined. Throws `not-found`, `not-allowed-now`. */
  claim(id: string | undefined, command: ClaimCommand): string {
    const held = id === undefined ? undefined : this.#getClaim(id)
    return this.#happened(commandClaim(held, command, this.#place())).id
  }

  /** What is asked of an accepted claim. Throws `not-found`, `not-allowed-now`. */
  process(id: string, command: ProcessCommand): ClaimState {
    return this.#happened(commandProcess(this.#getClaim(id), command, this.#place())).state
  }

  /** What follows for a claim from what happened to a record of its application, whoever did that. Throws like `process`. */
  follow(id: string, command: Extract<ProcessCommand, { type: 'signing' | 'fence' | 'object' | 'keep-notice' | 'judge-notice' | 'file-board' | 'withhold-notice' | 'restart-notice' | 'settle-facts' | 'pay-first' | 'pay-back' | 'recheck' }>): ClaimState {
    return this.#happened(
      commandProcess(this.#getClaim(id), command, { ...this.#place(), actor: { kind: 'system' } }),
    ).state
  }

  /** What time alone brings about for a claim by today: its state before and after, undefined where nothing is due. */
  passTime(id: string): { before: ClaimState; after: ClaimState } | undefined {
    const held = this.#getClaim(id)
    const outcome = passTimeOf(held, this.#place())
    return outcome && { before: held.state, after: this.#happened(outcome).state }
  }

  /** Before something is sent there: whoever of that township may have it. Offices of the county are at hand anyway. */
  async callIn(tx: Transaction, desk: string): Promise<void> {
    const { row, excluded } = this.held
    const where = { ...whereOf(row), going: desk }
    this.held.staff = await staffAt(tx, where, this.#deps.clock.today(), excluded)
  }

  #getClaim(id: string): StoredClaim {
    const held = this.#claims.find((claim) => claim.id === id)
    if (!held) throw new Problem('not-found')
    return held
  }

  #place(): ClaimPlace {
    const { row, staff, excluded } = this.held
    const today = this.#deps.clock.today()
    const known = { minor: ageGroupOn(this.#deps, this.held, today) === 'minor', emergency: isEmergency(this.held) }
    return { actor: this.#actor, today, region: row.regionCode, staff, excluded, ...known }
  }

  #happened(outcome: Outcome): Outcome {
    const after = { id: outcome.id, applicationId: this.held.row.id, state: outcome.state }
    const known = this.#claims.some(({ id }) => id === outcome.id)
    this.#claims = known
      ? this.#claims.map((claim) => (claim.id === outcome.id ? after : claim))
      : [...this.#claims, after]
    this.#entries.push(...outcome.entries)
    this.#changed.add(outcome.id)
    return outcome
  }

  /** Changes what the person wrote or said, with an entry that says what was added. */
  rewrite(content: Content, entry?: TrailEntry): this {
    this.#content = content
    if (entry) this.#entries.push(entry)
    return this
  }

  /** What happened beside the application itself and its claims: facts, consents, answers of departments. */
  note(entry: TrailEntry): this {
    this.#entries.push(entry)
    return this
  }

  /** Who acts for a colleague who is away signs with both names. */
  #signed(entry: TrailEntry): TrailEntry {
    const actor = this.#actor
    if (actor.kind !== 'officer' || actor.deputyFor === undefined) return entry
    return { ...entry, payload: { ...entry.payload, deputyFor: actor.deputyFor } }
  }

  /** Writes everything: rows, claims and trail. The caller's transaction makes it one. */
  async save(tx: Transaction): Promise<void> {
    if (this.#entries.length === 0) return
    const { held } = this
    const at = this.#deps.clock.now()
    const actor = {
      kind: this.#actor.kind,
      // What somebody without a phone does is theirs: whose phone it was stands beside it (`names`).
      id: this.#actor.kind === 'officer' ? this.#actor.id : this.#acting?.as === 'worker' ? null : (this.#acting?.actor ?? null),
    } as const
    const place = {
      stream: held.row.id,
      after: held.row.lastEvent,
      at,
      actor,
      person: { id: held.person.id, key: held.key },
      countyCode: held.row.countyCode,
      names: bothNames(this.#acting),
    }
    const before = await desksOf(tx, held.row.id)
    const lastEvent = await append(
      tx,
      place,
      this.#entries.map((entry) => this.#signed(entry)),
    )
    const { kind, state, handler } = this.#state
    const content = this.#content
    const aboutIndex = aboutIndexOf(this.#deps, content)
    const sealed = content === held.content ? {} : { sealed: seal(held.key, content), aboutIndex }
    await tx
      .update(application)
      .set({ kind, state, handlerId: handler, lastEvent, ...sealed })
      .where(eq(application.id, held.row.id))
    const signed = content.consent.method !== 'at-visit'
    const known = new Set(held.claims.map((claim) => claim.id))
    const changed = this.#claims.filter((claim) => this.#changed.has(claim.id))
    for (const { id, state: claim } of changed) if (known.has(id)) await updateClaim(tx, held.key, id, claim, signed)
    const opened = changed.filter((claim) => !known.has(claim.id))
    const where = { applicationId: held.row.id, countyCode: held.row.countyCode, openedAt: at, key: held.key, signed }
    await insertClaims(tx, rowsOf(where, opened))
    await refreshLines(tx, [held.row.id])
    const age = ageGroupOn(this.#deps, held, this.#deps.clock.today())
    for (const after of changed) {
      const before = held.claims.find(({ id }) => id === after.id)?.state
      await followNotice(tx, this.#deps, held, { before, after, age })
      await followRenovation(tx, this.#deps, held, { before, after })
    }
    await takeDownForbidden(tx, this.#deps, held, { claims: this.#claims, age })
    // From a desk that it left it must vanish too.
    await noteChange(tx, held.row.id, before)
  }
}

/** Ids of asked papers are made here, because deciders make none. */
export const withPaperIds = (papers: readonly { paper: string; words?: string | undefined }[]) =>
  papers.map(({ paper, words }) => ({ id: uuidv7(), paper, ...(words === undefined ? {} : { words }) }))
