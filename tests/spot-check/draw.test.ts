import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSignedBy } from '@yima/api/code/sign-key'
import { digestOf, drawFrom, faultsOf, type CheckList } from '@yima/shared/spot-check/draw'
import { bringsRecheck, checkFindings, checkMet, findingsFor, whyNotFind } from '@yima/shared/spot-check/finding'
import { firstDayOf, quarterAfter, quarterOf } from '@yima/shared/spot-check/quarter'
import { drawnOf, ratesOn, spotCheckRates } from '@yima/shared/spot-check/rates'
import { shareOut } from '@yima/shared/spot-check/share-out'
import type { TrailRoot } from '@yima/shared/trail/contract'
import type { Hash } from '@yima/shared/trail/merkle'
import { rootText } from '@yima/shared/trail/statement'
import { runs } from '../fixtures/runs.ts'

const hash: Hash = (...parts) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest()
}
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
const key = { id: 'k1', x, y }

const laidDown = '2026-04-01T01:00:00.000Z'
function rootOf(events: string, from = '2026-04-01T16:00:00.000Z'): TrailRoot {
  const unsigned = {
    ...{ county: '990101', number: 7, from, until: '2026-04-02T16:00:00.000Z', size: 3, root: events },
    ...{ looks: { size: 0, hash: '00' }, organisation: { number: 4, hash: '11' }, previous: '22', key: key.id },
  }
  const signature = sign('sha256', Buffer.from(rootText(unsigned)), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return { ...unsigned, signature }
}

const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const lists = fc.uniqueArray(hex(20), { minLength: 1, maxLength: 60 }).map((tags): CheckList => ({
  ...{ county: '990101', quarter: '2026-Q2', committedAt: laidDown, tags: tags.sort() },
  size: drawnOf(tags.length, ratesOn('2026-04-01')),
}))
const tools = { hash, isSigned: isSignedBy }
const published = async (list: CheckList, events: string) => {
  const root = rootOf(events)
  return { ...list, digest: await digestOf(hash, list), draw: await drawFrom(hash, list, root), key }
}

describe('a draw of claims that are looked at again', () => {
  it('comes out the same for everybody who draws again, whatever the list, and always as many as were laid down', async () => {
    await fc.assert(
      fc.asyncProperty(lists, hex(64), async (list, events) => {
        const one = await published(list, events)
        expect(await faultsOf(tools, one)).toEqual([])
        expect(new Set(one.draw.drawn).size).toBe(list.size)
        expect(list.tags).toEqual(expect.arrayContaining(one.draw.drawn))
      }),
      { numRuns: runs(40) },
    )
  })

  it('is seen through when one tag, the number, the day, the seed or what was drawn is another than laid down', async () => {
    await fc.assert(
      fc.asyncProperty(lists, hex(64), hex(20), fc.nat(), async (list, events, other, at) => {
        fc.pre(!list.tags.includes(other))
        const one = await published(list, events)
        const tags = list.tags.map((tag, place) => (place === at % list.tags.length ? other : tag)).sort()
        expect(await faultsOf(tools, { ...one, tags })).toContain('list-changed')
        // Drawn anew from the other list, it still is not the list whose digest left the house.
        const anew = { ...list, tags }
        expect(await faultsOf(tools, { ...anew, digest: one.digest, draw: await drawFrom(hash, anew, one.draw.root), key })).toContain('list-changed')
        expect(await faultsOf(tools, { ...one, size: list.size + 1 })).toContain('size-differs')
        expect(await faultsOf(tools, { ...one, draw: { ...one.draw, seed: 'f'.repeat(64) } })).toContain('seed-differs')
        expect(await faultsOf(tools, { ...one, draw: { ...one.draw, drawn: [...one.draw.drawn].slice(1) } })).toContain('drawn-differs')
        const forged = { ...one.draw.root, size: 4 }
        expect(await faultsOf(tools, { ...one, draw: { ...one.draw, root: forged } })).toEqual(expect.arrayContaining(['day-not-signed', 'seed-differs']))
        const early = rootOf(events, '2026-03-31T16:00:00.000Z')
        expect(await faultsOf(tools, { ...one, draw: await drawFrom(hash, list, early) })).toEqual(['day-too-early'])
      }),
      { numRuns: runs(20) },
    )
  })

  it('depends on the day that followed: with another one others are drawn', async () => {
    const tags = Array.from({ length: 40 }, (_, at) => String(at).padStart(20, '0'))
    const list: CheckList = { county: '990101', quarter: '2026-Q2', committedAt: laidDown, tags, size: 12 }
    const [one, other] = [await published(list, 'aa'), await published(list, 'bb')]
    expect(one.draw.drawn).not.toEqual(other.draw.drawn)
  })

  it('takes a share of the list, never fewer or more than laid down, with a source for every figure', () => {
    for (const { from, rates, source } of spotCheckRates) {
      expect([from, source.length > 0]).toEqual([from, true])
      fc.assert(fc.property(fc.nat(5000), (size) => {
        const drawn = drawnOf(size, rates)
        expect(drawn).toBeLessThanOrEqual(Math.min(size, rates.most))
        if (size >= rates.least) expect(drawn).toBeGreaterThanOrEqual(rates.least)
      }))
    }
  })
})

describe('who looks at a claim again', () => {
  const officers = fc.integer({ min: 1, max: 7 }).map((many) => Array.from({ length: many }, (_, at) => `o${String(at)}`))
  const world = officers.chain((all) =>
    fc.record({
      all: fc.constant(all),
      claims: fc.uniqueArray(fc.nat(200), { minLength: 0, maxLength: 25 }).chain((ids) =>
        fc.tuple(...ids.map((id) => fc.subarray(all, { maxLength: Math.max(0, all.length - 1) }).map((barred) => ({ id: String(id), barred: new Set(barred) })))),
      ),
      count: fc.nat(12),
    }),
  )

  it('is never who handled it, and nobody gets the same one twice', () => {
    fc.assert(fc.property(world, ({ all, claims, count }) => {
      const given = shareOut(claims, all, count)
      for (const { id, officer } of given) expect(claims.find((one) => one.id === id)?.barred.has(officer)).toBe(false)
      expect(new Set(given.map(({ id }) => id)).size).toBe(given.length)
      expect(given.length).toBeLessThanOrEqual(Math.min(count, claims.length))
    }), { numRuns: runs(200) })
  })

  it('follows in number from the officers and the length of the list alone, whoever must not look at what', () => {
    fc.assert(fc.property(world, fc.nat(), ({ all, claims, count }, chosen) => {
      const free = claims.map(({ id }) => ({ id, barred: new Set<string>() }))
      const [one, other] = [shareOut(claims, all, count), shareOut(free, all, count)]
      fc.pre(one.length === other.length)
      const countOf = (given: typeof one, officer: string) => given.filter((two) => two.officer === officer).length
      const officer = all[chosen % all.length] ?? ''
      if (one.length === count) expect(countOf(one, officer)).toBe(countOf(other, officer))
    }), { numRuns: runs(200) })
  })

  it('is found wherever there is anybody, by moving others', () => {
    const claims = [{ id: 'a', barred: new Set<string>() }, { id: 'b', barred: new Set(['y']) }]
    expect(shareOut(claims, ['x', 'y'], 2)).toEqual([{ id: 'b', officer: 'x' }, { id: 'a', officer: 'y' }])
    expect(shareOut([{ id: 'a', barred: new Set(['x']) }], ['x'], 1)).toEqual([])
  })
})

describe('what a visit may find', () => {
  it('fits what was decided, and says what is to be done where something is wrong', () => {
    expect(findingsFor('confirmed', 'family')).not.toContain('wrongly-refused')
    expect(findingsFor('refused', 'family')).not.toContain('amount-wrong')
    expect(findingsFor('refused', 'nobody')).toEqual(['procedure', 'cannot-tell'])
    for (const outcome of ['confirmed', 'refused'] as const)
      for (const met of checkMet) expect(findingsFor(outcome, met).length).toBeGreaterThan(0)
    const open = { state: 'open', drawnOn: '2026-04-03', outcome: 'refused' } as const
    const told = { visitedOn: '2026-04-10', met: 'family', finding: 'wrongly-refused', measure: '再看一次' } as const
    expect(whyNotFind(open, told, '2026-04-10')).toBeUndefined()
    expect(whyNotFind(open, told, '2026-04-09')?.code).toBe('date-to-come')
    expect(whyNotFind(open, { ...told, visitedOn: '2026-04-02' }, '2026-04-10')?.code).toBe('date-too-old')
    expect(whyNotFind(open, { ...told, measure: undefined }, '2026-04-10')?.code).toBe('measure-needed')
    expect(whyNotFind(open, { ...told, finding: 'wrongly-given' }, '2026-04-10')?.code).toBe('finding-does-not-fit')
    expect(whyNotFind({ ...open, state: 'done' }, told, '2026-04-10')?.code).toBe('only-once')
  })

  it('has a refusal looked at once more where it was wrong, and only once', () => {
    const brought = checkFindings.filter((finding) => bringsRecheck('refused', finding, false))
    expect(brought).toEqual(['wrongly-refused', 'procedure'])
    for (const finding of checkFindings) expect([bringsRecheck('confirmed', finding, false), bringsRecheck('refused', finding, true)]).toEqual([false, false])
  })
})

it('quarters follow one another over the turn of a year', () => {
  expect(['2026-01-01', '2026-03-31', '2026-11-23', '2026-12-31'].map(quarterOf)).toEqual(['2026-Q1', '2026-Q1', '2026-Q4', '2026-Q4'])
  expect([quarterAfter('2026-Q4'), quarterAfter('2026-Q1', -4), quarterAfter('2026-Q2', -2)]).toEqual(['2027-Q1', '2025-Q1', '2025-Q4'])
  expect([firstDayOf('2026-Q1'), firstDayOf('2026-Q4')]).toEqual(['2026-01-01', '2026-10-01'])
})
