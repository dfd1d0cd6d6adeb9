import { mostArea } from './limits.ts'
import {
  isFinished, isStopped, spotsBefore, stageNow,
  type Finding, type Picture, type Plan, type Renovation, type RenovationEvent, type Survey,
} from './renovation.ts'
import { partsOf, sharesAt, type Stage } from './stages.ts'

export type RenovationCommand =
  | ({ type: 'survey' } & Survey)
  | ({ type: 'plan' } & Plan)
  | { type: 'inspect'; id: string; at: string; found: Finding; words: string; companion?: string | undefined; pictures: readonly Picture[] }
  | { type: 'stop'; reason: string }
  | { type: 'resume'; reason: string }
  | { type: 'propose'; id: string; words: string; pictures: readonly Picture[] }
  | { type: 'accept'; acceptance: string }
  | { type: 'decline'; acceptance: string; reason: string }

export const renovationRefusals = [
  'not-allowed-now', 'renovation-grade', 'renovation-way', 'renovation-area', 'renovation-money', 'renovation-days', 'renovation-spot',
  'renovation-stopped', 'renovation-not-seen', 'renovation-only-inspector', 'renovation-builder', 'renovation-same-hands',
  'renovation-after', 'same-id-twice', 'changed-meanwhile', 'date-to-come',
] as const
export type RenovationRefusal = (typeof renovationRefusals)[number]

/** Who does it: their id, and that of the colleague in whose place; what they are called; where and when (`now` in ISO 8601). */
export type Doing = { by: string; for?: string | undefined; called: string; region: string; today: string; now: string }

type Decided = readonly RenovationEvent[] | { refused: RenovationRefusal }
const refuse = (refused: RenovationRefusal): Decided => ({ refused })

const handOf = ({ by, for: inPlaceOf }: Doing) => ({ by, ...(inPlaceOf === undefined ? {} : { for: inPlaceOf }) })
const namesOf = (hand: { by: string; for?: string | undefined }): string[] => [hand.by, ...(hand.for === undefined ? [] : [hand.for])]

function survey({ grade }: Renovation, { type: _, ...said }: { type: 'survey' } & Survey, { today }: Doing): Decided {
  if (said.on > today) return refuse('date-to-come')
  // The sum rests on the grade that was decided on: another one is decided on anew.
  return said.grade === grade ? [{ type: 'renovation-surveyed', survey: said }] : refuse('renovation-grade')
}

function whyNotPlan(works: Renovation, said: Plan, { today }: Doing): RenovationRefusal | undefined {
  // What is dangerous as a whole is not patched.
  if (works.grade === 'D' && said.way === 'repair') return 'renovation-way'
  if (said.way === 'rebuild' && said.area > mostArea(said.persons, today)) return 'renovation-area'
  if (said.cost > works.subsidy / 100 + said.own + said.loan) return 'renovation-money'
  return said.until > said.from ? undefined : 'renovation-days'
}

function plan(works: Renovation, { type: _, ...said }: { type: 'plan' } & Plan, doing: Doing): Decided {
  const refused = whyNotPlan(works, said, doing)
  if (refused !== undefined) return refuse(refused)
  const { shares } = sharesAt(doing.region, doing.today)
  return [{ type: 'renovation-planned', plan: said, parts: partsOf(works.subsidy, shares) }]
}

/** What was built at a moment: whoever was without a network writes of the stage they saw. */
function stageAt(works: Renovation, at: string): Stage | undefined {
  const before = works.accepted.filter(({ second }) => Date.parse(second.at) < Date.parse(at)).length
  return works.parts[before]?.stage ?? works.parts.at(-1)?.stage
}

function inspect(works: Renovation, said: Extract<RenovationCommand, { type: 'inspect' }>, { by }: Doing): Decided {
  const stage = stageAt(works, said.at)
  const last = isFinished(works) ? works.accepted.at(-1)?.second.at : undefined
  if (stage === undefined || (last !== undefined && Date.parse(said.at) > Date.parse(last))) return refuse('not-allowed-now')
  if (works.inspections.some(({ id }) => id === said.id)) return refuse('same-id-twice')
  const known = spotsBefore(works)
  if (!said.pictures.some(({ spot }) => known.includes(spot))) return refuse('renovation-spot')
  const { type: _, companion = null, ...seen } = said
  return [{ type: 'renovation-inspected', inspection: { ...seen, stage, by, companion } }]
}

/** Everybody who looked at what was built in this stage. */
const inspectorsOf = ({ inspections }: Renovation, stage: Stage): Set<string> =>
  new Set(inspections.filter((one) => one.stage === stage).flatMap(({ by, companion }) => [by, ...(companion === null ? [] : [companion])]))

const bare = (name: string): string => name.replace(/\s/g, '')

