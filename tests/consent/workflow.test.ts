import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, signingOf, standing, stateOn } from '@yima/shared/consent/authorisation'
import type { Authorisation } from '@yima/shared/consent/authorisation'
import type { ConsentActor, ConsentCommand } from '@yima/shared/consent/commands'
import { checksMeans, departmentsFor } from '@yima/shared/consent/departments'
import { evolve } from '@yima/shared/consent/evolve'
import { allowedFor, decide } from '@yima/shared/consent/workflow'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { sourceIds } from '@yima/shared/verification/sources'
import { runs } from '../fixtures/runs.ts'

const needed = departmentsFor(['dibao'])
const day = fc
  .integer({ min: 0, max: 900 })
  .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
const id = fc.constantFrom('a', 'b', 'c', 'd')
const who = fc.record({
  name: fc.constantFrom('', '周素芬', '王大山'),
  birthDate: fc.constantFrom(null, '1974-03-12', '2012-06-01'),
  memberId: fc.constantFrom(null, 'm1', 'm2'),
  numberKnown: fc.boolean(),
})
const some = fc.uniqueArray(fc.constantFrom(...sourceIds))
const departments = fc.oneof(fc.constant([...needed]), some)
const until = fc.option(day)
const words = fc.constantFrom('', '不住在一起了')
const actor = fc.constantFrom<ConsentActor>('person', 'applicant', 'officer', 'system')
const command: fc.Arbitrary<ConsentCommand> = fc.oneof(
  fc.record({
    ...{ type: fc.constant('list' as const), id, who, departments, until },
    role: fc.constantFrom('applicant', 'adult', 'guardian-for'),
    ward: fc.constantFrom(null, 'child', 'incapable'),
  }),
  fc.record({ type: fc.constant('name' as const), id, who }),
  fc.record({ type: fc.constantFrom('ask' as const, 'see' as const, 'expire' as const), id }),
  {
    arbitrary: fc.record({
      ...{ type: fc.constant('sign' as const), id },
      method: fc.constantFrom('own-phone', 'witnessed', 'at-window', 'with-application'),
      certainty: fc.constantFrom('claimed', 'seen'),
      version: fc.constant('adult-1'),
      hash: fc.constant('0f'),
      signer: fc.constantFrom(null, '周素芬'),
      witness: fc.constantFrom('', '李村长'),
      numberKnown: fc.boolean(),
    }),
    weight: 4,
  },
  fc.record({
    type: fc.constantFrom('refuse' as const, 'withdraw' as const, 'strike' as const),
    id,
    reason: words,
  }),
  fc.record({ type: fc.constant('renew' as const), id, as: id, departments, until }),
)
const life = fc.array(fc.record({ actor, command, today: day }), { maxLength: 30 })

type Lived = {
  before: readonly Authorisation[]
  all: readonly Authorisation[]
  today: string
  said: ConsentCommand
}
function live(
  deeds: readonly { actor: ConsentActor; command: ConsentCommand; today: string }[],
  look: (lived: Lived) => void,
) {
  let all: readonly Authorisation[] = []
  for (const { actor: by, command: said, today } of [...deeds].sort((one, other) =>
    one.today.localeCompare(other.today),
  )) {
    const before = all
    const decided = decide(all, said, { actor: by, today })
    if ('refused' in decided) continue
    for (const event of decided) all = evolve(all, event)
    look({ before, all, today, said })
  }
}

describe('the consents of a household over any life', () => {
  it('are never complete while somebody who counts has not signed', () => {
    fc.assert(
      fc.property(life, (deeds) =>
        live(deeds, ({ all, today }) => {
          if (signingOf(all, today, needed) !== 'complete') return
          for (const one of standing(all)) {
            expect(one.signedOn).not.toBeNull()
            expect(one.who.name).not.toBe('')
            for (const source of needed) expect(covers(one, source, today)).toBe(true)
          }
        }),
      ),
      { numRuns: runs(1500) },
    )
  })

  it('let nobody be asked about who withdrew, refused, never signed or whose period is over', () => {
    fc.assert(
      fc.property(life, day, (deeds, later) =>
        live(deeds, ({ all, today }) => {
          for (const one of all) {
            const asked = sourceIds.filter((source) => covers(one, source, today))
            if (one.state !== 'signed') expect(asked).toEqual([])
            expect(asked.every((source) => one.departments.includes(source))).toBe(true)
            if (one.until !== null && later > one.until)
              expect(sourceIds.some((source) => covers(one, source, later))).toBe(false)
          }
        }),
      ),
      { numRuns: runs(1000) },
    )
  })

  it('never change their terms, and what was withdrawn is never alive again', () => {
    fc.assert(
      fc.property(life, (deeds) =>
        live(deeds, ({ before, all }) => {
          for (const one of before) {
            const now = all.find((other) => other.id === one.id)
            expect(now?.departments).toEqual(one.departments)
            expect([now?.until, now?.role, now?.ward]).toEqual([one.until, one.role, one.ward])
            if (one.state === 'withdrawn' || one.state === 'expired') expect(now?.state).toBe(one.state)
          }
          expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
        }),
      ),
      { numRuns: runs(1000) },
    )
  })

  it('are offered exactly what is not refused for who asks or when', () => {
    fc.assert(
      fc.property(life, actor, day, (deeds, by, today) =>
        live(deeds, ({ all }) => {
          for (const one of all)
            for (const type of ['ask', 'see', 'expire'] as const) {
              const decided = decide(all, { type, id: one.id }, { actor: by, today })
              expect('refused' in decided).toBe(!allowedFor(one, { actor: by, today }).includes(type))
            }
        }),
      ),
      { numRuns: runs(300) },
    )
  })
})

