import { describe, expect, it } from 'vitest'
import { refuseTelling, whoTells } from '@yima/shared/notification/telling'

const both = [true, false]

describe('whoever did something in a person’s name', () => {
  it('does not say alone that the person knows, unless nobody else is there and nobody is above', () => {
    for (const own of both)
      for (const alone of both)
        for (const leads of both) {
          const standing = { own, alone, leads }
          const who = !own ? 'anybody' : alone && leads ? 'with-reason' : 'another'
          expect([standing, whoTells(standing)]).toEqual([standing, who])
        }
  })

  it('says why, and a colleague need not', () => {
    const last = { own: true, alone: true, leads: true }
    expect(refuseTelling(last, undefined)).toBe('reason-needed')
    expect(refuseTelling(last, '  ')).toBe('reason-needed')
    expect(refuseTelling(last, '今天只有我一个人')).toBeUndefined()
    expect(refuseTelling({ ...last, alone: false }, '今天只有我一个人')).toBe('own-act')
    expect(refuseTelling({ ...last, own: false }, undefined)).toBeUndefined()
  })
})
