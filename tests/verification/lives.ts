import fc from 'fast-check'
import type { Actor } from '@yima/shared/access/actor'
import type { ClaimState } from '@yima/shared/claim/claim'
import { addDays } from '@yima/shared/calendar/working-days'
import { asksUnder, covers, signingOf, type Authorisation } from '@yima/shared/consent/authorisation'
import type { ConsentActor, ConsentCommand, ConsentEvent } from '@yima/shared/consent/commands'
import { departmentsFor } from '@yima/shared/consent/departments'
import { evolve } from '@yima/shared/consent/evolve'
import { decide } from '@yima/shared/consent/workflow'
import type { ProcessCommand } from '@yima/shared/process/commands'
import { signingOf as signingOfClaim } from '@yima/shared/process/signing'
import { isRunning, nextSteps, stageOf } from '@yima/shared/process/stage'
import { sourceIds } from '@yima/shared/verification/sources'
import type { LivePerson } from '@yima/api/verification/live'
import { lacksReport } from '@yima/api/verification/required'
import { whyNotStart } from '@yima/api/verification/start'
import type { Opened } from '@yima/api/verification/store'
import { countedAll, begin, fullStaff, give, resident, system, type Lived } from '../process/lives.ts'

export const needed = departmentsFor(['dibao'])
export const office = { staff: fullStaff, excluded: [] }
const said = { basis: '民发〔2021〕57号', reason: '按规定' }

/** A check as far as acts on a claim look at it. */
export type Check = Pick<Opened, 'row' | 'content'>

/** One family, its words and its claim for dibao, as the api holds them together. */
export type Family = {
  lived: Lived
  all: readonly Authorisation[]
  spoken: readonly ConsentEvent[]
  checks: readonly Check[]
  /** What was decided, and how everything stood just before. */
  decided: readonly { command: ProcessCommand; before: Family }[]
}
const today = ({ lived }: Family): string => lived.today

export const peopleOf = (family: Family): LivePerson[] =>
  family.all.flatMap((one) => {
    const sources = sourceIds.filter((source) => covers(one, source, today(family)))
    const asks = sources.filter((source) => asksUnder(family.all, one, source, today(family)))
    const { id: consent, role, who: { name, memberId: member }, certainty } = one
    return sources.length === 0
      ? []
      : [{ consent, name, member, own: role === 'applicant', idNumber: '9', seen: certainty === 'seen', sources, asks }]
  })

const checkOf = ({ checks }: Family): Check | undefined => checks.at(-1)
const withCheck = (family: Family, row: object, people?: readonly LivePerson[]): Family => {
  const before = checkOf(family)
  const content = people ? { people: Object.fromEntries(people.map(({ consent }) => [consent, {}])) } : before?.content
  const check = { row: { ...before?.row, ...row }, content } as Check
  return { ...family, checks: people ? [...family.checks, check] : [...family.checks.slice(0, -1), check] }
}

/** Who signed, as the claim is told of it. */
function tell(family: Family): Family {
  const { process } = family.lived
  const to = signingOf(family.all, today(family), needed)
  if (process.decision !== null || signingOfClaim(process) === to) return family
  return { ...family, lived: give(family.lived, { type: 'signing', to }, system, office) }
}

function speak(family: Family, command: ConsentCommand, actor: ConsentActor): Family {
  const events = decide(family.all, command, { actor, today: today(family) })
  if ('refused' in events) return family
  const after = { ...family, all: events.reduce(evolve, family.all), spoken: [...family.spoken, ...events] }
  const check = checkOf(family)
  const rests = check !== undefined && Object.hasOwn(check.content.people, command.id) && check.row.state !== 'void'
  return tell(command.type === 'withdraw' && rests ? withCheck(after, { state: 'void', reportId: null, madeOn: null }) : after)
}

/** An act on the claim, held against the report that it rests on as the api does. */
function act(family: Family, command: ProcessCommand & { ground?: 'wrong-person' }, actor: Actor): Family {
  const people = peopleOf(family)
  if (lacksReport(family.lived.process, command, { opened: checkOf(family) as Opened | undefined, people }, today(family))) return family
  const lived = give(family.lived, command, actor, office)
  if (lived.events.length === family.lived.events.length) return family
  const decides = command.type === 'confirm' || (command.type === 'refuse' && command.ground === undefined)
  return { ...family, lived, decided: decides ? [...family.decided, { command, before: family }] : family.decided }
}

function ask(family: Family): Family {
  const { process } = family.lived
  const state = { programme: 'dibao', process, state: stageOf(process) } as ClaimState
  const claims = [{ id: 'c', applicationId: 'a', state }]
  const people = peopleOf(family)
  if (whyNotStart({ claims }, checkOf(family) as Opened | undefined, people, today(family)) !== undefined) return family
  return withCheck(family, { state: 'running', reportId: null, madeOn: null }, people)
}

function conclude(family: Family): Family {
  const check = checkOf(family)
  if (check?.row.state !== 'running') return family
  const alive = peopleOf(family).map(({ consent }) => consent)
  const lives = Object.keys(check.content.people).every((consent) => alive.includes(consent))
  const reportId = `report-${family.checks.length}`
  return withCheck(family, lives ? { state: 'reported', reportId, madeOn: today(family) } : { state: 'void' })
}

const hash = { version: 'adult-1', hash: '0f', signer: null, witness: '', numberKnown: true }
const signs = (id: string): [ConsentCommand, ConsentActor] =>
  [{ ...hash, type: 'sign', id, method: 'own-phone', certainty: 'claimed' }, id === 'own' ? 'applicant' : 'person']

