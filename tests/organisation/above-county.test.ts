import { describe, expect, it } from 'vitest'
import type { Change, Officer } from '@yima/shared/organisation/organisation'
import { decide } from '@yima/shared/organisation/workflow'
import {
  after,
  city,
  county,
  countyOf,
  fieldsOf,
  person,
  propose,
  province,
  refusal,
  today,
  town,
  village,
  withAbove,
} from './small-county.ts'

const audit = `${city}:audit`
const qin = person('qin', 'administrator')
const yao = person('yao', 'administrator')
const peng = person('peng', 'leader')
const ji = person('ji', 'supervisor', { regionCode: city, unitId: audit })
const base = withAbove(countyOf(qin, yao, peng, ji))

const change = (officer: Officer, other: Partial<Officer>): Change => ({
  type: 'change-officer',
  ...fieldsOf({ ...officer, ...other }),
})
const hu: Change = {
  type: 'add-officer',
  ...fieldsOf(person('hu', 'supervisor', { regionCode: city, unitId: audit, manager: 'ji' })),
}

describe('who sits above the county', () => {
  it('is entered by an administrator of the county and confirmed by another, and supervises and nothing else', () => {
    const waiting = after(base, propose('c', hu), 'qin')
    expect(waiting.pending['c']?.state).toBe('proposed')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'qin')).toBe('own-proposal')
    expect(after(waiting, { type: 'confirm', id: 'c' }, 'peng').officers['hu']?.active).toBe(true)
    for (const role of ['administrator', 'leader', 'county-officer', 'clerk', 'department-officer'] as const)
      expect(refusal(base, propose('c', { ...hu, role }), 'qin')).toBe('role-place')
    const worker = { ...hu, role: 'village-worker', regionCode: village, manager: null } as const
    expect(refusal(base, propose('c', worker), 'qin')).toBe('not-in-unit')
  })

  it.each([
    ['sent away', { type: 'end-officer', id: 'ji' }],
    ['called something else', change(ji, { post: '科员' })],
    ['put on leave', { type: 'set-absence', id: 'a', officerId: 'ji', from: today, to: today, deputy: null }],
    ['left without an office', { type: 'close-unit', id: `${city}:petition` }],
    ['moved to a place of another name', { type: 'rename-region', code: city, name: '别的市' }],
  ] as [string, Change][])('is %s by no one hand: whoever is overseen could do it', (_what, given) => {
    const waiting = after(base, propose('c', given), 'qin')
    expect(waiting.pending['c']?.state).toBe('proposed')
    expect(waiting.officers['ji']).toEqual(base.officers['ji'])
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'qin')).toBe('own-proposal')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'yao')).toBeNull()
  })

  it('loses the sight of nobody by one hand either', () => {
    const led = withAbove(countyOf(qin, yao, { ...peng, manager: 'ji' }, ji))
    const waiting = after(led, propose('c', change({ ...peng, manager: 'ji' }, { manager: null })), 'qin')
    expect(waiting.pending['c']?.state).toBe('proposed')
    expect(waiting.officers['peng']?.manager).toBe('ji')
  })

  it('stands in for nobody who handles something', () => {
    const away = { type: 'set-absence', id: 'a', from: today, to: today, deputy: 'ji' } as const
    const wen = person('wen', 'supervisor', { regionCode: city, unitId: audit })
    const both = withAbove(countyOf(qin, yao, peng, ji, wen))
    expect(refusal(both, propose('c', { ...away, officerId: 'peng' }), 'qin')).toBe('deputy-wrong')
    expect(refusal(both, propose('c', { ...away, officerId: 'wen' }), 'qin')).toBeNull()
  })

  it('changes and confirms nothing there, in the county as little as at home', () => {
    expect(refusal(base, propose('c', hu), 'ji')).toBe('not-yours')
    expect(refusal(base, propose('c', { type: 'end-officer', id: 'qin' }), 'ji')).toBe('not-yours')
    const waiting = after(base, propose('c', hu), 'qin')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'ji')).toBe('not-yours')
  })

  it('is raised by nobody of the own line, which reaches from the province down to the village', () => {
    const led = withAbove(
      countyOf(
        { ...qin, manager: 'ji' },
        yao,
        peng,
        { ...ji, manager: 'wen' },
        person('wen', 'supervisor', { regionCode: province, unitId: `${province}:audit` }),
      ),
    )
    const raise = change(person('wen', 'supervisor', { regionCode: province, unitId: `${province}:audit` }), {
      unitId: `${province}:discipline`,
    })
    expect(refusal(led, propose('c', raise), 'qin')).toBe('own-line')
    const waiting = after(led, propose('c', raise), 'yao')
    expect(waiting.pending['c']?.state).toBe('proposed')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'qin')).toBe('own-line')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'peng')).toBeNull()
    expect(refusal(base, propose('c', change(qin, { manager: 'ji' })), 'qin')).toBe('own-line')
  })
})

describe('a place above the county', () => {
  it('is written down where the register lacks it, by two, and lies around what was there', () => {
    const bare = countyOf(qin, yao, peng)
    const adds = (code: string, name: string): Change => ({ type: 'add-region', code, name })
    const taken = (before: typeof bare, id: string, given: Change) =>
      after(after(before, propose(id, given), 'qin'), { type: 'confirm', id }, 'yao')
    expect(after(bare, propose('c', adds(province, '示例省')), 'qin').pending['c']?.state).toBe('proposed')
    const once = taken(bare, 'p', adds(province, '示例省'))
    expect([once.places[province]?.level, once.places[county]?.parent]).toEqual(['province', province])
    const twice = taken(once, 'q', adds(city, '示例市'))
    expect([twice.places[county]?.parent, twice.places[city]?.parent]).toEqual([city, province])
    expect(twice.places[town]).toBe(bare.places[town])
    for (const other of ['980000000000', '990200000000', '990102000000'])
      expect(refusal(twice, propose('c', adds(other, '外地')), 'qin')).toBe('not-yours')
  })

  it('cannot go while the county is in it', () => {
    expect(refusal(base, propose('c', { type: 'close-region', code: city }), 'qin')).toBe('place-not-empty')
  })
})

it('a line of a table about somebody above waits for two like everything there', () => {
  const answer = decide(base, propose('c', change(ji, { name: '纪小云' })), { actor: 'qin', today })
  expect(answer).toMatchObject([{ type: 'change-proposed', pending: { state: 'proposed' } }])
})
