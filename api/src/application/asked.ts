import type { Submission } from '@yima/shared/application/contract'
import { regionParameters } from '@yima/shared/policy/parameters/parameters-for'
import { Problem } from '@yima/shared/problem'
import { findCountyOf } from '@yima/shared/region/code'
import { commandClaim, type Outcome } from '../claim/command.ts'
import type { Behalf } from '../family/behalf.ts'
import type { Deps, Once } from '../http/context.ts'
import { prepare, type Prepared } from './prepare.ts'

/** What one person asks for, with all that follows from it before the transaction begins. */
export type Asked = {
  once: Once
  body: Submission
  locale: 'zh-CN' | 'en'
  prepared: Prepared
  claims: Outcome[]
  countyCode: string
  today: string
  /** In whose place it is asked, if in anybody's. */
  behalf: Behalf | undefined
  /** Whether somebody is signed in already where it is asked: that stays as it is. */
  isSomebody: boolean
}

/** Opens the claims: pure, so that everything is decided before the transaction begins. Who will have them is not asked. */
function openClaims({ regionCode: region }: Submission, { openings }: Prepared, today: string): Outcome[] {
  const actor = { kind: 'resident', id: '' } as const
  const place = { actor, today, region, staff: [], excluded: [], minor: false, emergency: false }
  return openings.map((opening) => commandClaim(undefined, { type: 'open', ...opening }, place))
}

/** Throws `invalid-input` for a place that nobody serves. */
export function askedBy(
  deps: Deps,
  once: Once,
  body: Submission,
  locale: 'zh-CN' | 'en',
  { behalf, isSomebody = false }: { behalf?: Behalf | undefined; isSomebody?: boolean } = {},
): Asked {
  const countyCode = findCountyOf(body.regionCode)?.slice(0, 6)
  // Where no figures are set nobody serves either, and without figures nothing can be prepared.
  const served = regionParameters.some(({ region }) => body.regionCode.startsWith(region))
  if (!countyCode || !served)
    throw new Problem('invalid-input', [{ field: 'regionCode', code: 'not-served' }])
  const today = deps.clock.today()
  const prepared = prepare(body, today)
  return {
    once,
    body,
    locale,
    prepared,
    claims: openClaims(body, prepared, today),
    countyCode,
    today,
    ...{ behalf, isSomebody },
  }
}
