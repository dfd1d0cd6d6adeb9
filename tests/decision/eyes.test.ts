import { expect, it } from 'vitest'
import type { Authorisation } from '@yima/shared/consent/authorisation'
import { whyWithheld } from '@yima/shared/decision/eyes'

const on = '2026-11-23'
const word = (id: string, more: Partial<Authorisation> = {}): Authorisation => ({
  id, who: { name: '王大山', birthDate: null, memberId: null, numberKnown: true }, role: 'adult', ward: null,
  departments: ['police'], purpose: 'means-check', until: null, state: 'signed', askedOn: on, method: 'own-phone',
  certainty: 'claimed', version: 'adult-1', hash: null, signedOn: on, signer: null, endedOn: null, renewedBy: null, ...more,
})
const own = (certainty: Authorisation['certainty']) => word('own', { role: 'applicant', certainty })
const proven = { proven: true, helps: false }

it('a word that nobody saw keeps the figures back, also once it was taken back or ran out, and none that came after the day', () => {
  for (const state of ['signed', 'withdrawn', 'expired'] as const)
    expect(whyWithheld([own('seen'), word('his', { state })], on, proven)).toBe('not-sure')
  expect(whyWithheld([own('seen'), word('his', { signedOn: '2026-11-24' })], on, proven)).toBeNull()
  expect(whyWithheld([own('seen'), word('his', { state: 'asked', certainty: null, signedOn: null })], on, proven)).toBeNull()
})

it('is sure once its owner was seen, if only under what they were asked anew', () => {
  const before = word('his', { state: 'expired', renewedBy: 'anew' })
  expect(whyWithheld([own('seen'), before, word('anew')], on, proven)).toBe('not-sure')
  expect(whyWithheld([own('seen'), before, word('anew', { certainty: 'seen' })], on, proven)).toBeNull()
})

it('a typed number is told nothing until papers proved it or an officer saw the hand, a helper nothing at all', () => {
  const typed = { proven: false, helps: false }
  expect(whyWithheld([own('claimed')], on, typed)).toBe('prove-first')
  expect(whyWithheld([], on, typed)).toBe('prove-first')
  expect(whyWithheld([own('seen')], on, typed)).toBeNull()
  expect(whyWithheld([own('claimed')], on, proven)).toBeNull()
  expect(whyWithheld([own('seen')], on, { proven: true, helps: true })).toBe('helper')
})
