import { describe, expect, it } from 'vitest'
import { namesCheckableFact } from '@yima/shared/objection/checkable'

describe('whether an objection names something that can be looked at', () => {
  it.each([
    [['property'], '他家去年买了一辆车', 0],
    [['income'], '在镇上开了个小卖部', 0],
    [['elsewhere'], '一家人都住在县城', 0],
    [['other'], '他儿子在公司上班，一个月八千元', 0],
    [['other'], '', 1],
    [['property'], 'They own a shop in town', 0],
  ] as const)('%s “%s” with %i pictures does', (wrongs, words, pictures) => {
    expect(namesCheckableFact(wrongs, words, pictures)).toBe(true)
  })

  it.each([
    [['other'], '我不服！！！', 0],
    [['other'], '不公平不公平', 0],
    [['income'], '', 0],
    [['property'], '。。。！', 0],
  ] as const)('%s “%s” with %i pictures does not', (wrongs, words, pictures) => {
    expect(namesCheckableFact(wrongs, words, pictures)).toBe(false)
  })
})
