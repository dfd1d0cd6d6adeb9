import type { Condition } from './condition.ts'
import type { AmountRule } from './amount.ts'
import type { DocumentId } from './documents.ts'
import type { PaperId } from './papers.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { Source } from './source.ts'

/** Names: catalogue `policy`, `policy.department.<id>`. */
export type DepartmentId =
  | 'civil-affairs'
  | 'disabled-federation'
  | 'medical-insurance'
  | 'education'
  | 'housing'
  | 'labour'
  | 'emergency'
  | 'justice'
  | 'political-legal'
  | 'rescue-station'

/** Who takes the request and who decides. Names: catalogue `policy`, `policy.office.<id>`. */
export type OfficeId =
  | 'township'
  | 'township-anywhere'
  | 'township-of-emergency'
  | 'township-or-insurance-desk'
  | 'township-or-school'
  | 'township-or-village'
  | 'legal-aid-centre'
  | 'rescue-station'
  | 'handling-authority'
  | 'county-civil-affairs'
  | 'township-small-county-rest'
  | 'county-medical-insurance'
  | 'school-and-county'
  | 'county-housing'
  | 'county-labour'
  | 'county-emergency'
  | 'federation-then-civil-affairs'
  | 'legal-aid-office'
  | 'township-or-county'

/** Days, hours or months that a step takes at most (`n: 0` is at once). */
export type Deadline = {
  step: DeadlineStep
  n: number
  unit: 'hour' | 'day' | 'workday' | 'month'
  source: Source
}

/** Names: catalogue `policy`, `policy.deadline.<step>`. */
export type DeadlineStep =
  | 'start-investigation'
  | 'public-notice'
  | 'county-decision'
  | 'whole-process'
  | 'whole-process-extended'
  | 'refusal-notice'
  | 'township-opinion'
  | 'ability-reassessment'
  | 'validity'
  | 'emergency-payment'
  | 'backfill-papers'
  | 'direct-settlement'
  | 'term-recognition'
  | 'township-review'
  | 'federation-review'
  | 'payment-after-acceptance'
  | 'recognition'
  | 'emergency-food'
  | 'paid-from'
  | 'decision'
  | 'assign-lawyer'
  | 'objection-review'
  | 'stay'
  | 'response'
  | 'yearly-batch'
  | 'notify-after-funds'
  | 'first-visit'

/** The public notice that gates the claim. `then: long-term` stays up while the aid is paid. */
export type NoticeRule =
  | { kind: 'none'; reason: 'child-privacy' | 'not-needed' }
  | {
      kind: 'review' | 'temporary' | 'school'
      days: number
      unit: 'day' | 'workday'
      source: Source
      then?: 'long-term'
      never?: 'minors'
      only?: 'by-application'
      /** In an emergency help comes first, and is posted afterwards. */
      afterwards?: 'in-emergency'
    }

export type Process = {
  /** Means verification: of the family, only a look-up of a status, afterwards, or none. */
  verification: 'family' | 'status' | 'afterwards' | 'damage' | 'none'
  visit: 'always' | 'optional' | 'may-follow' | 'none'
  appraisal: 'if-doubtful' | 'optional' | 'school' | 'village' | 'none'
  notice: NoticeRule
  /** Claims of officials' relatives are filed and handled one level up. */
  relativeFiling?: true
  selfCareAssessment?: true
}

export type AmountKind = 'monthly' | 'yearly' | 'once' | 'per-bill' | 'status' | 'service'

/**
 * One programme as data. A household programme states `forHousehold`, a person's `forMember`; a
 * programme with both opens two ways in (one for the family, one for a member alone).
 */
export type Programme = {
  id: ProgrammeId
  /** 0 for everybody of an age, 1 floor, 2 special, 3 emergency, 4 law. */
  layer: 0 | 1 | 2 | 3 | 4
  unit: 'household' | 'person' | 'child' | 'matter'
  departments: readonly [DepartmentId, ...DepartmentId[]]
  accepts: OfficeId
  confirms: OfficeId
  forHousehold?: Condition
  forMember?: Condition
  amount: { kind: AmountKind; source: Source; household?: AmountRule; member?: AmountRule }
  papers: readonly PaperId[]
  process: Process
  deadlines: readonly Deadline[]
  /** Months between re-checks while the aid is paid. */
  review?: { stable: number; unstable?: number; source: Source }
  sources: readonly [DocumentId, ...DocumentId[]] | readonly ['local']
}
