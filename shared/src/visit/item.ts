import { isFactKey, isHouseholdFact, type FactKey, type FactValue } from '../fact/dictionary.ts'
import { isValueOf } from '../fact/schema.ts'
import { careActs, livings, waysAtHome, type Living } from './ways.ts'

/** What an item of the checklist is about. */
export type ItemAbout =
  | { kind: 'fact'; key: FactKey; member: string | null }
  | { kind: 'care'; member: string }
  | { kind: 'living'; living: Living }

/** The name of an item: `fact:householdSize`, `fact:age:applicant`, `care:applicant`, `living:walls`. */
export const itemName = (about: ItemAbout): string => {
  if (about.kind === 'fact') return about.member === null ? `fact:${about.key}` : `fact:${about.key}:${about.member}`
  return about.kind === 'care' ? `care:${about.member}` : `living:${about.living}`
}

const isMember = (name: string | undefined): name is string => name !== undefined && /^[\w-]{1,40}$/.test(name)

/** What is meant by a name; undefined for what no checklist ever had. */
export function readItem(name: string): ItemAbout | undefined {
  const [kind, first = '', member, ...rest] = name.split(':')
  if (rest.length > 0) return undefined
  if (kind === 'care') return isMember(first) && member === undefined ? { kind, member: first } : undefined
  if (kind === 'living')
    return Object.hasOwn(livings, first) && member === undefined ? { kind, living: first as Living } : undefined
  if (kind !== 'fact' || !isFactKey(first) || !waysAtHome.has(first)) return undefined
  if (isHouseholdFact(first)) return member === undefined ? { kind, key: first, member: null } : undefined
  return isMember(member) ? { kind, key: first, member } : undefined
}

const allOf = (values: readonly string[], value: unknown): boolean =>
  Array.isArray(value) && new Set(value).size === value.length && value.every((one) => values.includes(one as string))

/** Whether this is an answer to such an item; null is one everywhere: it could not be seen. */
export function isAnswer(about: ItemAbout, value: unknown): value is FactValue | null {
  if (value === null) return true
  if (about.kind === 'fact') return isValueOf(about.key, value)
  if (about.kind === 'care') return allOf(careActs, value)
  const { many, values } = livings[about.living]
  return many ? allOf(values, value) : (values as readonly unknown[]).includes(value)
}

/** The same for one value however its parts are ordered. */
export const sameAnswer = (one: unknown, other: unknown): boolean => plain(one) === plain(other)
const plain = (value: unknown): string => JSON.stringify(Array.isArray(value) ? [...(value as string[])].sort() : value)
