import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { minutes } from '@yima/shared/appraisal/contract'
import { keptPanel, refusedMinutes } from '@yima/shared/appraisal/decide'
import { mustStepAside, resultOf, seats, votersOf, votes, type Barred, type PanelMember } from '@yima/shared/appraisal/panel'
import { quorumFor, quorums } from '@yima/shared/appraisal/quorum'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Meeting, Process } from '@yima/shared/process/process'
import { viewOf } from '@yima/shared/process/view'
import { decide, isRefusal } from '@yima/shared/process/workflow'
import { holidays } from '@yima/shared/calendar/holidays'
import { readClock } from '@yima/shared/process/clock'
import { runs } from '../fixtures/runs.ts'
import { begin, fullStaff, give, resident, type Lived } from '../process/lives.ts'
import { minutesOf, panelOf } from './halls.ts'

const names = ['王大山', '李桂兰', '张 明', '张明', '赵德顺', '周素芬', '孙二', '吴三', '郑四', '冯五', '陈六', '褚七']
const member: fc.Arbitrary<PanelMember> = fc.record(
  {
    name: fc.constantFrom(...names), seat: fc.constantFrom(...seats), officer: fc.constantFrom('o1', 'o2', 'o3'),
    aside: fc.constantFrom('relative' as const, 'visited' as const), vote: fc.constantFrom(...votes), signature: fc.constant('s'),
  },
  { requiredKeys: ['name', 'seat'] },
)
const good = fc.integer({ min: 7, max: 15 }).map((count) => panelOf(count, (at) => votes[at % 3]))
const barred: fc.Arbitrary<Barred[]> = fc.array(
  fc.oneof(
    fc.constantFrom(...names).map((name): Barred => ({ name, why: 'relative' })),
    fc.constantFrom('o1', 'o2').map((officer): Barred => ({ officer, why: 'visited' }))),
  { maxLength: 4 },
)
const told = fc
  .record({ base: good, more: fc.array(member, { maxLength: 6 }), how: fc.constantFrom('hands' as const, 'secret' as const), strip: fc.boolean(), off: fc.constantFrom(0, 0, 0, 1), signed: fc.boolean() })
  .map(({ base, more, how, strip, off, signed }) => {
    const all = [...base, ...more]
    const panel = how === 'secret' && strip ? all.map(({ vote: _, ...rest }) => rest) : all
    const count = (vote: PanelMember['vote']): number => votersOf(all).filter((one) => one.vote === vote).length
    const here = votersOf(panel).length
    const counted = how === 'hands' ? { for: count('for') + off, against: count('against'), abstained: count('abstained') } : { for: here + off, against: 0, abstained: 0 }
    return { how, panel, votes: counted, ...(signed ? { counters: base.slice(0, 2).map(({ name }) => ({ name, signature: 's' })) } : {}) }
  })
const quorum = quorumFor('village', '990101100201', '2026-11-23')