const adult = (id: string, role: 'applicant' | 'adult', departments: readonly (typeof needed)[number][]): ConsentCommand => ({
  type: 'list', id, role, ward: null, departments, until: role === 'adult' ? '2026-07-31' : null,
  who: { name: id, birthDate: '1970-01-01', memberId: id, numberKnown: true },
})

/** Accepted, with the applicant and one adult listed. */
export function accepted(): Family {
  const bare: Family = { lived: begin('dibao', '2026-03-02', office), all: [], spoken: [], checks: [], decided: [] }
  return speak(speak(bare, adult('own', 'applicant', sourceIds), 'system'), adult('wife', 'adult', needed), 'officer')
}

export type Move = { deed: number; who: number; days: number; onward: boolean; fresh: boolean }
export const moves = fc.array(
  fc.record({
    deed: fc.nat(99), who: fc.nat(99), fresh: fc.boolean(),
    days: fc.oneof({ weight: 7, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20 })),
    onward: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  }),
  { minLength: 15, maxLength: 40, size: 'max' },
)
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T

/** Whatever anybody may try, by anybody. */
function anything(family: Family, { deed, who, fresh }: Move): Family {
  const ids = family.all.map(({ id }) => id)
  const id = pick(ids, who)
  const actor = pick<Actor>([...fullStaff, resident, system], who)
  const as = pick<ConsentActor>(['person', 'applicant', 'officer', 'system'], who)
  const report = fresh ? (checkOf(family)?.row.reportId ?? null) : pick([null, ...family.checks.map(({ row }) => row.reportId)], who)
  const step = pick(['verification', 'visit', 'appraisal'] as const, deed)
  const deeds: readonly (() => Family)[] = [
    () => speak(family, ...signs(id)),
    () => speak(family, { type: pick(['refuse', 'withdraw', 'strike'] as const, who), id, reason: '不愿意' }, as),
    () => speak(family, { type: pick(['expire', 'see', 'ask'] as const, who), id }, as),
    () => speak(family, { type: 'renew', id, as: `again-${family.spoken.length}`, departments: needed, until: '2026-12-31' }, as),
    () => speak(family, adult(`son-${family.spoken.length}`, 'adult', needed), 'officer'),
    () => ask(family),
    () => conclude(family),
    () => act(family, { ...said, type: 'record', step, found: 'fits', companions: ['colleague'], report }, actor),
    () => act(family, { ...said, type: 'skip', step }, actor),
    () => act(family, { ...said, type: 'propose', opinion: fresh ? 'confirm' : 'refuse' }, actor),
    () => act(family, { ...said, type: 'send-back', to: step }, actor),
    () => act(family, { ...said, type: 'fence' }, system),
    () => act(family, { ...said, type: pick(['contest', 'object', 'ask-papers'] as const, who) }, actor),
    () => act(family, { ...said, type: 'answer', again: fresh ? 'verification' : null }, actor),
    () => act(family, { type: 'papers-in' }, resident),
    () => act(family, { ...said, type: 'confirm' }, actor),
    () => act(family, { ...said, type: 'refuse', ...(fresh ? {} : { ground: 'wrong-person' as const }) }, actor),
    () => act(family, { type: 'recheck', reason: '再看一次' }, resident),
  ]
  return pick(deeds, deed)()
}

/** By the first of the office who may. */
const byAnybody = (family: Family, command: ProcessCommand, from: number): Family =>
  [...fullStaff.slice(from % fullStaff.length), ...fullStaff].reduce((now, one) => (now === family ? act(family, command, one) : now), family)

/** What brings the claim on. */
function forward(family: Family, { who, deed }: Move): Family {
  const { process } = family.lived
  const unsigned = family.all.find(({ state }) => state === 'asked')
  if (unsigned) return speak(family, ...signs(unsigned.id))
  if (process.paused?.reason === 'supplement') return act(family, { type: 'papers-in' }, resident)
  if (process.paused) return byAnybody(family, { ...said, type: 'answer', again: null }, who)
  if (!isRunning(process)) return act(family, { type: 'recheck', reason: '再看一次' }, resident)
  const asking = conclude(ask(family))
  if (asking !== family && deed % 3 !== 0) return asking
  const step = pick([...nextSteps(process), 'opinion' as const], who)
  switch (step) {
    case 'verification':
      return byAnybody(asking, { ...said, type: 'record', step, found: 'fits', companions: [], report: checkOf(asking)?.row.reportId ?? null }, who)
    case 'visit':
      return byAnybody(family, { ...said, type: 'record', step, found: 'fits', companions: ['colleague'] }, who)
    case 'opinion':
      return byAnybody(family, { ...said, type: 'propose', opinion: deed % 5 === 0 ? 'refuse' : 'confirm' }, who)
    case 'notice':
      return process.notice
        ? { ...family, lived: give(countedAll(family.lived, office, addDays(today(family), 10)), { type: 'end-notice' }, system, office) }
        : byAnybody(family, { ...said, type: 'post-notice' }, who)
    case 'confirmation':
      return byAnybody(family, { ...said, type: process.opinion === 'refuse' ? 'refuse' : 'confirm' }, who)
    default:
      return byAnybody(family, { ...said, type: 'skip', step }, who)
  }
}

/** Lives through moves; every family on the way. */
export function live(all: readonly Move[]): Family[] {
  const lives = [accepted()]
  for (const move of all) {
    const before = lives.at(-1) as Family
    const later = tell({ ...before, lived: { ...before.lived, today: addDays(today(before), move.days) } })
    lives.push(move.onward ? forward(later, move) : anything(later, move))
  }
  return lives
}
