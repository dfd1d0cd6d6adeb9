import type { Organisation } from '@yima/shared/organisation/organisation'
import { levelOf, regionsAbove, type RegionLevel } from '@yima/shared/region/code'

/** What an office can be there, the usual first. Above the county nobody works on requests. */
const kindsAt = {
  province: ['discipline', 'audit', 'petition', 'department'],
  city: ['discipline', 'audit', 'petition', 'department'],
  county: ['civil', 'department', 'discipline', 'audit', 'petition'],
  town: ['window', 'discipline', 'department'],
  village: ['committee'],
} as const satisfies Record<RegionLevel, readonly string[]>

type Kind = (typeof kindsAt)[RegionLevel][number]

export const kindsOf = (code: string): readonly Kind[] => kindsAt[levelOf(code)]

/** The name of a new office's kind: a place has one window, and as many departments as it has. */
export function freeKind({ units }: Organisation, code: string, kind: string): string {
  const isTaken = (one: string) => Object.hasOwn(units, `${code}:${one}`)
  if (kind !== 'department' || !isTaken(kind)) return kind
  for (let at = 2; ; at += 1) if (!isTaken(`${kind}-${at}`)) return `${kind}-${at}`
}

/** The city and the province that a county's code speaks of, each with its name where the register knows it. */
export const placesAround = (
  { places }: Organisation,
  code: string,
): { code: string; name: string | undefined }[] =>
  levelOf(code) === 'county' ? regionsAbove(code).map((one) => ({ code: one, name: places[one]?.name })) : []
