import { describe, expect, it } from 'vitest'
import { officerRoles } from '@yima/shared/access/actor'
import { actions, mayAs, relationNames } from '@yima/shared/access/table'
import type { Change, Officer } from '@yima/shared/organisation/organisation'
import { below, grantsOf } from '@yima/shared/organisation/power'
import { allowed, decide } from '@yima/shared/organisation/workflow'
import { addDays } from '@yima/shared/calendar/working-days'
import {
  after,
  county,
  countyOf,
  fieldsOf,
  person,
  propose,
  refusal,
  today,
  town,
  typesOf,
  village,
  window,
} from './small-county.ts'

const qin = person('qin', 'administrator')
const yao = person('yao', 'administrator')
const peng = person('peng', 'leader')
const tan = person('tan', 'leader', { regionCode: town })
const he = person('he', 'clerk', { regionCode: town, manager: 'tan' })
const yu = person('yu', 'village-worker', { regionCode: village, unitId: window, manager: 'he' })
const base = countyOf(qin, yao, peng, tan, he, yu)
const on = { today }

const change = (officer: Officer, other: Partial<Officer>): Change => ({
  type: 'change-officer',
  ...fieldsOf({ ...officer, ...other }),
})
const newClerk: Change = { type: 'add-officer', ...fieldsOf(person('liu', 'clerk', { regionCode: town })) }

