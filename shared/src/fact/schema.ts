import * as v from 'valibot'
import { dictionary, factKeys, isHouseholdFact } from './dictionary.ts'
import { mostMembers } from './limits.ts'
import type { FactKey, Household, HouseholdFact, Member, MemberFact, ValueOf } from './dictionary.ts'
import type { FactSpec } from './spec.ts'

const unknown = v.literal('unknown')

/** Every message is a stable code; valibot's own would quote the refused value. */
function valueSchema(spec: FactSpec): v.GenericSchema<unknown, unknown> {
  switch (spec.type) {
    case 'boolean':
      return v.union([v.boolean(), unknown], 'not-yes-or-no')
    case 'enum':
      return v.union([v.picklist(spec.values), unknown], 'not-a-choice')
    case 'set':
      return v.union(
        [v.pipe(v.array(v.picklist(spec.values)), v.maxLength(spec.values.length)), unknown],
        'not-a-choice',
      )
    case 'integer':
      return v.union([numberWithin(spec, v.integer('not-whole')), unknown], 'not-a-number')
    case 'number':
      return v.union([numberWithin(spec, v.finite('not-a-number')), unknown], 'not-a-number')
    default:
      return spec satisfies never
  }
}

const numberWithin = (
  { min, max }: { min: number; max: number },
  kind: v.IntegerAction<number, string> | v.FiniteAction<number, string>,
) => v.pipe(v.number(), kind, v.minValue(min, 'out-of-range'), v.maxValue(max, 'out-of-range'))

type Checked<K extends FactKey> = v.GenericSchema<ValueOf<K> | 'unknown', ValueOf<K> | 'unknown'>
type Entries<K extends FactKey> = { [F in K]: v.OptionalSchema<Checked<F>, undefined> }

/** The dictionary as schema entries, so that a fact added there is checked here. */
const entriesOf = <K extends FactKey>(keys: readonly FactKey[]): Entries<K> =>
  Object.fromEntries(keys.map((key) => [key, v.optional(valueSchema(dictionary[key]))])) as Entries<K>

/** Whether something is a value of this fact; that nobody knows it is none. */
export const isValueOf = (key: FactKey, value: unknown): boolean =>
  value !== 'unknown' && v.is(valueSchema(dictionary[key]), value)

const householdKeys = factKeys.filter(isHouseholdFact)
const memberKeys = factKeys.filter((key) => !isHouseholdFact(key))

/** Any name that is unique in the household; members are told apart by it. */
export const memberId = v.pipe(v.string('not-text'), v.regex(/^[\w-]{1,40}$/, 'member-id'))

/** What somebody says of a household. Unknown keys are refused, never dropped in silence. */
export const householdSchema: v.GenericSchema<Household, Household> = v.strictObject(
  entriesOf<HouseholdFact>(householdKeys),
  'unknown-fact',
)

export const memberSchema: v.GenericSchema<Member, Member> = v.strictObject(
  { id: memberId, ...entriesOf<MemberFact>(memberKeys) },
  'unknown-fact',
)

export const membersSchema = v.pipe(
  v.array(memberSchema, 'not-a-list'),
  v.maxLength(mostMembers, 'too-many'),
  v.check((members) => new Set(members.map((one) => one.id)).size === members.length, 'same-id-twice'),
)