describe('an appraisal', () => {
  it('has a quorum with a day and a source, and says so where nobody has set one yet', () => {
    for (const { from, source, provisional } of Object.values(quorums).flat()) {
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect([source.length > 0, source.includes('暂定')]).toEqual([true, provisional])
    }
    expect(() => quorumFor('village', '990101100201', '2019-12-31')).toThrow(RangeError)
  })

  it('is never valid without its quorum, or with somebody who had to step aside', () => {
    let valid = 0
    fc.assert(
      fc.property(told, barred, (one, those) => {
        if (refusedMinutes(one, { quorum, barred: those }) !== undefined) return
        valid += 1
        const voters = votersOf(one.panel)
        expect(voters.length).toBeGreaterThanOrEqual(7)
        expect(voters.filter(({ seat }) => seat === 'villager').length * 3).toBeGreaterThanOrEqual(voters.length * 2)
        expect(voters.filter((voter) => mustStepAside(voter, those) !== undefined)).toEqual([])
        expect(one.votes.for + one.votes.against + one.votes.abstained).toBe(voters.length)
      }),
      { numRuns: runs(600) },
    )
    expect(valid).toBeGreaterThan(20)
  })

  it('counted in secret never keeps who voted how', () => {
    fc.assert(
      fc.property(told, (one) => {
        if (one.how !== 'secret') return
        expect(JSON.stringify(keptPanel(one))).not.toMatch(/"vote"/)
        const whole = minutesOf({ now: '2026-11-23T02:00:00.000Z' }, one.panel, () => '0196f0a0-0000-7000-8000-00000000000a', { how: 'secret', votes: one.votes })
        if (one.panel.some((member: PanelMember) => member.vote !== undefined)) {
          expect(v.safeParse(minutes, whole).success).toBe(false)
          expect(refusedMinutes(one, { quorum, barred: [] })).toBeDefined()
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('does not pass a relative by another way of writing the name, and leaves doubt where no half agrees', () => {
    expect(mustStepAside({ name: '张 明' }, [{ name: '张明', why: 'relative' }])).toBe('relative')
    expect([resultOf({ for: 4, against: 3, abstained: 0 }), resultOf({ for: 3, against: 4, abstained: 0 }), resultOf({ for: 3, against: 3, abstained: 1 })])
      .toEqual(['fits', 'differs', 'doubtful'])
  })
})

const office = { staff: fullStaff, excluded: [] }
const by = (id: string) => fullStaff.find((one) => one.id === id) ?? resident
const said = { basis: '民发〔2021〕57号', reason: '说法不一' }
const meeting = (level: Meeting['level'] = 'village'): Meeting => ({ minutes: `of-${level}`, level, votes: { for: 6, against: 1, abstained: 0 } })
const looked = (found: 'fits' | 'doubtful'): Lived => {
  const lived = begin('dibao', '2026-03-02', office)
  const checked = give(lived, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }, by('centre'), office)
  return give(checked, { ...said, type: 'record', step: 'visit', found, companions: ['worker'] }, by('clerk'), office)
}
const why = ({ process, today }: Lived, command: ProcessCommand, who: string): string => {
  const answer = decide(process, command, { actor: by(who), today, table: holidays, ...office })
  return isRefusal(answer) ? answer.refused : 'done'
}
const held = (found: 'fits' | 'differs' | 'doubtful', level?: Meeting['level']): ProcessCommand =>
  ({ ...said, type: 'record', step: 'appraisal', found, companions: ['leader'], meeting: meeting(level) })
const call: ProcessCommand = { ...said, type: 'call-appraisal' }
const second: ProcessCommand = { ...said, type: 'ask-reappraisal', by: 'family' }

describe('the way of a claim whose facts are doubtful', () => {
  it('has a meeting only after somebody called one, with minutes, and then it cannot be left out', () => {
    const doubt = looked('doubtful')
    expect(why(doubt, held('fits'), 'clerk')).toBe('appraisal-not-called')
    expect(why(doubt, call, 'worker')).toBe('not-yours')
    expect(why(doubt, call, 'county')).toBe('done')
    const called = give(doubt, call, by('clerk'), office)
    expect(why(called, call, 'clerk')).toBe('not-allowed-now')
    expect(why(called, { ...said, type: 'record', step: 'appraisal', found: 'fits', companions: [] }, 'clerk')).toBe('minutes-needed')
    expect(why(give(looked('fits'), call, by('clerk'), office), { ...said, type: 'skip', step: 'appraisal' }, 'clerk')).toBe('step-required')
    expect(viewOf(give(called, held('fits'), by('clerk'), office).process, '2026-03-03', holidays).appraisal).toMatchObject({
      called: '2026-03-02', meetings: [{ level: 'village', votes: { for: 6, against: 1, abstained: 0 }, found: 'fits' }], second: 'possible',
    })
  })

  it('is not decided by the meeting: either opinion stays open whatever it said', () => {
    for (const found of ['fits', 'differs', 'doubtful'] as const) {
      const lived = give(give(looked('doubtful'), call, by('clerk'), office), held(found), by('clerk'), office)
      expect(why(lived, { ...said, type: 'propose', opinion: 'confirm' }, 'clerk')).toBe('done')
      expect(why(lived, { ...said, type: 'propose', opinion: 'refuse' }, 'clerk')).toBe('done')
      expect(lived.process.decision).toBeNull()
    }
  })

  it('is held once more when the family asks: at the township, by others, once, and its clock runs on', () => {
    const first = give(give(looked('doubtful'), call, by('clerk'), office), held('differs'), by('clerk'), office)
    const thought = give(first, { ...said, type: 'propose', opinion: 'refuse' }, by('colleague'), office)
    const due = readClock(thought.process, thought.today, holidays).due
    const asked = give(thought, second, resident, office)
    expect(asked.process.opinion).toBeNull()
    expect([readClock(asked.process, asked.today, holidays).due, asked.process.paused]).toEqual([due, null])
    // Whoever wrote or sat in the first does not write the second, and the village does not either.
    expect([why(asked, held('fits', 'township'), 'clerk'), why(asked, held('fits', 'township'), 'leader')]).toEqual(['not-yours', 'not-yours'])
    expect(why(asked, held('fits', 'township'), 'worker')).toBe('not-yours')
    const again = give(asked, held('fits', 'township'), by('colleague'), office)
    expect(viewOf(again.process, again.today, holidays).appraisal).toMatchObject({
      meetings: [{ level: 'village', found: 'differs' }, { level: 'township', found: 'fits' }], second: 'asked',
    })
    expect(why(again, second, 'clerk')).toBe('not-allowed-now')
  })

  it('is told to wait for a second meeting only while it stands still, and not once it is decided', () => {
    const met = give(give(looked('doubtful'), call, by('clerk'), office), held('fits'), by('clerk'), office)
    const said = (process: Partial<Process>) => viewOf({ ...met.process, ...process }, met.today, holidays).appraisal?.second
    const paused = { reason: 'supplement', since: met.today } as const
    const decision = { on: met.today, hands: ['county'], basis: 'x', reason: 'y', outcome: 'confirmed', afterwards: [] } as unknown as Process['decision']
    expect([said({}), said({ paused }), said({ decision }), said({ paused, decision })]).toEqual(['possible', 'later', null, null])
  })
})
