import type { OfficerRole } from '@yima/shared/access/actor'
import { levelOf, within } from '@yima/shared/region/code'
import type { WorkItem } from '@yima/shared/work/contract'
import { isPressing, isUnanswered } from '@yima/shared/work/order'
import type { ClaimRow } from '../claim/store.ts'
import type { Alert } from './alert.ts'
import { desk, type DeskName } from './desk-names.ts'
import type { deskLine } from './line-table.ts'
import { nextTask, settled, type IsHere } from './next-task.ts'
import { hereFor, notTakenIn, ownClaims, stepsWaiting } from './waiting.ts'

/** Lines that an earlier version of this file made are made again at the start: count on whenever they come out otherwise. */
export const lineVersion = 1

export type Line = typeof deskLine.$inferSelect

/** Everything of an open request by which desks find and sort it. Nothing of it is sealed. */
export type OpenRequest = {
  id: string
  kind: 'application' | 'outreach'
  state: string
  receiptNumber: string
  personId: string
  countyCode: string
  regionCode: string
  forWhom: string
  urgent: boolean
  visitDue: string
  visitProvisional: boolean
  submittedAt: Date
  /** The office that has it, and those that were called for it. */
  unit: Place
  called: readonly Place[]
  /** The latest call. */
  alert: Alert | null
  papersUnseen: boolean
  claims: readonly ClaimRow[]
}

/** An office and where it is. */
export type Place = { id: string; regionCode: string }

/** A desk that has a request, and as whose list shows it. */
type View = { desk: DeskName; role: OfficerRole; place: string; office?: string }

const isOpen = ({ state }: OpenRequest): boolean => state === 'submitted' || state === 'open'

const isOfTown = ({ regionCode }: Place): boolean => levelOf(regionCode) === 'town'

const asOffice = ({ id, regionCode }: Place): View => ({
  desk: desk.unit(id),
  role: levelOf(regionCode) === 'town' ? 'clerk' : 'county-officer',
  place: regionCode,
})

/** The county’s own line: where something waits for it, else with its offices that have the request or were called. */
function ofCounty(request: OpenRequest, waiting: ReadonlySet<string>): View[] {
  const place = `${request.countyCode}000000`
  if (waiting.has('county')) return [{ desk: desk.county(place), role: 'county-officer', place }]
  return [request.unit, ...request.called].filter((office) => !isOfTown(office)).map(asOffice)
}

/** Townships: the one it came to, those that were called, and those to which a claim of it was sent. */
function ofTowns({ unit, called }: OpenRequest, waiting: ReadonlySet<string>): View[] {
  const offices = [unit, ...called].filter(isOfTown)
  const sent = [...waiting].filter(
    (name) => /^\d{12}$/.test(name) && !offices.some(({ regionCode }) => regionCode === name),
  )
  return [
    ...offices.map(asOffice),
    ...sent.map((place): View => ({ desk: desk.town(place), role: 'clerk', place })),
  ]
}

/** Departments of whose programmes something waits for them, and the centre that verifies. */
function ofDepartments({ countyCode }: OpenRequest, waiting: ReadonlySet<string>): View[] {
  const place = `${countyCode}000000`
  return [...waiting]
    .filter((name) => !['township', 'village', 'county'].includes(name) && !/^\d/.test(name))
    .map((kind) => ({ desk: desk.department(place, kind), role: 'department-officer', place, office: kind }))
}

/** Where a request lies: every desk that lists it. A new kind of desk, or of work that lies on one, is named here. */
function viewsOf(request: OpenRequest): View[] {
  const waits = request.claims
    .flatMap(({ waits: each }) => each)
    .filter((wait) => stepsWaiting.includes(wait.split(':')[1] ?? ''))
  const waiting = new Set(waits.map((wait) => wait.split(':')[0] ?? ''))
  const place = `${request.countyCode}000000`
  return [
    ...ofTowns(request, waiting),
    ...ofCounty(request, waiting),
    ...ofDepartments(request, waiting),
    ...(waits.includes('county:verification')
      ? [{ desk: desk.centre(place), role: 'verification-officer' as const, place }]
      : []),
    ...(request.kind === 'outreach'
      ? [{ desk: desk.village(request.regionCode), role: 'village-worker' as const, place: request.regionCode }]
      : []),
    ...(request.called.length > 0
      ? [{ desk: desk.calls(place), role: 'duty-officer' as const, place }]
      : []),
  ]
}

/** The claims of a request that such a desk sees: all of them, or its own once they were accepted. */
function claimsFor({ claims, regionCode }: OpenRequest, { role, place, office }: View): readonly ClaimRow[] {
  const isOwn = within(regionCode, place) && role === 'clerk' ? undefined : ownClaims(role, office, place)
  return isOwn === undefined
    ? claims
    : claims.filter((claim) => !notTakenIn.includes(claim.state) && isOwn(claim))
}

const highest = (claims: readonly ClaimRow[]): WorkItem['warning'] =>
  claims.reduce<WorkItem['warning']>(
    (most, { warned }) => ((warned ?? 0) > (most ?? 0) ? warned : most),
    null,
  )

function shownOf(request: OpenRequest, claims: readonly ClaimRow[], isHere: IsHere): Line['shown'] {
  const { kind, state, alert, papersUnseen, urgent } = request
  const visit = { date: request.visitDue, provisional: request.visitProvisional }
  const { task, due } = nextTask({ kind, state, visit, alert, papersUnseen }, claims, isHere)
  const inHand = claims.filter((claim) => !settled.includes(claim.state))
  return {
    kind,
    urgent,
    alert,
    task,
    programmes: claims
      .filter((claim) => claim.state !== 'notAccepted' && claim.state !== 'withdrawn')
      .map((claim) => claim.programme),
    due,
    paused: claims.length > 0 && claims.every((claim) => claim.paused),
    warning: highest(inHand),
    raised: inHand.some(({ raised }) => raised),
    submittedAt: request.submittedAt.toISOString(),
  }
}

function lineOf(request: OpenRequest, view: View, up: boolean): Line {
  const shown = shownOf(request, claimsFor(request, view), hereFor([{ role: view.role, regionCode: view.place }]))
  return {
    applicationId: request.id,
    desk: view.desk,
    countyCode: request.countyCode,
    urgency: isUnanswered(shown) ? 0 : isPressing(shown) ? 1 : 2,
    dueOn: shown.due?.date ?? 'infinity',
    up,
    receiptNumber: request.receiptNumber,
    regionCode: request.regionCode,
    personId: request.personId,
    forOther: request.forWhom !== 'self',
    shown,
    madeBy: lineVersion,
  }
}

/** One line for each desk that has the request; none once it is over. */
export function linesOf(request: OpenRequest): Line[] {
  if (!isOpen(request)) return []
  const views = new Map(viewsOf(request).map((view) => [view.desk, view]))
  const county = [...views.values()].some(({ role }) => role === 'county-officer')
  const home = desk.unit(request.unit.id)
  return [...views.values()].map((view) =>
    lineOf(request, view, view.desk === home && isOfTown(request.unit) && !county),
  )
}
