import type { AppraisalSheet } from '@yima/shared/appraisal/contract'
import { mustStepAside, type PanelSeat } from '@yima/shared/appraisal/panel'
import { quorumFor, type AppraisalLevel } from '@yima/shared/appraisal/quorum'
import { holidays } from '@yima/shared/calendar/holidays'
import { claimDue } from '@yima/shared/claim/workflow'
import { isHeldAgain, needsMeeting } from '@yima/shared/process/appraisal'
import type { Process } from '@yima/shared/process/process'
import { seatOf } from '@yima/shared/process/seat'
import { whyNotStep } from '@yima/shared/process/workflow'
import { Problem } from '@yima/shared/problem'
import { handlersOf } from '../application/act.ts'
import { sentTo } from '../claim/departments.ts'
import { openedFor, shownClaims } from '../decision/work.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { placeName } from '../region/office.ts'
import { findActingOf, requireWork } from '../work/reach.ts'
import type { Colleague } from '../work/staff.ts'
import { barredFrom } from './barred.ts'
import { beforeHall, hallStaff } from './hall.ts'

type Officer = OfficerSession['officer']

/** Days for which what was taken along may lie on a phone. */
const sheetDays = 7

/** Where a meeting on this claim is held now. */
export const levelOf = (process: Process): AppraisalLevel => (isHeldAgain(process) ? 'township' : 'village')

const seats: Partial<Record<NonNullable<ReturnType<typeof seatOf>>, PanelSeat>> = { village: 'village', township: 'township', county: 'observer' }
const seatFor = (one: Colleague): PanelSeat | undefined => {
  const seat = seatOf(one)
  return seat && one.role !== 'verification-officer' ? seats[seat] : undefined
}

/** What looking into it showed so far, to be read out there. */
const foundIn = ({ records }: Process): AppraisalSheet['found'] =>
  records.flatMap(({ step, on, found, reason }) => (step === 'visit' && found !== null ? [{ on, found, words: reason }] : []))

/**
 * All that is needed in the hall without a network; the look is noted. Throws `not-found` for what is not on the own desk,
 * `not-allowed-now` where no meeting is waited for.
 */
export async function appraisalSheet(deps: Deps, reader: Officer, id: string, claimId: string): Promise<AppraisalSheet> {
  requireWork(reader, 'hold-appraisal')
  const held = await openedFor(deps, reader, id, 'visit', beforeHall(reader))
  const { db, vault, clock } = deps
  const { row, person, content, key } = held
  const claims = await shownClaims(deps, held)
  const { staff, excluded } = await handlersOf(db, deps, row, content)
  const acting = findActingOf(reader, 'hold-appraisal', row.regionCode, sentTo(claims), excluded)
  const state = claims.find((one) => one.id === claimId)?.state
  const process = state?.process
  if (acting === undefined || !state || !process) throw new Problem('not-found')
  const here = await hallStaff(db, deps, state, { staff, excluded, row })
  const ways = here.filter(({ id: one }) => one === reader.id)
  const refusals = ways.map((actor) => whyNotStep(process, 'record', 'appraisal', { actor, excluded }))
  if (!needsMeeting(process) || refusals.every((why) => why !== undefined)) throw notAllowedNow('claim', refusals[0] ?? 'not-allowed-now')
  const applicant = vault.openField(person.nameCipher)
  const barred = await barredFrom(db, { applicationId: id, key, applicant, content, excluded }, process)
  const now = clock.now()
  return {
    now: now.toISOString(),
    until: new Date(now.getTime() + sheetDays * 86_400_000).toISOString(),
    application: { id, receiptNumber: row.receiptNumber },
    claim: { id: claimId, programme: state.programme, due: claimDue(state, holidays) },
    name: content.beneficiary?.name ?? applicant,
    place: await placeName(db, row.regionCode),
    level: levelOf(process),
    quorum: quorumFor(levelOf(process), row.regionCode, clock.today()),
    doubt: process.appraisal?.called?.reason ?? null,
    found: foundIn(process),
    officers: here.flatMap((one) => {
      const seat = seatFor(one)
      return seat ? [{ id: one.id, name: one.name, post: one.post, seat, aside: mustStepAside({ name: one.name, officer: one.id }, barred) ?? null }] : []
    }),
    barred: barred.flatMap(({ name, why }) => (name === undefined ? [] : [{ name, why }])),
  }
}
