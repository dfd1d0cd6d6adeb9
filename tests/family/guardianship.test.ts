import { describe, expect, it } from 'vitest'
import { decide, evolve, mayAct, stands } from '@yima/shared/family/guardianship'
import type {
  GuardianshipCommand,
  GuardianshipContext,
  GuardianshipState,
} from '@yima/shared/family/guardianship'

const mother = (today = '2026-03-02'): GuardianshipContext => ({
  actor: { kind: 'person', id: 'mother' },
  today,
})
const clerk = (today = '2026-03-02'): GuardianshipContext => ({ actor: { kind: 'officer', id: 'he' }, today })
const clock = (today: string): GuardianshipContext => ({ actor: { kind: 'system' }, today })
const claim: GuardianshipCommand = {
  type: 'claim',
  guardian: 'mother',
  ward: 'child',
  kind: 'child',
  birthDate: '2010-06-15',
  written: true,
}
const after = (
  state: GuardianshipState | undefined,
  said: GuardianshipCommand,
  context: GuardianshipContext,
) => {
  const decided = decide(state, said, context)
  if ('refused' in decided) throw new Error(decided.refused)
  const reached = decided.reduce<GuardianshipState | undefined>(evolve, state)
  if (!reached) throw new Error('nothing happened')
  return reached
}
const refused = (
  state: GuardianshipState | undefined,
  said: GuardianshipCommand,
  context: GuardianshipContext,
) => {
  const decided = decide(state, said, context)
  return 'refused' in decided ? decided.refused : 'done'
}

describe('a mother', () => {
  const claimed = after(undefined, claim, mother())
  const confirmed = after(claimed, { type: 'confirm', basis: 'household-register' }, clerk())

  it('acts at once for a child whom only she wrote down', () => {
    expect(mayAct(claimed, '2026-03-02')).toBe(true)
  })

  it('acts for somebody who was there before only when an officer has confirmed it', () => {
    const other = after(undefined, { ...claim, written: false }, mother())
    expect(mayAct(other, '2026-03-02')).toBe(false)
    expect(mayAct(after(other, { type: 'confirm', basis: 'court-decision' }, clerk()), '2026-03-02')).toBe(
      true,
    )
  })

  it('stands in the place of a child until the day before it is eighteen, without anybody doing anything', () => {
    expect(stands(confirmed, '2028-06-14')).toBe(true)
    expect(stands(confirmed, '2028-06-15')).toBe(false)
    expect(mayAct(confirmed, '2028-06-15')).toBe(false)
    expect(after(confirmed, { type: 'come-of-age' }, clock('2028-06-15')).ended).toEqual({
      on: '2028-06-15',
      by: 'age',
    })
  })

  it('of an adult who cannot act goes on', () => {
    const adult = after(undefined, { ...claim, kind: 'incapable', birthDate: '1990-01-01' }, mother())
    expect(stands(adult, '2040-01-01')).toBe(true)
  })

  it('is not believed for ever: an officer ends it, with a reason', () => {
    const ended = after(confirmed, { type: 'refuse', reason: '法院另有判决' }, clerk())
    expect(mayAct(ended, '2026-03-02')).toBe(false)
  })

  it.each([
    [
      'claims for another',
      undefined,
      claim,
      { actor: { kind: 'person', id: 'aunt' }, today: '2026-03-02' },
      'not-yours',
    ],
    ['is her own child', undefined, { ...claim, ward: 'mother' }, mother(), 'not-oneself'],
    ['says no birthday', undefined, { ...claim, birthDate: null }, mother(), 'birth-date-needed'],
    ['has a grown-up child', undefined, { ...claim, birthDate: '2008-03-02' }, mother(), 'of-age'],
    ['confirms herself', claimed, { type: 'confirm', basis: 'household-register' }, mother(), 'not-yours'],
    [
      'is confirmed twice',
      confirmed,
      { type: 'confirm', basis: 'household-register' },
      clerk(),
      'not-allowed-now',
    ],
    [
      'is confirmed after the birthday',
      claimed,
      { type: 'confirm', basis: 'household-register' },
      clerk('2028-06-15'),
      'not-allowed-now',
    ],
    ['is refused without a reason', claimed, { type: 'refuse', reason: ' ' }, clerk(), 'reason-needed'],
    [
      'is ended by an aunt',
      claimed,
      { type: 'revoke' },
      { actor: { kind: 'person', id: 'aunt' }, today: '2026-03-02' },
      'not-yours',
    ],
    [
      'is ended by a birthday that has not come',
      claimed,
      { type: 'come-of-age' },
      clock('2028-06-14'),
      'not-allowed-now',
    ],
  ] as const)('is refused when she %s', (_what, state, said, context, code) => {
    expect(
      refused(
        state as GuardianshipState | undefined,
        said as GuardianshipCommand,
        context as GuardianshipContext,
      ),
    ).toBe(code)
  })
})
