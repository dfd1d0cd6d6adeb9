import { createHmac, hkdfSync, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authoredOf, foundAs, nextOf, type Side } from '@yima/shared/complaint/mark'
import { openMarked, sealMarked } from '../../web/src/complaint/mark.ts'
import { makeReportKey, sealFor } from '../../web/src/complaint/seal.ts'

const said = (words: string) => ({ version: 1, type: 'message', words, files: [] })

describe('who wrote a message', () => {
  it('is known to whoever has the secret, at its place and at no other', async () => {
    const { identity } = await makeReportKey()
    const id = randomUUID()
    const sealed = await sealMarked(identity, { id, by: 'office', at: 3 }, said('查过了'))
    expect(await openMarked(identity, { id, by: 'office' }, sealed)).toMatchObject({ held: { at: 3 }, value: said('查过了') })
    // Laid down as the reporter's, or in another complaint of the same secret: it is nobody's.
    expect(await openMarked(identity, { id, by: 'reporter' }, sealed)).toMatchObject({ held: null, value: said('查过了') })
    expect((await openMarked(identity, { id: randomUUID(), by: 'office' }, sealed)).held).toBe(null)
  })

  it('cannot be made up by a server, which has only what everybody seals to', async () => {
    const { identity, recipient } = await makeReportKey()
    const id = randomUUID()
    const plain = await sealFor(recipient, said('今晚一个人来'))
    expect(await openMarked(identity, { id, by: 'office' }, plain)).toMatchObject({ held: null, value: said('今晚一个人来') })
    const text = JSON.stringify(said('今晚一个人来'))
    const key = hkdfSync('sha256', recipient, 'yima message mark', `${id}\noffice\n1`, 32)
    const mark = createHmac('sha256', Buffer.from(key)).update(text).digest('base64url')
    const forged = await sealFor(recipient, { version: 2, at: 1, text, mark })
    expect((await openMarked(identity, { id, by: 'office' }, forged)).held).toBe(null)
    // The same with the secret is what a phone makes: so it is written down for whoever checks it elsewhere.
    const own = createHmac('sha256', Buffer.from(hkdfSync('sha256', identity, 'yima message mark', `${id}\noffice\n1`, 32))).update(text)
    const true_ = await sealFor(recipient, { version: 2, at: 1, text, mark: own.digest('base64url') })
    expect((await openMarked(identity, { id, by: 'office' }, true_)).held).toMatchObject({ at: 1 })
  })

  it('is said of each once, in its order: what is repeated, put back or made up is nobody’s, and a gap is told', () => {
    const side = fc.constantFrom<Side>('reporter', 'office')
    fc.assert(fc.property(fc.array(side, { maxLength: 12 }), fc.nat(11), fc.nat(11), (order, dropped, forged) => {
      const count = new Map<Side, number>()
      const all = order.map((by, index) => {
        const at = (count.get(by) ?? 0) + 1
        count.set(by, at)
        return { by, held: { at, mark: `mark ${index}`, generation: 1 } }
      })
      expect(authoredOf(all)).toEqual(all.map(() => ({ sure: true, missing: false })))
      for (const by of ['reporter', 'office'] as const) expect(nextOf(all, by)).toBe((count.get(by) ?? 0) + 1)
      const again = all[forged]
      if (again) expect(authoredOf([...all, again, { by: again.by, held: null }]).slice(-2).map(({ sure }) => sure)).toEqual([false, false])
      const gone = all[dropped]
      const later = gone && all.find(({ by, held }, index) => index > dropped && by === gone.by && held.at === gone.held.at + 1)
      if (later) {
        const left = all.filter((one) => one !== gone)
        expect(authoredOf(left)[left.indexOf(later)]).toEqual({ sure: true, missing: true })
      }
    }))
  })

  it('stays known behind words that the server put in between', () => {
    const true_ = [{ by: 'office', held: { at: 1, mark: 'a', generation: 1 } }, { by: 'office', held: null }, { by: 'office', held: { at: 2, mark: 'b', generation: 1 } }] as const
    expect(authoredOf(true_).map(({ sure, missing }) => [sure, missing])).toEqual([[true, false], [false, false], [true, false]])
  })
})

describe('what came of it', () => {
  const office = { by: 'office', sure: true } as const
  it('is what the office decided last under its mark, and nothing that stands openly beside it', () => {
    const said = [{ ...office, finding: 'not' as const }, office, { ...office, finding: 'upheld' as const }]
    expect([foundAs('upheld', said), foundAs('not', said), foundAs(null, said)]).toEqual(['same', 'other', undefined])
    // Without a mark, or said by whoever reported, it is nobody's.
    for (const forged of [{ ...office, sure: false }, { by: 'reporter', sure: true } as const])
      expect([foundAs('not', [...said, { ...forged, finding: 'not' }]), foundAs('not', [{ ...forged, finding: 'not' }])]).toEqual(['other', 'other'])
    expect(foundAs('upheld', [office])).toBe('other')
  })

  it('was not sealed in a decision of earlier days, which is said as that and not as a wrong one', () => {
    const early = { ...office, type: 'decision' } as const
    expect([foundAs('upheld', [early]), foundAs('upheld', [early, office])]).toEqual(['unsealed', 'unsealed'])
    // Decided anew since, or made up by the server, it is no excuse.
    expect(foundAs('not', [early, { ...early, finding: 'upheld' }])).toBe('other')
    expect([foundAs('upheld', [{ ...early, sure: false }]), foundAs('upheld', [{ ...early, by: 'reporter' }])]).toEqual(['other', 'other'])
  })
})
