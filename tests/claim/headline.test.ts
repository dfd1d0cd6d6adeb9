import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimStates } from '@yima/shared/claim/claim'
import { headline } from '@yima/shared/claim/headline'
import en from '@yima/shared/locales/en/claim.json'
import zh from '@yima/shared/locales/zh-CN/claim.json'

describe('an application in one sentence', () => {
  it('says first what waits for the resident', () => {
    expect(headline(['accepted', 'supplement', 'proposed', 'active'])).toEqual({
      key: 'claim.headline.yours-ours-settled', params: { total: 4, yours: 1, ours: 2, settled: 1 },
    })
  })

  it('does not count what was taken back', () => {
    expect(headline(['withdrawn', 'accepted'])).toEqual({
      key: 'claim.headline.ours', params: { total: 1, yours: 0, ours: 1, settled: 0 },
    })
    expect(headline(['withdrawn']).key).toBe('claim.headline.withdrawn')
    expect(headline([]).key).toBe('claim.headline.none')
  })

  it('has a sentence in both languages for whatever happens', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...claimStates), { maxLength: 6 }), (states) => {
      const { key, params } = headline(states)
      expect(Object.keys(zh)).toContain(key)
      expect(Object.keys(en)).toContain(key)
      expect(params.yours + params.ours + params.settled).toBe(params.total)
    }))
  })
})
