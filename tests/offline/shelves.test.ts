import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { isPersonal } from '../../web/src/app/owner.ts'

const root = fileURLToPath(new URL('../../web/src/', import.meta.url))
/** Where pages keep what the office showed: `useLoaded(read, here)`, which stands at the end of its line. */
const loaded = /(?:useLoaded.*|^\}), (`[^`]+`|'[^']+'|shownAtDesk\(.+\))\)$/gm
/** Where it is kept without a page: `keepSeen(here, …)` and `readSeen(here, …)`. */
const kept = /(?:keep|read)Seen\((.+?), /g
const files = (readdirSync(root, { recursive: true }) as string[])
  // Where keeping itself is written: whatever is handed to it comes from one of the others.
  .filter((file) => /\.(vue|ts)$/.test(file) && !['app/last-seen.ts', 'family/useLoaded.ts'].includes(file))
  .map((file) => readFileSync(`${root}${file}`, 'utf8'))
/** A place with a name of its own is what it is declared to be, in that file or where it comes from. */
const named = (place: string, text: string): string => {
  const name = /^\w+/.exec(place)?.[0]
  if (name === undefined || name === 'shownAtDesk') return place
  const declared = new RegExp(`const ${name} = (?:.*=> )?(.+)$`, 'm')
  return [text, ...files].flatMap((one) => declared.exec(one)?.[1] ?? [])[0] ?? place
}
const places = files.flatMap((text) =>
  [...text.matchAll(loaded), ...text.matchAll(kept)].flatMap(([, place]) => (place ? named(place, text) : [])),
)

it('what the office showed lies where only whoever saw it finds it, on every page that keeps it', () => {
  expect(places.length).toBeGreaterThan(14)
  const open = places.filter((place) => !place.startsWith('shownAtDesk(') && !isPersonal(place.slice(1, -1)))
  expect(open).toEqual([])
})
