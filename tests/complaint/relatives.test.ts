import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relativesAmong, type DeclaredKin, type KinOfficer } from '@yima/shared/complaint/relatives'

const officers: KinOfficer[] = [
  { id: 'meant', name: '何文静', phone: 'p1' },
  { id: 'brother', name: '何文军', phone: 'p2' },
  { id: 'cousin', name: '李平', phone: 'p3' },
  { id: 'stranger', name: '王安', phone: null },
]
const kin = (said: Partial<DeclaredKin>): DeclaredKin => ({ officerId: 'meant', name: '某人', number: 'n', phone: null, ...said })
const related = (...declared: DeclaredKin[]): string[] => relativesAmong(new Set(['meant']), declared, officers)

describe('an officer is related to whoever is meant', () => {
  it('when either declared the other, by name or by telephone', () => {
    expect(related(kin({ name: '何文军' }))).toEqual(['brother'])
    expect(related(kin({ phone: 'p3' }))).toEqual(['cousin'])
    expect(related(kin({ officerId: 'cousin', name: '何文静' }))).toEqual(['cousin'])
    expect(related(kin({ officerId: 'cousin', phone: 'p1' }))).toEqual(['cousin'])
  })

  it('when both declared the same person, and by nothing less', () => {
    expect(related(kin({ number: 'father' }), kin({ officerId: 'brother', number: 'father' }))).toEqual(['brother'])
    expect(related(kin({ number: 'father' }), kin({ officerId: 'brother', number: 'other' }))).toEqual([])
    expect(related(kin({ officerId: 'brother', name: '王安' }))).toEqual([])
  })
})

it('whatever more is declared lets nobody in again', () => {
  const someKin = fc.record({
    officerId: fc.constantFrom(...officers.map(({ id }) => id)), name: fc.constantFrom(...officers.map(({ name }) => name), '旁人'),
    number: fc.constantFrom('a', 'b', 'c'), phone: fc.constantFrom('p1', 'p2', 'p3', null),
  })
  fc.assert(fc.property(fc.array(someKin), fc.array(someKin), (some, more) => {
    const [few, many] = [related(...some), related(...some, ...more)]
    expect(few.filter((id) => !many.includes(id))).toEqual([])
    expect(many).not.toContain('meant')
  }))
})
