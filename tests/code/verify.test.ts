import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { VerifierList } from '@yima/shared/code/contract'
import { codeAddress, entitlementText, secretText, signedText } from '@yima/shared/code/write'
import { checkStatus } from '../../web/src/code/verify.ts'

const county = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { x = '', y = '' } = county.publicKey.export({ format: 'jwk' })
const list: VerifierList = {
  county: '990101',
  keys: [{ id: 'k1', x, y }],
  revoked: ['R'.repeat(22)],
  // A device that was without a network since: it says so itself, and checks by what it knows.
  at: '2026-01-01T00:00:00.000Z',
}
const today = '2026-03-02'
const soon = Math.floor(Date.now() / 1000) + 3600

const facts = {
  county: '990101',
  key: 'k1',
  status: 'dibao',
  until: '2026-12-31',
  expires: soon,
  id: 'A'.repeat(22),
}
function shown(
  more: Partial<Parameters<typeof entitlementText>[0]> = {},
  key: KeyObject = county.privateKey,
) {
  const text = entitlementText({ ...facts, ...more })
  const seal = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return signedText(text, seal.toString('base64url'))
}
const verdict = async (text: string, known: VerifierList | undefined = list) =>
  (await checkStatus(text, known, today)).verdict

describe('another agency without a network', () => {
  it('believes what the county signed, by QR or pasted, with the list it last heard', async () => {
    expect(await verdict(shown())).toBe('holds')
    expect(await verdict(codeAddress('https://yima.example', shown()))).toBe('holds')
    expect(await verdict(shown({ until: null }))).toBe('holds')
  })

  it('does not believe what somebody else signed, and not one word that was changed', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    expect(await verdict(shown({}, other))).toBe('forged')
    const changes: [string, string][] = [
      ['.dibao.', '.tekun.'],
      ['.20261231.', '.20991231.'],
      [`.${soon.toString(36)}.`, `.${(soon + 86_400).toString(36)}.`],
      ['A'.repeat(22), 'B'.repeat(22)],
    ]
    for (const [from, to] of changes)
      expect([from, await verdict(shown().replace(from, to))]).toEqual([from, 'forged'])
  })

  it('says what it cannot check: a key it never heard of, no list, another county', async () => {
    expect(await verdict(shown({ key: 'k2' }))).toBe('unknown-key')
    expect((await checkStatus(shown(), undefined, today)).verdict).toBe('unknown-key')
    expect(await verdict(shown({ county: '320583' }))).toBe('foreign')
  })

  it('says of an old, ended or revoked one that it is over', async () => {
    expect(await verdict(shown({ expires: soon - 7200 }))).toBe('expired')
    expect(await verdict(shown({ until: '2026-03-01' }))).toBe('ended')
    expect(await verdict(shown({ id: 'R'.repeat(22) }))).toBe('revoked')
  })

  it('takes no other code for one: not a person’s own, no receipt, no place, not half of one', async () => {
    const others = [
      secretText('mine', '990101', 'A'.repeat(22)),
      secretText('member', '990101', 'A'.repeat(22)),
      'https://yima.example/track#4831705263186',
      'https://yima.example/p/990101100201',
      shown().slice(0, -1),
      '',
    ]
    for (const text of others) expect([text, await verdict(text)]).toEqual([text, 'not'])
  })
})
