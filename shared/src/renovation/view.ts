import { businessDate } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { OwnRenovation, PicturePair } from './contract.ts'
import { nextLook } from './next.ts'
import { isFinished, isStopped, releasedOf, spotsBefore, stageNow, type Picture, type Renovation, type Spot } from './renovation.ts'
import { sharesAt } from './stages.ts'

type Dated = Picture & { on: string }

/** Every picture taken since the works began, the latest last. */
const laterPictures = ({ inspections, accepted }: Renovation): Dated[] =>
  [
    ...inspections.flatMap(({ at, pictures }) => pictures.map((one) => ({ ...one, on: businessDate(new Date(at)) }))),
    ...accepted.flatMap(({ on, pictures }) => pictures.map((one) => ({ ...one, on }))),
  ].sort((one, other) => one.on.localeCompare(other.on))

/** The latest picture from a place: what the next one is held beside. */
const latestFrom = (works: Renovation, spot: Spot): Dated | undefined =>
  laterPictures(works).filter((one) => one.spot === spot).at(-1)

/** Before and after, from each place from which it was photographed before the works. */
export function pairsOf(works: Renovation): PicturePair[] {
  return spotsBefore(works).flatMap((spot) => {
    const before = works.survey?.pictures.find((one) => one.spot === spot)
    const after = latestFrom(works, spot)
    const since = works.survey?.on ?? works.openedOn
    return before ? [{ spot, before: before.picture, since, after: after?.picture ?? null, on: after?.on ?? null }] : []
  })
}

function stateOf(works: Renovation): OwnRenovation['state'] {
  if (works.survey === null) return 'survey'
  if (works.plan === null) return 'plan'
  return isFinished(works) ? 'finished' : 'building'
}

/** The works as the family whose house it is reads them: no officer is named, the builder is theirs. */
export function ownView(works: Renovation, region: string, table: HolidayTable): OwnRenovation {
  const stop = works.stops.find(({ lifted }) => lifted === null)
  const state = stateOf(works)
  return {
    state,
    stage: stageNow(works) ?? null,
    look: state === 'building' ? nextLook(works, region, table) : null,
    from: works.plan?.from ?? null,
    until: works.plan?.until ?? null,
    subsidy: works.subsidy,
    released: releasedOf(works),
    parts: works.parts.map(({ stage, fen }, at) => ({ stage, fen, on: works.accepted[at]?.second.on ?? null })),
    provisional: sharesAt(region, works.openedOn).provisional,
    stopped: isStopped(works) && stop ? { on: stop.on, reason: stop.reason } : null,
    pictures: pairsOf(works),
  }
}
