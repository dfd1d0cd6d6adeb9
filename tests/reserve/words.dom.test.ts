import { beforeAll, describe, expect, it } from 'vitest'
import type { LedgerEntry } from '@yima/shared/reserve/contract'
import { loadTexts } from '../../web/src/app/text.ts'
import { csvOf, entryText, movedText, papersShape, papersText } from '../../web/src/reserve/words.ts'
import { wholeYuan } from '../../web/src/reserve/yuan.ts'

const entry = (of: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ id: 'e', number: 2, kind: 'payment' as const, on: '2026-03-02', reason: null, fen: -90_000, balance: 410_000 },
  ...{ proposedBy: '何文静', confirmedBy: '谭志远', corrects: null, correctedBy: null, papers: null, mayCorrect: true, ...of },
})
beforeAll(() => loadTexts(['reserve']))

describe('the ledger on a phone', () => {
  it('says of each payment where its papers stand, and by when where they are wanted', () => {
    expect(papersText({ state: 'owed', due: { date: '2026-03-16', provisional: false }, application: null })).toContain('3月16日')
    expect(papersText({ state: 'overdue', due: { date: '2026-03-16', provisional: false }, application: null })).toContain('晚了')
    expect([papersShape.overdue, papersShape.in]).toEqual(['late', 'done'])
    expect([movedText(-90_000), movedText(500_000)].map((text) => /900|5,000/.test(text))).toEqual([true, true])
    expect(entryText(entry({ kind: 'top-up', number: 1, fen: 1 }))).not.toBe(entryText(entry({ kind: 'top-up', number: 4, fen: 1 })))
  })

  it('is taken along the oldest line first, and no reason in it runs as a formula', () => {
    const lines = csvOf([entry({ reason: '=HYPERLINK("x")' }), entry({ number: 1, kind: 'top-up', fen: 500_000, balance: 500_000 })]).trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^1,/)
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`)
    expect(lines[2]).toContain('900.00')
  })

  it('takes a sum as people type it, in whole yuan and nothing else', () => {
    expect(['900', '９００', ' 900 ', '900元'].map((typed) => wholeYuan(typed))).toEqual([900, 900, 900, 900])
    for (const typed of ['', '0', '-5', '12.5', 'abc']) expect(wholeYuan(typed)).toBeUndefined()
  })
})
