import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveReceipt } from '../../web/src/complaint/derive.ts'
import {
  fromBase64, makeReportKey, openBytesWith, openIdentityWith, openWith, pad, recipientOf, sealFor, sealForBoth, sealIdentityFor, toBase64, unpad,
} from '../../web/src/complaint/seal.ts'

const runs = { numRuns: 10 }

describe('what is told to a supervisor', () => {
  it('is opened by whom it was sealed for and by nobody else', async () => {
    const [report, other] = [await makeReportKey(), await makeReportKey()]
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sealed = await sealFor(report.recipient, value)
        expect(JSON.stringify(await openWith(report.identity, sealed))).toBe(JSON.stringify(value))
        await expect(openWith(other.identity, sealed)).rejects.toThrow()
      }),
      runs,
    )
  })

  it('that was changed anywhere on its way is refused, never shown in part', async () => {
    const { identity, recipient } = await makeReportKey()
    const sealed = await sealFor(recipient, { words: '村会计拿着我的卡' })
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const forged = sealed.slice()
        forged[at] = (forged[at] ?? 0) ^ flip
        await expect(openWith(identity, forged)).rejects.toThrow()
        await expect(openWith(identity, sealed.slice(0, at))).rejects.toThrow()
      }),
      runs,
    )
  })

  it('has the same length whether it is a word or a page', async () => {
    const { recipient } = await makeReportKey()
    const length = async (words: string) => (await sealFor(recipient, { words })).length
    expect(await length('拖')).toBe(await length('拖了三个月'.repeat(200)))
  })

  it('is filled up and comes back letter by letter, in whatever parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(50), (bytes, more) => {
        expect([...unpad(pad(bytes, bytes.length + 4 + more))]).toEqual([...bytes])
        expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes])
        expect(() => pad(bytes, bytes.length + 3)).toThrow(RangeError)
      }),
    )
  })

  it('is recovered by two offices together, by neither alone', async () => {
    const [report, discipline, petition] = [await makeReportKey(), await makeReportKey(), await makeReportKey()]
    const file = await sealForBoth([discipline.recipient], [petition.recipient], report.identity)
    await expect(openIdentityWith(discipline.identity, file)).rejects.toThrow()
    await expect(openIdentityWith(petition.identity, file)).rejects.toThrow()
    expect(await openIdentityWith(discipline.identity, await openBytesWith(petition.identity, file))).toBe(report.identity)
  })

  it('is opened again by the receipt on any phone, and by no receipt that differs in a digit', async () => {
    const salt = new Uint8Array(32).fill(7)
    const [here, there, wrong] = [
      await deriveReceipt('901234567890', salt), await deriveReceipt('901234567890', salt), await deriveReceipt('901234567891', salt)]
    expect(there).toEqual(here)
    expect(wrong.recipient).not.toBe(here.recipient)
    const report = await makeReportKey()
    const file = await sealIdentityFor(here.recipient, report.identity)
    expect(await openIdentityWith(there.identity, file)).toBe(report.identity)
    await expect(openIdentityWith(wrong.identity, file)).rejects.toThrow()
  })
})

it('whoever holds the secret of a complaint knows to whom to seal, and asks nobody', async () => {
  const { identity, recipient } = await makeReportKey()
  expect(await recipientOf(identity)).toBe(recipient)
  await expect(recipientOf('')).rejects.toThrow()
})
