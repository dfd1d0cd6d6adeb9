import { describe, expect, it } from 'vitest'
import { officerRoles } from '@yima/shared/access/actor'
import type { Actor, OfficerRole, Role } from '@yima/shared/access/actor'
import { actions, may, mayAs, relationNames, relations } from '@yima/shared/access/table'
import type { AccessObject } from '@yima/shared/access/table'

const roles: Role[] = ['resident', 'system', ...officerRoles]

/** Written down a second time on purpose: role, relation, and everything allowed in it. */
const permitted: [Role, string, string[]][] = [
  ['resident', 'own', ['see-application', 'send-papers', 'withdraw', 'add-claim']],
  ['resident', 'acting', ['see-application', 'send-papers', 'withdraw']],
  ...([['clerk', 'own-town'], ['leader', 'own-town'], ['county-officer', 'own-county']] as const).map(
    ([role, place]): [Role, string, string[]] => [role, place, ['confirm-guardianship', 'record-mandate', 'record-consent', 'correct-name', 'replace-card']]),
  ['county-officer', 'own-county', ['see-duplicates', 'decide-duplicate']],
  ...(['clerk', 'leader'] as const).map((role): [Role, string, string[]] => [role, 'own-town', [
    'list-applications', 'see-application', 'list-visits', 'send-papers', 'add-claim', 'accept-claim',
    'ask-papers', 'drop-claim', 'record-agreement', 'visit-outreach', 'close-application', 'stop-posting', 'post-again',
  ]]),
  ['county-officer', 'own-county', [
    'list-applications', 'see-application', 'list-visits', 'send-papers', 'add-claim', 'accept-claim',
    'ask-papers', 'drop-claim', 'record-agreement', 'visit-outreach', 'close-application', 'stop-posting', 'post-again',
  ]],
  ...(['clerk', 'leader', 'county-officer'] as const).map((role): [Role, string, string[]] =>
    [role, 'assigned', ['acknowledge-call']]),
  ...(['clerk', 'leader'] as const).map((role): [Role, string, string[]] => [role, 'own-town', ['handle-claim', 'hold-appraisal', 'settle-facts', 'see-verification', 'examine-objection']]),
  ['county-officer', 'own-county', ['handle-claim', 'hold-appraisal', 'settle-facts', 'see-verification', 'verify-means', 'examine-objection']],
  ['verification-officer', 'assigned', ['see-application', 'list-visits', 'handle-claim', 'hold-appraisal', 'see-verification', 'verify-means']],
  ['department-officer', 'assigned', ['see-application', 'list-visits', 'handle-claim', 'hold-appraisal', 'settle-facts', 'see-verification', 'ask-papers', 'examine-objection']],
  ['duty-officer', 'assigned', ['acknowledge-call', 'see-application', 'list-visits']],
  ['village-worker', 'own-village', ['list-visits', 'send-papers', 'visit-outreach', 'hold-appraisal']],
  ...([['clerk', 'own-town'], ['leader', 'own-town'], ['county-officer', 'own-county'], ['department-officer', 'assigned']] as const).map(
    ([role, place]): [Role, string, string[]] => [role, place, ['see-renovation', 'inspect-renovation', 'run-renovation']]),
  ['village-worker', 'own-village', ['see-renovation', 'inspect-renovation']],
  ['leader', 'own-county', ['see-renovation']],
  ['clerk', 'own-town', ['tell-in-person']],
  ['leader', 'own-town', ['tell-in-person']],
  ['county-officer', 'own-county', ['tell-in-person']],
  ['village-worker', 'own-village', ['tell-in-person']],
  ['clerk', 'own-town', ['file-board-photo']],
  ['leader', 'own-town', ['file-board-photo']],
  ['village-worker', 'own-village', ['file-board-photo']],
  ...([['clerk', 'own-town'], ['leader', 'own-town'], ['county-officer', 'own-county']] as const).map(
    ([role, place]): [Role, string, string[]] => [role, place, ['propose-payment']]),
  ['leader', 'own-town', ['confirm-payment']],
  ...(['leader', 'county-officer'] as const).map((role): [Role, string, string[]] => [role, 'own-county', ['confirm-payment', 'fund-reserve']]),
  ...(['leader', 'county-officer'] as const).map((role): [Role, string, string[]] => [role, 'own-county', ['see-figures']]),
  ...(['own-county', 'own-city', 'own-province'] as const).map((place): [Role, string, string[]] => ['supervisor', place, ['see-figures', 'read-complaint']]),
  ['supervisor', 'own-town', ['read-complaint']],
  ['supervisor', 'assigned', ['look-again']],
  ['supervisor', 'own-county', ['answer-access-question']],
  ...(['own-city', 'own-province'] as const).map((place): [Role, string, string[]] =>
    ['supervisor', place, ['answer-access-question', 'see-organisation']]),
  ...(['own-county', 'above-county'] as const).flatMap((place): [Role, string, string[]][] => [
    ['administrator', place, ['see-organisation', 'change-organisation', 'confirm-organisation', 'invite-officer']],
    ['leader', place, ['see-organisation', 'confirm-organisation']],
  ]),
  ...(['clerk', 'leader'] as const).map((role): [Role, string, string[]] => [role, 'own-town', ['resolve-code', 'assist', 'issue-card', 'apply-for-person', 'prove-identity']]),
  ['county-officer', 'own-county', ['resolve-code', 'assist', 'issue-card', 'apply-for-person', 'prove-identity']],
  ['village-worker', 'own-village', ['resolve-code', 'assist', 'apply-for-person', 'record-consent']],
  ['department-officer', 'own-county', ['resolve-code']],
]

