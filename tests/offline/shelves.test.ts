import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { isPersonal } from '../../web/src/app/owner.ts'

const root = fileURLToPath(new URL('../../web/src/', import.meta.url))
/** Where pages keep what the office showed: `useLoaded(read, here)`, which stands at the end of its line. */
const kept = /(?:useLoaded.*|^\}), (`[^`]+`|'[^']+'|shownAtDesk\(.+\))\)$/gm
const places = (readdirSync(root, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.vue'))
  .flatMap((file) => [...readFileSync(`${root}${file}`, 'utf8').matchAll(kept)].flatMap(([, place]) => place ?? []))

it('what the office showed lies where only whoever saw it finds it, on every page that keeps it', () => {
  expect(places.length).toBeGreaterThan(8)
  const open = places.filter((place) => !place.startsWith('shownAtDesk(') && !isPersonal(place.slice(1, -1)))
  expect(open).toEqual([])
})
