import { describe, expect, it } from 'vitest'
import { sayAnew } from '../../web/src/outreach/first-visit.ts'

describe('the form of the first visit, after somebody was parted from whom it is about', () => {
  const both = { name: '宫桂枝', phone: '13900001111', words: '她摔断了腿\n她家断了收入' }
  const alone = { name: '宫桂枝', phone: null, words: '她摔断了腿' }

  it('says nothing of the other one any more, and keeps what was written at the door', () => {
    const untouched = { ...both }
    sayAnew(untouched, both, alone)
    expect(untouched).toEqual({ name: '宫桂枝', phone: '', words: '她摔断了腿' })
    const written = { name: '宫桂枝', phone: '13900002222', words: '我摔了腿，下不了床' }
    sayAnew(written, both, alone)
    expect(written).toEqual({ name: '宫桂枝', phone: '13900002222', words: '我摔了腿，下不了床' })
  })
})
