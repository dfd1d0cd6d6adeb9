import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStrictJson } from '@yima/api/http/strict-json'

const refused = (text: string) => expect(() => parseStrictJson(text)).toThrow(SyntaxError)

describe('JSON with two meanings is read by nobody', () => {
  it.each([
    ['one name twice', '{"phone":"1","phone":"2"}'],
    ['one name twice, written differently', '{"phone":"1","\\u0070hone":"2"}'],
    ['one name twice deep inside', '{"a":[{"b":{"c":1,"d":2,"c":3}}]}'],
    ['a name that every object has', '{"__proto__":{"isAdmin":true}}'],
    ['the same, spelled in escapes', '{"__pr\\u006fto__":{}}'],
    ['a constructor', '{"a":{"constructor":{"prototype":{}}}}'],
    ['seventeen levels', '['.repeat(17) + ']'.repeat(17)],
    ['a hundred thousand levels', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
    ['not a number', '{"age":NaN}'],
    ['a comment', '{"a":1}// no'],
    ['half of it', '{"words":"没'],
    ['nothing', ''],
  ])('%s', (_, text) => refused(text))

  it('the same name in two objects, in a text or as a value is fine', () => {
    const text = '{"a":{"id":1},"b":{"id":"id\\":{"},"c":["id","id",":"]}'
    expect(parseStrictJson(text)).toEqual(JSON.parse(text))
  })
})

it('everything else is read as JSON says, whatever the names and texts are', () => {
  const name = fc.string({ unit: 'binary' }).filter((one) => !(one in {}))
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('any'), { maxLength: 4 }),
    map: fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  })).any
  fc.assert(
    fc.property(value, (one) => {
      const text = JSON.stringify(one)
      expect(parseStrictJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

it('two same names are found wherever they stand', () => {
  const key = fc.stringMatching(/^[a-z"\\{}:,]{1,6}$/)
  fc.assert(
    fc.property(key, fc.jsonValue({ maxDepth: 2 }), fc.nat(10), (one, value, depth) => {
      const twice = `{${JSON.stringify(one)}:${JSON.stringify(value)},${JSON.stringify(one)}:0}`
      refused('['.repeat(depth) + twice + ']'.repeat(depth))
    }),
  )
})
