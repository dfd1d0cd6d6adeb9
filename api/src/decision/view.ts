import { eq } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import type { ClaimState } from '@yima/shared/claim/claim'
import type { Computation, UsedFigure } from '@yima/shared/decision/computation'
import type { ComputationView, DecisionDocument, DecisionPreview } from '@yima/shared/decision/contract'
import { grounds, needsName, whyNotDecide } from '@yima/shared/decision/decide'
import { remediesFor } from '@yima/shared/decision/remedies'
import type { ParameterKey } from '@yima/shared/policy/parameters/shape'
import { cite } from '@yima/shared/policy/source'
import type { Reader } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { placeName } from '../region/office.ts'
import { officeOf } from '../application/view.ts'
import { claim } from '../claim/table.ts'
import { contextOf, judge, type Of } from './judge.ts'
import type { KeptDecision } from './decide.ts'

/** How many digits of a version people are shown. */
const shownDigits = 12

/** A computation without the names of officers, and with the article each figure stands on. */
function computationView(
  { missing: _, conflicts: _c, programme: _p, restsOn, ...rest }: Computation,
  figures: readonly UsedFigure[],
  version: string,
): ComputationView {
  return {
    ...rest,
    given: rest.given.map(({ steps, ...one }) => ({
      ...one,
      steps: steps.map((step) => ({ ...step, of: [...step.of] })),
    })),
    reasons: [...rest.reasons],
    facts: restsOn.map(({ key, member, value, source, asOf }) => ({
      key,
      member,
      value: typeof value === 'object' ? [...value] : value,
      source,
      asOf,
    })),
    figures: figures.map(({ key, from, source }) => ({
      key: key as ParameterKey,
      from,
      article: cite(source),
    })),
    version: version.slice(0, shownDigits),
  }
}

/** What a claim would come to if somebody decided it now. */
export async function previewOf(
  db: Reader,
  deps: Deps,
  held: Of,
  state: ClaimState,
): Promise<DecisionPreview> {
  const { basis, computation, version, seen } = await judge(db, deps, held, state)
  const context = contextOf(state)
  const why = (command: Parameters<typeof whyNotDecide>[1]) => {
    const refused = whyNotDecide(computation, command, context)
    return refused === undefined ? null : { ...refused, facts: [...refused.facts] }
  }
  return {
    programme: state.programme,
    computation: computationView(computation, basis.figures, version),
    missing: [...computation.missing],
    conflicts: [...computation.conflicts],
    confirm: why({ type: 'confirm', named: '…' }),
    refuse: why({ type: 'refuse' }),
    grounds: grounds.filter((ground) => why({ type: 'refuse', ground }) === null),
    named: needsName(computation),
    seen,
  }
}

function recheckOf(
  state: ClaimState,
  last: { date: string; provisional: boolean } | undefined,
  today: string,
): DecisionDocument['recheck'] {
  if (state.process?.rechecked === true) return state.process.decision === null ? 'asked' : 'used'
  if (state.state !== 'refused' || last === undefined) return 'none'
  // Nothing is lost on a day that is only expected.
  return today > last.date && !last.provisional ? 'over' : 'possible'
}

/** The written decision, whole. */
export async function documentOf(
  deps: Deps,
  { row, person }: Of,
  state: ClaimState,
  kept: KeptDecision,
): Promise<DecisionDocument> {
  const { stored, outcome, claimId, number } = kept
  const [office, place, county] = await Promise.all([
    officeOf(deps.db, kept.unitId),
    placeName(deps.db, row.regionCode),
    placeName(deps.db, row.countyCode.padEnd(12, '0')),
  ])
  const all = remediesFor(outcome, stored.on, row.regionCode, holidays)
  const recheck = recheckOf(state, all.find(({ kind }) => kind === 'recheck')?.last, deps.clock.today())
  // Once is what there is: nobody is sent where nothing is looked at any more.
  const isSpent = recheck === 'asked' || recheck === 'used'
  return {
    claimId,
    applicationId: row.id,
    receiptNumber: row.receiptNumber,
    programme: state.programme,
    number,
    outcome,
    name: deps.vault.openField(person.nameCipher),
    place,
    county,
    office,
    on: stored.on,
    ...stored.said,
    ground: stored.ground,
    named: stored.named,
    joint: (stored.joint ?? []).map((one) => ({ ...one })),
    computation: computationView(stored.computation, stored.basis.figures, kept.version),
    remedies: all.filter(({ kind }) => kind !== 'recheck' || !isSpent),
    recheck,
    withheld: null,
  }
}

/** To which application a claim belongs. */
export async function applicationOf(db: Reader, claimId: string): Promise<string | undefined> {
  const [found] = await db.select({ id: claim.applicationId }).from(claim).where(eq(claim.id, claimId))
  return found?.id
}
