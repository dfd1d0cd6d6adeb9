/** How a desk is named in its lines: an office by its id, whatever waits for a level or a kind of office by its place. */
export type DeskName = string

const countyOf = (place: string): string => place.slice(0, 6)

export const desk = {
  /** What an office has, or was called for. */
  unit: (id: string): DeskName => `unit ${id}`,
  /** What was sent to a township that has not the request itself. */
  town: (place: string): DeskName => `town ${place}`,
  county: (place: string): DeskName => `county ${countyOf(place)}`,
  centre: (place: string): DeskName => `centre ${countyOf(place)}`,
  department: (place: string, kind: string): DeskName => `department ${countyOf(place)} ${kind}`,
  /** Visits to make in a village. */
  village: (place: string): DeskName => `village ${place}`,
  /** Requests for which anybody was called, for whoever only answers calls. */
  calls: (place: string): DeskName => `calls ${countyOf(place)}`,
}
