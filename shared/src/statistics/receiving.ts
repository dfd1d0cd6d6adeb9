import { fewest, hideSmallCounts, type Cell } from './hide-small-counts.ts'

/** How many receive a programme in a place that has none below it. */
export type Counted = { place: string; programme: string; count: number }
/** A place and the one it lies in; the topmost lies in none that is counted. */
export type CountedPlace = { code: string; parent: string | null }
/** A published number: of everybody where `programme` is null. `null` where it is not published. */
export type Published = { place: string; programme: string | null; count: number | null }

/** The column of the sums over all programmes. */
const all = '*'
const keyOf = (place: string, programme: string): string => `${place} ${programme}`

/**
 * Where a number stands: in the sum of its column over the places beside it, and in the sum of its row over the
 * programmes of its place. Rows of places that are themselves sums follow from those below them; only the topmost has one
 * of its own. Signs alternate so that every number stands once with each.
 */
function sumsOf({ code, parent }: CountedPlace, programme: string, isSum: boolean): Pick<Cell, 'into' | 'from'> {
  const below = isSum ? `column ${keyOf(code, programme)}` : `row ${code}`
  const beside = parent === null ? `row ${code}` : `column ${keyOf(parent, programme)}`
  return programme === all ? { into: below, from: beside } : { into: beside, from: below }
}

/**
 * Who receives what, by place and programme with all sums, so that no number below ten stands in it and none can be worked
 * out from the others. A programme that fewer receive in all is left out of every sum, as if nobody had it: that it is
 * there at all would say something of them.
 * @param places the topmost first, no other without the one it lies in
 */
export function publishReceiving(places: readonly CountedPlace[], counted: readonly Counted[], least = fewest): Published[] {
  const known = new Map(places.map((place) => [place.code, place]))
  const totals = new Map<string, number>()
  for (const { place, programme, count } of counted)
    if (known.has(place)) totals.set(programme, (totals.get(programme) ?? 0) + count)
  const programmes = [...totals].flatMap(([programme, total]) => (total >= least ? [programme] : [])).sort()
  const sums = new Set(places.map(({ parent }) => parent))
  const counts = new Map<string, number>()
  const add = (key: string, count: number): void => void counts.set(key, (counts.get(key) ?? 0) + count)
  for (const { place, programme, count } of counted.filter((one) => programmes.includes(one.programme)))
    for (let at = known.get(place); at; at = at.parent === null ? undefined : known.get(at.parent)) {
      add(keyOf(at.code, programme), count)
      add(keyOf(at.code, all), count)
    }
  const cells = places.flatMap((place) =>
    [...programmes, all].map((programme) => ({
      key: keyOf(place.code, programme),
      count: counts.get(keyOf(place.code, programme)) ?? 0,
      ...sumsOf(place, programme, sums.has(place.code)),
    })),
  )
  const hidden = hideSmallCounts(cells, least)
  return cells.map(({ key, count }) => {
    const [place = '', programme = all] = key.split(' ')
    return { place, programme: programme === all ? null : programme, count: hidden.has(key) ? null : count }
  })
}
