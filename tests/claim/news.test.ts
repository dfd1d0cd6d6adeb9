import { describe, expect, it } from 'vitest'
import { findNews } from '../../web/src/claim/news.ts'
import { application, claim } from './applications.ts'

const before = [application({ claims: [claim({ id: 'one' }), claim({ id: 'other', programme: 'medical' })] })]
const after = (changes: Parameters<typeof claim>[0]) => [
  application({ claims: [claim({ id: 'one' }), claim({ id: 'other', programme: 'medical', ...changes })] }),
]

describe('what is news to a resident', () => {
  it('is the claim that stands elsewhere now', () => {
    expect(findNews(before, after({ state: 'supplement' }))?.claim).toMatchObject({
      id: 'other',
      state: 'supplement',
    })
  })

  it('is a day that moved, though no claim did', () => {
    expect(findNews(before, after({ due: { date: '2026-12-24', provisional: false } }))).toEqual({})
  })

  it('is nothing when nothing changed, nor what they took back themselves', () => {
    expect(findNews(before, structuredClone(before))).toBeUndefined()
    expect(findNews(before, after({ state: 'withdrawn', due: null }))).toBeUndefined()
  })
})
