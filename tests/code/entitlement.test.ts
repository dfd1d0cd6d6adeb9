import { describe, expect, it } from 'vitest'
import { judgeEntitlement, type EntitlementFacts } from '@yima/shared/code/entitlement'

const facts: EntitlementFacts = {
  status: 'dibao',
  until: '2026-12-31',
  expires: 1000,
  id: 'one',
  signed: true,
}
const known = { today: '2026-03-02', now: 500, revoked: [] }

describe('an agency that is shown a status', () => {
  it('believes it until its last second and on the last day of the status', () => {
    expect(judgeEntitlement(facts, known)).toBe('holds')
    expect(judgeEntitlement(facts, { ...known, now: 1000, today: '2026-12-31' })).toBe('holds')
    expect(judgeEntitlement({ ...facts, until: undefined }, { ...known, today: '2099-01-01' })).toBe('holds')
  })

  it.each([
    ['expired', facts, { ...known, now: 1001 }],
    ['ended', facts, { ...known, today: '2027-01-01' }],
    ['revoked', facts, { ...known, revoked: ['one'] }],
    ['forged', { ...facts, signed: false }, known],
    ['unknown-key', { ...facts, signed: undefined }, known],
    ['unknown-status', { ...facts, status: 'millionaire' }, known],
  ] as const)('hears that it is %s', (verdict, given, heard) => {
    expect(judgeEntitlement(given, heard)).toBe(verdict)
  })

  it('hears of a forgery first, whatever else it claims', () => {
    expect(
      judgeEntitlement({ ...facts, signed: false, id: 'one' }, { ...known, revoked: ['one'], now: 2000 }),
    ).toBe('forged')
  })
})
