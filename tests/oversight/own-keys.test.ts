import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readerKeyText, type DeskKeys } from '@yima/shared/complaint/keys'
import { makeReportKey, openBytesWith } from '../../web/src/complaint/seal.ts'
import { fromBase64url, isSigned, requireSigned, type KnownBy } from '../../web/src/complaint/signed.ts'
import { believe, doubted, requireKnown } from '../../web/src/oversight/known-offices.ts'
import { holds, makeOwn, ownIdentities, settleOwn } from '../../web/src/oversight/own-key.ts'
import { officeKeys, signatureFor, spokenDigits } from '../../web/src/oversight/signing.ts'

const unit = { id: '990101000000:discipline', name: '青禾县纪委监委' }

/** An office with its head: as the head's device made it, and as the server keeps it. */
async function officeOf(before: { of: Pick<DeskKeys, 'office' | 'key'>; identities: string[] } | undefined = undefined, office = { ...unit, id: randomUUID() }) {
  const head = await makeReportKey()
  const officer = randomUUID()
  const body = await officeKeys(head, { officer, ...(before?.of ?? { office, key: null }) }, { replaces: null, identities: before?.identities ?? [] })
  const of = { office: before?.of.office ?? office, key: { id: '', publicKey: body.publicKey, handed: [], since: '', file: body.file } }
  const known = (handed: KnownBy['handed'] = []): KnownBy => ({
    office: of.office, officeKey: body.publicKey, handed, readers: [{ officerId: officer, recipient: head.recipient, signature: body.signature }],
  })
  return { head, body, of, known }
}

describe('signing the key of a colleague', () => {
  it('takes the digits that the colleague reads out; a key put in its place has others, and nothing is signed', async () => {
    const { head, of } = await officeOf()
    const [colleague, forged] = [await makeReportKey(), await makeReportKey()]
    const officerId = randomUUID()
    const spoken = await spokenDigits(of.key.publicKey, { unitId: of.office.id, officerId, recipient: colleague.recipient })
    expect(spoken).toMatch(/^\d{5} \d{5}$/)
    const wrong = signatureFor([head.identity], of, { officerId, recipient: forged.recipient }, spoken)
    await expect(wrong).rejects.toMatchObject({ reason: 'wrong-digits' })
    await expect(signatureFor([head.identity], of, { officerId, recipient: colleague.recipient }, '')).rejects.toMatchObject({ reason: 'wrong-digits' })
    const signed = await signatureFor([head.identity], of, { officerId, recipient: colleague.recipient }, spoken.replace(' ', ''))
    const text = readerKeyText({ unitId: of.office.id, officerId, recipient: colleague.recipient })
    expect(await isSigned(of.key.publicKey, text, signed.signature)).toBe(true)
    expect(await openBytesWith(colleague.identity, fromBase64url(signed.file))).toHaveLength(32)
  })

  it('hands over the secret of the own office and no other that a server gives in its place', async () => {
    const [own, other] = [await officeOf(), await officeOf()]
    const colleague = { officerId: randomUUID(), recipient: (await makeReportKey()).recipient }
    const mixed = { office: own.of.office, key: { ...own.of.key, publicKey: other.of.key.publicKey } }
    const spoken = await spokenDigits(mixed.key.publicKey, { unitId: mixed.office.id, ...colleague })
    await expect(signatureFor([own.head.identity], mixed, colleague, spoken)).rejects.toMatchObject({ reason: 'wrong-secret' })
  })
})

describe('the key of an office as a device saw it first', () => {
  it('is the only one that is sealed to: another one is refused until somebody heard its fingerprint', async () => {
    const [first, other] = [await officeOf(), await officeOf()]
    await requireKnown(first.known())
    await requireKnown(first.known())
    const swapped: KnownBy = { ...other.known(), office: first.of.office }
    await expect(requireKnown(swapped)).rejects.toMatchObject({ reason: 'forged' })
    const again = await officeOf({ of: { office: first.of.office, key: null }, identities: [] })
    await expect(requireKnown(again.known())).rejects.toMatchObject({ reason: 'office-changed', office: unit.name })
    expect(await doubted([first.known(), again.known()])).toMatchObject([{ reason: 'office-changed' }])
    await believe(again.known())
    await requireKnown(again.known())
    await expect(requireKnown(first.known())).rejects.toMatchObject({ reason: 'office-changed' })
  })

  it('is followed by the one that it signed, over several, and by none that it did not', async () => {
    const first = await officeOf()
    const second = await officeOf({ of: first.of, identities: [first.head.identity] })
    const third = await officeOf({ of: second.of, identities: [second.head.identity] })
    const chain = [{ from: first.body.publicKey, signature: second.body.handed ?? '' }, { from: second.body.publicKey, signature: third.body.handed ?? '' }]
    await requireKnown(first.known())
    const stranger = await officeOf({ of: { office: first.of.office, key: null }, identities: [] })
    await expect(requireKnown(stranger.known(chain))).rejects.toMatchObject({ reason: 'office-changed' })
    await requireKnown(third.known(chain))
    expect(stranger.body.handed).toBe(null)
  })

  it('vouches for every reader: one that it did not sign is sealed nothing', async () => {
    const { known } = await officeOf()
    const of = known()
    const [reader] = of.readers
    await expect(requireSigned({ ...of, readers: [...of.readers, { officerId: randomUUID(), recipient: (await makeReportKey()).recipient, signature: reader?.signature ?? '' }] }))
      .rejects.toMatchObject({ reason: 'forged' })
    await expect(requireSigned({ ...of, officeKey: '' })).rejects.toMatchObject({ reason: 'forged' })
  })
})

describe('a key made anew on the own device', () => {
  it('leaves the one before it until the office has taken it, however often the way there breaks', async () => {
    const officer = randomUUID()
    const first = await makeOwn(officer)
    await settleOwn(officer, first.recipient)
    expect(await ownIdentities(officer, false)).toEqual([first.identity])
    const second = await makeOwn(officer)
    expect(await ownIdentities(officer, false)).toEqual([first.identity, second.identity])
    // It was refused, or nobody answered: the old one is still what the office knows, and the same new one is offered again.
    await settleOwn(officer, first.recipient)
    await settleOwn(officer, undefined)
    expect(await makeOwn(officer)).toEqual(second)
    expect(await ownIdentities(officer, false)).toContain(first.identity)
    expect([await holds([first.identity], first.recipient), await holds([first.identity], second.recipient)]).toEqual([true, false])
    await settleOwn(officer, second.recipient)
    expect(await ownIdentities(officer, false)).toEqual([second.identity])
  })
})
