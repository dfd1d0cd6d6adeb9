import type { Part, Stage } from './stages.ts'

/** C: parts of it are dangerous, it is made sound. D: all of it is, it is built anew. */
export const grades = ['C', 'D'] as const
export type Grade = (typeof grades)[number]

/** Places from which every picture is taken again, so that before and after can be held side by side. */
export const spots = ['front', 'side', 'inside', 'worst'] as const
export type Spot = (typeof spots)[number]
export type Picture = { spot: Spot; picture: string }

export const houseParts = ['foundation', 'walls', 'frame', 'roof', 'floor'] as const
export type HousePart = (typeof houseParts)[number]

export const ways = ['repair', 'rebuild'] as const
export const builders = ['self', 'contract'] as const
export const findings = ['good', 'slow', 'unsafe'] as const
export type Finding = (typeof findings)[number]

/** Whose hand it was: an officer, and the colleague in whose place. */
type Hand = { by: string; for?: string }

export type Survey = {
  /** Who graded it: the housing office's own survey, or what two people saw at the visit. */
  from: 'housing' | 'visit'
  on: string
  graders: readonly string[]
  parts: readonly { part: HousePart; state: 'sound' | 'damaged' | 'dangerous' }[]
  grade: Grade
  words: string
  pictures: readonly Picture[]
}

export type Plan = {
  way: (typeof ways)[number]
  builtBy: (typeof builders)[number]
  /** Who builds, by name. */
  builder: string
  persons: number
  area: number
  /** All in whole yuan. */
  cost: number
  own: number
  loan: number
  from: string
  until: string
  signed: { how: 'signed' | 'thumb'; picture: string; witness?: string | undefined }
}

export type Inspection = {
  id: string
  /** A moment by the clock of the phone. */
  at: string
  stage: Stage
  found: Finding
  words: string
  pictures: readonly Picture[]
  by: string
  companion: string | null
}

export type Stop = { on: string; reason: string; by: string; lifted: { on: string; reason: string; by: string } | null }

type Proposed = Hand & { id: string; stage: Stage; on: string; words: string; pictures: readonly Picture[] }
export type Accepted = Proposed & { second: Hand & { on: string; at: string } }

/** The works on one house, for which one sum was given. */
export type Renovation = {
  /** In fen, of the decision; so are the grade and how many live there. */
  subsidy: number
  grade: Grade
  persons: number | null
  openedOn: string
  survey: Survey | null
  plan: Plan | null
  /** Its parts as they were laid down with the plan; none before. */
  parts: readonly Part[]
  inspections: readonly Inspection[]
  stops: readonly Stop[]
  proposed: Proposed | null
  /** What a second pair of hands did not accept, the latest last. */
  declined: readonly { stage: Stage; on: string; reason: string }[]
  accepted: readonly Accepted[]
}

export type RenovationEvent =
  | { type: 'renovation-surveyed'; survey: Survey }
  | { type: 'renovation-planned'; plan: Plan; parts: readonly Part[] }
  | { type: 'renovation-inspected'; inspection: Inspection }
  | ({ type: 'renovation-stopped'; on: string; reason: string } & Hand)
  | ({ type: 'renovation-resumed'; on: string; reason: string } & Hand)
  | { type: 'renovation-proposed'; acceptance: Proposed }
  | ({ type: 'renovation-declined'; stage: Stage; on: string; reason: string } & Hand)
  | { type: 'renovation-accepted'; stage: Stage; acceptance: Accepted; part: Part }

export const begun = (of: Pick<Renovation, 'subsidy' | 'grade' | 'persons' | 'openedOn'>): Renovation => ({
  ...of, survey: null, plan: null, parts: [], inspections: [], stops: [], proposed: null, declined: [], accepted: [],
})

/** The works after what happened. */
export function evolve(works: Renovation, event: RenovationEvent): Renovation {
  switch (event.type) {
    case 'renovation-surveyed':
      return { ...works, survey: event.survey }
    case 'renovation-planned':
      return { ...works, plan: event.plan, parts: event.parts }
    case 'renovation-inspected':
      return { ...works, inspections: [...works.inspections, event.inspection] }
    case 'renovation-stopped':
      return { ...works, proposed: null, stops: [...works.stops, { on: event.on, reason: event.reason, by: event.by, lifted: null }] }
    case 'renovation-resumed': {
      const { on, reason, by } = event
      return { ...works, stops: works.stops.map((stop) => (stop.lifted ? stop : { ...stop, lifted: { on, reason, by } })) }
    }
    case 'renovation-proposed':
      return { ...works, proposed: event.acceptance }
    case 'renovation-declined': {
      const { stage, on, reason } = event
      return { ...works, proposed: null, declined: [...works.declined, { stage, on, reason }] }
    }
    case 'renovation-accepted':
      return { ...works, proposed: null, accepted: [...works.accepted, event.acceptance] }
    default:
      return event satisfies never
  }
}

/** The stage that is built now; undefined before the plan and once all of them were accepted. */
export const stageNow = ({ parts, accepted }: Pick<Renovation, 'parts' | 'accepted'>): Stage | undefined =>
  parts[accepted.length]?.stage

/** Whether nobody may go on building today. */
export const isStopped = ({ stops }: Pick<Renovation, 'stops'>): boolean => stops.some(({ lifted }) => lifted === null)

/** Whether all of it was built and accepted. */
export const isFinished = ({ parts, accepted }: Pick<Renovation, 'parts' | 'accepted'>): boolean =>
  parts.length > 0 && accepted.length === parts.length

/** Every place from which it was photographed before the works. */
export const spotsBefore = ({ survey }: Pick<Renovation, 'survey'>): Spot[] =>
  spots.filter((spot) => survey?.pictures.some((one) => one.spot === spot))

/** What has been released, in fen. */
export const releasedOf = ({ parts, accepted }: Pick<Renovation, 'parts' | 'accepted'>): number =>
  parts.slice(0, accepted.length).reduce((sum, { fen }) => sum + fen, 0)
