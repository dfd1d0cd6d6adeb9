import { programmeIds, type ProgrammeId } from '@yima/shared/policy/programme-ids'
import { complaintKinds } from '@yima/shared/complaint/category'
import { complaintResults, quartersShown } from '@yima/shared/complaint/figures'
import { complaintTombstone } from '../complaint/table.ts'
import type { Deps } from '../http/context.ts'
import { receivedBefore } from '../statistics/table.ts'
import { sha256 } from '../vault.ts'
import data from './regions.json' with { type: 'json' }

/** Of how many households one receives it, about as in the report whose sizes the invented county has. */
const oneOf: Partial<Record<ProgrammeId, number>> = {
  dibao: 22,
  'dibao-edge': 60,
  tekun: 140,
  medical: 30,
  temporary: 90,
  'disability-living': 80,
  'disability-care': 95,
  elderly: 70,
}
const households = 620

/** A number that is always the same for the same words, spread evenly enough for an invented county. */
const drawn = (words: string): number => [...words].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) / 9973

/** Who received what in each village before the demonstration began. Loading twice changes nothing. */
export async function loadDemoFigures({ db, config: { countyCode } }: Deps): Promise<void> {
  const rows = data.regions
    .filter(({ level }) => level === 'village')
    .flatMap(({ code }) =>
      programmeIds.flatMap((programme) => {
        const share = oneOf[programme]
        const count = share === undefined ? 0 : Math.floor((households / share) * (0.4 + 1.2 * drawn(code + programme)))
        return count === 0 ? [] : [{ countyCode, regionCode: code, programme, count }]
      }),
    )
  await db.insert(receivedBefore).values(rows).onConflictDoNothing()
}

/** Complaints of the quarters of which figures are shown: with results, by kind. Of the second hardly any. */
const closedBefore: readonly (readonly (readonly number[])[])[] = [
  [[5, 4, 4, 1, 0], [6, 4, 6, 1, 0], [3, 3, 8, 2, 1], [0, 1, 2, 0, 0]],
  [[1, 1, 1, 0, 0], [2, 0, 1, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]],
  [[3, 3, 4, 0, 0], [5, 3, 3, 1, 0], [2, 3, 6, 2, 0], [1, 0, 2, 0, 0]],
  [[4, 2, 3, 1, 0], [4, 4, 5, 0, 0], [3, 2, 5, 1, 1], [0, 0, 1, 0, 0]],
]

const uuidOf = (words: string): string => sha256(words).toString('hex').slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** What was told and closed before the demonstration began: of such there is nothing but that it was. Loading twice changes nothing. */
export async function loadDemoClosed({ db, clock, config: { countyCode } }: Deps): Promise<void> {
  const rows = quartersShown(clock.today()).flatMap((quarter, at) =>
    (closedBefore[at] ?? []).flatMap((results, kindAt) =>
      results.flatMap((count, resultAt) => {
        const [kind, result] = [complaintKinds[kindAt], complaintResults[resultAt]]
        if (!kind || !result) return []
        const finding = result === 'none' ? null : result
        return Array.from({ length: count }, (_, n) => ({ id: uuidOf(`demo-closed ${quarter} ${kind} ${result} ${String(n)}`), countyCode, quarter, kind, finding }))
      }),
    ),
  )
  await db.insert(complaintTombstone).values(rows).onConflictDoNothing()
}