describe('who is in which office', () => {
  it('changes by two people where it gives power: one proposes, another confirms', () => {
    expect(typesOf(decide(base, propose('c1', newClerk), { actor: 'qin', ...on }))).toEqual([
      'change-proposed',
    ])
    const waiting = after(base, propose('c1', newClerk), 'qin')
    expect(waiting.officers['liu']).toBeUndefined()
    expect(refusal(waiting, { type: 'confirm', id: 'c1' }, 'qin')).toBe('own-proposal')
    expect(refusal(waiting, { type: 'decline', id: 'c1', reason: '不妥' }, 'qin')).toBe('own-proposal')
    for (const other of ['tan', 'he', 'yu', 'nobody'])
      expect(refusal(waiting, { type: 'confirm', id: 'c1' }, other)).toBe('not-yours')
    for (const second of ['yao', 'peng']) {
      const done = after(waiting, { type: 'confirm', id: 'c1' }, second)
      expect(done.officers['liu']).toMatchObject({
        active: true,
        role: 'clerk',
        appointedBy: ['qin', second],
      })
      expect(done.pending).toEqual({})
    }
  })

  it('changes by the only administrator of a new server as far as a second one, and no further', () => {
    const alone = countyOf(qin)
    const second: Change = { type: 'add-officer', ...fieldsOf(yao) }
    const officer: Change = { type: 'add-officer', ...fieldsOf(person('liu', 'clerk', { regionCode: town })) }
    expect(after(alone, propose('c0', officer), 'qin').officers['liu']).toBeUndefined()
    const two = after(alone, propose('c1', second), 'qin')
    expect(two.officers['yao']).toMatchObject({ active: true, appointedBy: ['qin'] })
    const third: Change = { type: 'add-officer', ...fieldsOf(peng) }
    expect(after(two, propose('c2', third), 'qin').officers['peng']).toBeUndefined()
    expect(after(two, propose('c3', { type: 'end-officer', id: 'yao' }), 'qin').officers['yao']?.active).toBe(
      true,
    )
    const tomorrow = addDays(today, 1)
    const later = after(alone, propose('c4', second, tomorrow), 'qin')
    expect(after(later, { type: 'take-effect', id: 'c4' }, null, tomorrow).officers['yao']?.active).toBe(true)
  })

  it('is reached under another number, or said to be related, by two people: both turn a door', () => {
    const turned: Change = { type: 'change-officer', ...fieldsOf(he), newPhone: '5678' }
    const related: Change = { type: 'add-relative', id: 'r', officerId: 'he', kinship: 'child' }
    for (const one of [turned, related]) {
      const waiting = after(base, propose('c1', one), 'qin')
      expect(waiting.pending['c1']?.state).toBe('proposed')
      expect(refusal(waiting, { type: 'confirm', id: 'c1' }, 'qin')).toBe('own-proposal')
      expect(refusal(waiting, { type: 'confirm', id: 'c1' }, 'yao')).toBeNull()
    }
    const own: Change = { type: 'change-officer', ...fieldsOf(qin), newPhone: '5678' }
    expect(refusal(base, propose('c2', own), 'qin')).toBe('own-line')
  })

  it.each([
    ['a wider role', change(he, { role: 'leader' })],
    ['a wider place', change({ ...yu, manager: null }, { regionCode: town, role: 'clerk' })],
    ['somebody to lead', change(yu, { manager: 'tan' })],
    [
      'a deputy for somebody with more',
      { type: 'set-absence', id: 'a', officerId: 'tan', from: today, to: today, deputy: 'he' },
    ],
    ['a relative’s file', { type: 'end-relative', id: 'r', officerId: 'he' }],
    [
      'another desk',
      change(he, { unitId: `${county}:civil`, regionCode: county, role: 'county-officer', manager: null }),
    ],
  ] as [string, Change][])('waits for a second person when somebody gets %s', (_what, given) => {
    expect(typesOf(decide(base, propose('c', given), { actor: 'qin', ...on }))).toEqual(['change-proposed'])
  })

  it.each([
    ['a name', change(he, { name: '何静' })],
    ['a post', change(he, { post: '综合窗口' })],
    ['less', change(tan, { role: 'clerk' })],
    ['the end of an office', { type: 'end-officer', id: 'he' }],
    ['nobody to lead any more', change(yu, { manager: null })],
    [
      'a deputy with the same office',
      { type: 'set-absence', id: 'a', officerId: 'he', from: today, to: today, deputy: 'tan' },
    ],
  ] as [string, Change][])(
    'changes at once, without a second person, when somebody gets %s',
    (_what, given) => {
      expect(typesOf(decide(base, propose('c', given), { actor: 'qin', ...on }))).toEqual([
        'change-proposed',
        'change-took-effect',
      ])
    },
  )

  it('is proposed by administrators of the place and by nobody else', () => {
    for (const other of ['peng', 'tan', 'he', 'yu', 'nobody'])
      expect(refusal(base, propose('c', newClerk), other)).toBe('not-yours')
    expect(refusal(base, propose('c', newClerk), null)).toBe('not-yours')
  })

  it('needs a reason, a day from today on, and something new', () => {
    expect(refusal(base, { ...propose('c', newClerk), reason: ' ' } as never, 'qin')).toBe('reason-needed')
    expect(refusal(base, propose('c', newClerk, addDays(today, -1)), 'qin')).toBe('date-past')
    expect(refusal(base, propose('c', newClerk, addDays(today, 367)), 'qin')).toBe('date-too-far')
    expect(refusal(base, propose('c', change(he, {})), 'qin')).toBe('nothing-new')
  })

  it('may lie ahead: at its day it happens by itself, once, and not before', () => {
    const later = addDays(today, 10)
    const waiting = after(base, propose('c1', newClerk, later), 'qin')
    const set = after(waiting, { type: 'confirm', id: 'c1' }, 'yao')
    expect(set.officers['liu']).toBeUndefined()
    expect(refusal(set, { type: 'take-effect', id: 'c1' }, null, addDays(today, 9))).toBe('not-due')
    expect(refusal(set, { type: 'take-effect', id: 'c1' }, 'qin', later)).toBe('not-yours')
    const done = after(set, { type: 'take-effect', id: 'c1' }, null, later)
    expect(done.officers['liu']?.active).toBe(true)
    expect(refusal(done, { type: 'take-effect', id: 'c1' }, null, later)).toBe('not-waiting')
  })

  it('lapses when meanwhile it would give what nobody confirmed', () => {
    const later = addDays(today, 10)
    const lowered = after(base, propose('c1', change(tan, { role: 'clerk' }), later), 'qin')
    const gone = after(lowered, propose('c2', { type: 'end-officer', id: 'yu' }), 'qin')
    const demoted = after(gone, propose('c3', { type: 'end-officer', id: 'he' }), 'qin')
    expect(
      typesOf(decide(demoted, { type: 'take-effect', id: 'c1' }, { actor: null, today: later })),
    ).toEqual(['change-took-effect'])
    const set = after(base, propose('c4', change(he, { post: '综合窗口' }), later), 'qin')
    const below = countyOf(qin, yao, peng, tan, { ...he, role: 'village-worker', regionCode: village }, yu)
    const asVillageWorker = { ...below, pending: set.pending }
    expect(
      typesOf(decide(asVillageWorker, { type: 'take-effect', id: 'c4' }, { actor: null, today: later })),
    ).toEqual(['change-lapsed'])
  })

  it('is confirmed as it was seen: a wider place and a wider role do not add up behind the second person’s back', () => {
    const wider = after(
      base,
      propose('c1', change(tan, { regionCode: county, unitId: `${county}:civil` })),
      'qin',
    )
    const raised = after(
      after(wider, propose('c2', change(tan, { post: '副镇长', role: 'clerk' })), 'qin'),
      { type: 'confirm', id: 'c1' },
      'yao',
    )
    expect(raised.officers['tan']?.regionCode).toBe(town)
    expect(refusal(raised, { type: 'confirm', id: 'c1' }, 'yao')).toBe('changed-meanwhile')
  })

  it('never leaves one person alone who could confirm', () => {
    const two = countyOf(qin, yao)
    expect(refusal(two, propose('c', { type: 'end-officer', id: 'yao' }), 'qin')).toBe('too-few-confirmers')
    expect(refusal(base, propose('c', { type: 'end-officer', id: 'yao' }), 'qin')).toBeNull()
  })

  it('keeps an office that somebody works in, and a place that has one', () => {
    expect(refusal(base, propose('c', { type: 'close-unit', id: window }), 'qin')).toBe('unit-not-empty')
    expect(refusal(base, propose('c', { type: 'close-region', code: town }), 'qin')).toBe('place-not-empty')
  })
})