/** Why this person says nothing of whether a stage is done: the builder, or the only one who looked at it. */
export function whyNotAccept(works: Renovation, stage: Stage, doing: Pick<Doing, 'by' | 'for' | 'called'>): RenovationRefusal | undefined {
  if (isStopped(works)) return 'renovation-stopped'
  if (bare(works.plan?.builder ?? '') === bare(doing.called)) return 'renovation-builder'
  const seen = inspectorsOf(works, stage)
  if (seen.size === 0) return 'renovation-not-seen'
  return seen.size === 1 && namesOf(doing).some((name) => seen.has(name)) ? 'renovation-only-inspector' : undefined
}

/** Whether it was photographed once more from every place from which it was before. */
const hasAfter = (works: Renovation, pictures: readonly Picture[]): boolean =>
  spotsBefore(works).every((spot) => pictures.some((one) => one.spot === spot))

function propose(works: Renovation, said: Extract<RenovationCommand, { type: 'propose' }>, doing: Doing): Decided {
  const stage = stageNow(works)
  if (stage === undefined) return refuse('not-allowed-now')
  if (stage === works.parts.at(-1)?.stage && !hasAfter(works, said.pictures)) return refuse('renovation-after')
  const { id, words, pictures } = said
  return [{ type: 'renovation-proposed', acceptance: { id, stage, on: doing.today, words, pictures, ...handOf(doing) } }]
}

/** Why this person is not the second pair of hands; undefined where they may be. */
export function whyNotSettle(works: Renovation, doing: Pick<Doing, 'by' | 'for' | 'called'>): RenovationRefusal | undefined {
  const { proposed } = works
  if (proposed === null) return 'not-allowed-now'
  if (namesOf(proposed).some((name) => namesOf(doing).includes(name))) return 'renovation-same-hands'
  return whyNotAccept(works, proposed.stage, doing)
}

function settle(works: Renovation, said: Extract<RenovationCommand, { type: 'accept' | 'decline' }>, doing: Doing): Decided {
  const { proposed } = works
  if (proposed === null) return refuse('not-allowed-now')
  if (proposed.id !== said.acceptance) return refuse('changed-meanwhile')
  const { stage } = proposed
  const on = doing.today
  if (said.type === 'decline') return [{ type: 'renovation-declined', stage, on, reason: said.reason, ...handOf(doing) }]
  const part = works.parts[works.accepted.length]
  if (part === undefined || part.stage !== stage) return refuse('not-allowed-now')
  return [{ type: 'renovation-accepted', stage, acceptance: { ...proposed, second: { ...handOf(doing), on, at: doing.now } }, part }]
}

function stopOrResume(said: { type: 'stop' | 'resume'; reason: string }, doing: Doing): Decided {
  const type = said.type === 'stop' ? ('renovation-stopped' as const) : ('renovation-resumed' as const)
  return [{ type, on: doing.today, reason: said.reason, ...handOf(doing) }]
}

/** Whether it is the moment for it at all, whatever is said with it: one table greys the button and refuses here. */
export function whyNot(
  works: Renovation, type: RenovationCommand['type'], doing: Pick<Doing, 'by' | 'for' | 'called'>,
): RenovationRefusal | undefined {
  const isMoment = (is: boolean): RenovationRefusal | undefined => (is ? undefined : 'not-allowed-now')
  const stage = stageNow(works)
  switch (type) {
    case 'survey':
      return isMoment(works.plan === null)
    case 'plan':
      return isMoment(works.survey !== null && works.accepted.length === 0 && works.proposed === null)
    case 'inspect':
      return isMoment(works.parts.length > 0)
    case 'stop':
    case 'resume':
      return isMoment(stage !== undefined && isStopped(works) === (type === 'resume'))
    case 'propose':
      return stage === undefined || works.proposed !== null ? 'not-allowed-now' : whyNotAccept(works, stage, doing)
    case 'accept':
    case 'decline':
      return whyNotSettle(works, doing)
    default:
      return type satisfies never
  }
}

/** What follows from a command: events, or why it may not be. Who may do it at all, the table of access says. */
export function decide(works: Renovation, command: RenovationCommand, doing: Doing): Decided {
  const refused = whyNot(works, command.type, doing)
  if (refused !== undefined) return refuse(refused)
  switch (command.type) {
    case 'survey':
      return survey(works, command, doing)
    case 'plan':
      return plan(works, command, doing)
    case 'inspect':
      return inspect(works, command, doing)
    case 'stop':
    case 'resume':
      return stopOrResume(command, doing)
    case 'propose':
      return propose(works, command, doing)
    case 'accept':
    case 'decline':
      return settle(works, command, doing)
    default:
      return command satisfies never
  }
}
