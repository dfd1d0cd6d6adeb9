import { describe, expect, it } from 'vitest'
import { leadOf } from '@yima/shared/code/leads'
import { makeNumber } from '@yima/shared/code/number'
import { parseCode } from '@yima/shared/code/parse'
import { secretText } from '@yima/shared/code/write'
import { receiptCheckDigit } from '@yima/shared/receipt/number'

const token = 'A'.repeat(22)
const receipt = `483170526318${receiptCheckDigit('483170526318')}`
const member = makeNumber('member', 12345678901234n)
const status = `1e.990101.key1.dibao.20261231.zzzzzz.${token}.${'B'.repeat(86)}`
const lead = (text: string) => leadOf(parseCode(text))

describe('an officer who scans what is no person’s code', () => {
  it.each([
    ['a receipt', `https://yima.example/track#${receipt}`, { kind: 'receipt', to: `/track#${receipt}` }],
    ['a receipt read aloud', receipt, { kind: 'receipt', to: `/track#${receipt}` }],
    [
      'an invitation',
      `https://yima.example/join#1f.990101.${token}`,
      { kind: 'member', to: `/join#1f.990101.${token}` },
    ],
    ['an invitation read aloud', member, { kind: 'member', to: `/join#${member}` }],
    ['a poster', 'https://yima.example/p/990101100201', { kind: 'place', to: '/p/990101100201' }],
    ['a status', `https://yima.example/verify#${status}`, { kind: 'entitlement', to: `/verify#${status}` }],
  ])('is led by %s to its page, and nowhere outside of this app', (_what, text, expected) => {
    expect(lead(text)).toEqual(expected)
  })

  it.each([
    secretText('mine', '990101', token),
    secretText('card', '990101', token),
    makeNumber('mine', 123456789n),
    makeNumber('card', 123456789n),
    'https://elsewhere.example/x',
    'https://elsewhere.example/p/nowhere',
    '',
  ])('is led nowhere by a person’s code, nor by what is none: %s', (text) => {
    expect(lead(text)).toBeUndefined()
  })
})
