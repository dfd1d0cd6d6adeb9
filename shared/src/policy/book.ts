import { circumstances } from './circumstances.ts'
import type { CircumstanceId } from './circumstance-ids.ts'
import type { Condition } from './condition.ts'
import { limitRules, type LimitRules } from './limits.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeId } from './programme-ids.ts'
import { programmes } from './programmes/index.ts'

/** What the engine reads of a programme. */
export type Rules = Pick<Programme, 'id' | 'forHousehold' | 'forMember' | 'amount'>

/** Everything that is decided by, as plain data: today's, or that of an earlier decision. */
export type RuleBook = {
  readonly programmes: { readonly [K in ProgrammeId]?: Rules }
  readonly circumstances: { readonly [K in CircumstanceId]?: Condition }
  readonly limits: LimitRules
}

/** The rules in force. */
export const currentBook: RuleBook = { programmes, circumstances, limits: limitRules }
