import { officesOf as officesOfProgramme } from '@yima/shared/policy/offices'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { isTown } from '@yima/shared/process/dispatch'
import { awaited } from '@yima/shared/process/joint'
import type { Process } from '@yima/shared/process/process'
import { waitsOf } from '@yima/shared/process/waits'

/** The kinds of offices that are the departments of a programme. */
export const officesOf = (programme: ProgrammeId): string[] => officesOfProgramme(programmes[programme])

/** What waits where, a department by the kind of its office: another department has no claim of this programme. */
export const waitsAt = (programme: ProgrammeId, process: Process): string[] =>
  waitsOf(process).flatMap((wait) => {
    const [level, step] = wait.split(':')
    return level === 'department' ? officesOf(programme).map((kind) => `${kind}:${step}`) : [wait]
  })

/**
 * Desks that see a claim besides those that its programme names: where it was sent, and who was asked. A township sees of
 * others' what waits for it: its view once given, or done without, it has nothing more to read there.
 */
export function desksOf(process: Process): string[] {
  const { sent, joint } = process
  const parties = joint?.parties.map(({ desk }) => desk) ?? []
  const asked = parties.filter((desk) => !isTown(desk) || awaited(process).includes(desk))
  return [...new Set([...(sent === undefined || sent.to === null ? [] : [sent.to]), ...asked])]
}

/** Where any of these claims was sent: that office works on the request, while one that is only asked does nothing in it. */
export const sentTo = (claims: readonly { state: { process: Process | null } }[]): string[] =>
  claims.flatMap(({ state }) => state.process?.sent?.to ?? [])

/** What of a claim says whose it is, as its row has it. */
export const placed = <State extends string>({
  programme,
  state,
  process,
}: {
  programme: ProgrammeId
  state: State
  process: Process | null
}) => ({
  programme,
  state,
  raised: process !== null && Object.keys(process.raised).length > 0,
  desks: process === null ? [] : desksOf(process),
})