const asked = (
  changes: Partial<Extract<ConsentCommand, { type: 'list' }>> = {},
): readonly Authorisation[] => {
  const said = {
    ...({
      type: 'list',
      id: 'a',
      role: 'adult',
      ward: null,
      departments: needed,
      until: '2027-03-02',
    } as const),
    who: { name: '王大山', birthDate: '1970-01-01', memberId: null, numberKnown: true },
    ...changes,
  }
  const decided = decide([], said, { actor: 'officer', today: '2026-03-02' })
  if ('refused' in decided) throw new Error(decided.refused)
  return decided.reduce<readonly Authorisation[]>(evolve, [])
}
const signing = {
  ...({
    type: 'sign',
    id: 'a',
    method: 'own-phone',
    certainty: 'claimed',
    version: 'adult-1',
  } as const),
  ...{ hash: '0f', signer: null, witness: '', numberKnown: true },
}
const refusal = (
  all: readonly Authorisation[],
  said: ConsentCommand,
  by: ConsentActor,
  today = '2026-03-02',
) => {
  const decided = decide(all, said, { actor: by, today })
  return 'refused' in decided ? decided.refused : undefined
}

describe('a signature', () => {
  it('is given by nobody for another adult: not by who applies, nor by a guardian', () => {
    expect(refusal(asked(), signing, 'applicant')).toBe('not-yours')
    expect(refusal(asked(), { ...signing, signer: '周素芬' }, 'person')).toBe('not-a-ward')
    expect(refusal(asked(), signing, 'officer')).toBe('not-yours')
    expect(refusal(asked(), signing, 'person')).toBeUndefined()
  })

  it('at the door needs somebody who saw it', () => {
    const here = { ...signing, method: 'witnessed', certainty: 'seen' } as const
    expect(refusal(asked(), here, 'officer')).toBe('witness-needed')
    expect(refusal(asked(), { ...here, witness: '李村长' }, 'officer')).toBeUndefined()
  })

  it('of a child is its guardian’s, until the child is eighteen', () => {
    const child = { name: '小丫', birthDate: '2009-03-10', memberId: null, numberKnown: true }
    const ward = asked({ role: 'guardian-for', ward: 'child', who: child })
    expect(refusal(ward, signing, 'person')).toBe('guardian-needed')
    const decided = decide(ward, { ...signing, signer: '周素芬' }, { actor: 'person', today: '2026-03-02' })
    if ('refused' in decided) throw new Error(decided.refused)
    const [one] = decided.reduce<readonly Authorisation[]>(evolve, ward)
    if (!one) throw new Error('nobody')
    expect([stateOn(one, '2027-03-01'), covers(one, 'banks', '2027-03-01')]).toEqual(['signed', true])
    // The period of the wording is over first; without one the birthday is.
    expect(stateOn({ ...one, until: null }, '2027-03-09')).toBe('signed')
    expect(stateOn({ ...one, until: null }, '2027-03-10')).toBe('expired')
    expect(() => asked({ who: child })).toThrow('guardian-needed')
  })
})

describe('what departments may be asked', () => {
  it('are those that can confirm what the programmes read, and no other', () => {
    expect(needed).toEqual(
      expect.arrayContaining(['police', 'labour', 'tax', 'market', 'property', 'vehicles', 'banks']),
    )
    expect(departmentsFor([])).toEqual(['police', 'marriage'])
    expect(departmentsFor(['housing'])).not.toContain('education')
    expect(departmentsFor(['dibao', 'housing'])).toEqual(
      expect.arrayContaining([...departmentsFor(['housing'])]),
    )
  })

  it('are asked only for programmes that check means', () => {
    expect(programmeIds.filter(checksMeans).sort()).toEqual([
      'dibao',
      'dibao-edge',
      'housing',
      'rigid-expenditure',
      'tekun',
    ])
  })
})