const cells = roles.flatMap((role) => relationNames.map((relation) => ({ role, relation })))

describe('the access table', () => {
  it.each(cells)('lets a $role ($relation) do what is written, and nothing else', ({ role, relation }) => {
    const rows = permitted.filter(([one, other]) => one === role && other === relation)
    const allowed = rows.flatMap(([, , all]) => all)
    expect(actions.filter((action) => mayAs(role, action, relation)).sort()).toEqual([...allowed].sort())
  })
})

const village = '990101101201'
const officer = (role: OfficerRole, region: string, id = 'he'): Actor =>
  ({ kind: 'officer', id, role, region })
const zhou: AccessObject = { region: village, owner: 'zhou' }

describe('jurisdiction', () => {
  it.each([
    ['clerk', '990101101000', true, 'of her own town'],
    ['clerk', '990101102000', false, 'of the next town'],
    ['clerk', '990101000000', false, 'employed by the county: that is another post'],
    ['clerk', village, false, 'employed by the village: that is another post'],
    ['leader', '990101101000', true, 'of the town'],
    ['county-officer', '990101000000', true, 'of the county'],
    ['county-officer', '990102000000', false, 'of the next county'],
    ['county-officer', '990100000000', false, 'of the city: no personal data without a reason'],
    ['village-worker', village, false, 'of the village'],
    ['supervisor', '990101000000', false, 'of the county'],
    ['administrator', '990101000000', false, 'of the county'],
    ['verification-officer', '990101000000', false, 'of the county'],
    ['department-officer', '990101000000', false, 'of the county'],
    ['clerk', '', false, 'whose unit has no place'],
  ] as const)('%s in %j sees the application: %s (%s)', (role, region, sees, _why) => {
    expect(may(officer(role, region), 'see-application', zhou)).toBe(sees)
  })

  it('reaches from a city or province down to its counties, and lets nobody there handle a request', () => {
    for (const region of ['990100000000', '990000000000'])
      for (const role of officerRoles)
        for (const action of actions) {
          const may_ = may(officer(role, region), action, { ...zhou, assigned: ['wu'] })
          const supervises = role === 'supervisor' && ['answer-access-question', 'see-organisation', 'see-figures', 'read-complaint'].includes(action)
          expect([region, role, action, may_]).toEqual([region, role, action, supervises])
        }
    expect(may(officer('supervisor', '990200000000'), 'answer-access-question', zhou)).toBe(false)
  })

  it('reaches from the county to the city and province it lies in for those who keep the list, and to no other', () => {
    const keeps = (region: string, own = '990101000000') =>
      may(officer('administrator', own), 'change-organisation', { region })
    expect(['990100000000', '990000000000'].map((region) => keeps(region))).toEqual([true, true])
    expect(['990200000000', '980000000000', '990102000000', ''].map((region) => keeps(region))).toEqual([
      false, false, false, false,
    ])
    expect(keeps('990101000000', '990101101000')).toBe(false)
    expect(may(officer('leader', '990101101000'), 'confirm-organisation', { region: '990100000000' })).toBe(false)
  })

  it('shows the visits of a village to its own worker only', () => {
    expect(may(officer('village-worker', village), 'list-visits', zhou)).toBe(true)
    expect(may(officer('village-worker', '990101101202'), 'list-visits', zhou)).toBe(false)
  })
})

describe('a resident', () => {
  it('sees her own application and nobody else does through a session', () => {
    expect(may({ kind: 'resident', id: 'zhou' }, 'see-application', zhou)).toBe(true)
    expect(may({ kind: 'resident', id: 'chen' }, 'see-application', zhou)).toBe(false)
    expect(may({ kind: 'resident', id: 'zhou' }, 'accept-claim', zhou)).toBe(false)
  })

  it('owns nothing that has no owner', () => {
    expect(relations({ kind: 'resident', id: 'zhou' }, { region: village })).toEqual([])
  })
})

describe('whoever is excluded', () => {
  it('may do nothing, whatever else holds', () => {
    const object: AccessObject = { ...zhou, assigned: ['he'], excluded: ['he'] }
    for (const role of officerRoles) {
      for (const region of ['990101000000', '990101101000', village]) {
        for (const action of actions) expect(may(officer(role, region), action, object)).toBe(false)
      }
    }
  })
})

describe('the duty roster', () => {
  it('lets whoever it calls answer, wherever they are employed, and nobody else', () => {
    const called: AccessObject = { ...zhou, assigned: ['wu'] }
    expect(may(officer('duty-officer', '990101000000', 'wu'), 'acknowledge-call', called)).toBe(true)
    expect(may(officer('clerk', '990101101000', 'wu'), 'acknowledge-call', called)).toBe(true)
    expect(may(officer('clerk', '990101101000', 'he'), 'acknowledge-call', called)).toBe(false)
    expect(may(officer('supervisor', '990101000000', 'wu'), 'acknowledge-call', called)).toBe(false)
  })
})

it('the system asks nobody and gets nothing', () => {
  for (const action of actions) expect(may({ kind: 'system' }, action, zhou)).toBe(false)
})