describe('nobody', () => {
  const boss = person('boss', 'administrator')
  const middle = person('middle', 'administrator', { manager: 'boss' })
  const low = person('low', 'clerk', { regionCode: town, manager: 'middle' })
  const chain = countyOf(boss, middle, low, qin, yao)
  const raiseLow = change(low, { role: 'leader' })

  it('proposes or confirms a raise of the own line, above or below', () => {
    for (const own of ['boss', 'middle']) expect(refusal(chain, propose('c', raiseLow), own)).toBe('own-line')
    const waiting = after(chain, propose('c', raiseLow), 'qin')
    for (const own of ['boss', 'middle'])
      expect(refusal(waiting, { type: 'confirm', id: 'c' }, own)).toBe('own-line')
    expect(refusal(waiting, { type: 'confirm', id: 'c' }, 'yao')).toBeNull()
  })

  it('escapes the own line by cutting it: a line that was cut counts for a year', () => {
    const cut = after(chain, propose('cut', change(middle, { manager: null })), 'boss')
    expect(cut.officers['middle']?.manager).toBeNull()
    const raise: Change = change({ ...low }, { role: 'leader' })
    expect(refusal(cut, propose('c', raise), 'boss')).toBe('own-line')
    const [before, later] = [addDays(today, 364), addDays(today, 366)]
    expect(refusal(cut, propose('c', raise, before), 'boss', before)).toBe('own-line')
    expect(refusal(cut, propose('c', raise, later), 'boss', later)).toBeNull()
  })

  it('makes somebody who does it instead: whoever was put in office a moment ago counts as those who did it', () => {
    const puppet: Change = { type: 'add-officer', ...fieldsOf(person('puppet', 'administrator')) }
    const made = after(after(chain, propose('p', puppet), 'boss'), { type: 'confirm', id: 'p' }, 'middle')
    expect(made.officers['puppet']?.appointedBy).toEqual(['boss', 'middle'])
    expect(refusal(made, propose('c', raiseLow), 'puppet')).toBe('own-line')
  })

  it('keeps what was lent when the own office gets smaller', () => {
    const away: Change = {
      type: 'set-absence',
      id: 'a',
      officerId: 'tan',
      from: today,
      to: addDays(today, 9),
      deputy: 'he',
    }
    const lent = after(after(base, propose('c', away), 'qin'), { type: 'confirm', id: 'c' }, 'yao')
    expect(grantsOf(lent, 'he', today).map(({ role }) => role)).toEqual(['clerk', 'leader'])
    const ended = after(lent, propose('c2', { type: 'end-officer', id: 'he' }), 'qin')
    expect(ended.absences[0]?.deputy).toBeNull()
    expect(grantsOf(ended, 'he', today)).toEqual([])
  })
})

describe('the buttons', () => {
  it('are grey for exactly what is refused', () => {
    const waiting = after(base, propose('c1', newClerk), 'qin')
    expect(allowed(waiting, 'c1', { actor: 'qin', today })).toEqual({
      confirm: 'own-proposal',
      decline: 'own-proposal',
      withdraw: null,
    })
    expect(allowed(waiting, 'c1', { actor: 'yao', today })).toEqual({
      confirm: null,
      decline: null,
      withdraw: 'not-yours',
    })
  })
})

describe('a role below another', () => {
  const places = relationNames.filter((relation) => relation.startsWith('own-'))
  it.each(officerRoles)('of %s holds nothing that the upper one does not', (role) => {
    for (const lower of below[role])
      for (const action of actions) {
        const somewhere = (one: typeof role) => places.some((relation) => mayAs(one, action, relation))
        if (somewhere(lower)) expect([lower, action, somewhere(role)]).toEqual([lower, action, true])
        if (mayAs(lower, action, 'assigned')) expect(mayAs(role, action, 'assigned')).toBe(true)
      }
  })
})
