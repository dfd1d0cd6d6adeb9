import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSamePerson, isSimilarName } from '@yima/shared/outreach/same'

describe('whether two neighbours speak of one person', () => {
  it.each([
    ['李桂英', '李桂英', true],
    ['李桂英', ' 李 桂英 ', true],
    ['李桂英', '李桂瑛', true],
    ['李桂英', '李桂', false],
    ['老李头', '李大爷', true],
    ['李桂英', '王桂英', false],
    ['李桂英', '李国强', false],
    ['李强', '李刚', false],
    ['欧阳秀珍', '欧阳秀真', true],
    ['买买提·吐尔逊', '买买提•吐尔逊', true],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isSimilarName(one, other)).toBe(same)
  })

  it('goes by one number whatever the names, and by the same words for where they live where one names nobody', () => {
    expect(isSamePerson({ name: '李桂英', phone: '13900000001' }, { name: '李奶奶家的', phone: '13900000001' })).toBe(true)
    expect(isSamePerson({ whereToFind: '3组，老学校后面' }, { name: '李桂英', whereToFind: '3 组老学校后面' })).toBe(true)
    expect(isSamePerson({ whereToFind: '3组' }, { whereToFind: '3组' })).toBe(false)
    expect(isSamePerson({ name: '李桂英', whereToFind: '老学校后面' }, { name: '王建国', whereToFind: '老学校后面' })).toBe(false)
  })

  it('depends on nothing of who said it first, and knows whoever is described alike', () => {
    const name = fc.string({ unit: fc.constantFrom(...'李王张桂英秀珍老大爷奶头 ·'), maxLength: 6 })
    const described = fc.record({ name, phone: fc.constantFrom('13900000001', '13900000002'), whereToFind: name }, { requiredKeys: [] })
    fc.assert(fc.property(described, described, (one, other) => isSamePerson(one, other) === isSamePerson(other, one)))
    fc.assert(fc.property(described, (one) => one.phone === undefined || isSamePerson(one, { ...one })))
  })
})
