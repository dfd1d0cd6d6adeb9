import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { numberKey, papersSeen } from '@yima/shared/identity/papers'
import { documentOf, idNumberOf } from '../fixtures/applications.ts'

const codesOf = (typed: object): string[] => {
  const read = v.safeParse(papersSeen, typed)
  return read.success ? [] : read.issues.map(({ message }) => message)
}
const passport = { kind: 'foreign', document: 'passport', value: ' e 1234-5678 ', birthDate: '1980-02-03' }

describe('what names somebody whom an officer sees', () => {
  it('is read as its issuers print it, whichever papers they are', () => {
    expect(v.parse(papersSeen, passport)).toEqual({ ...passport, value: 'E12345678' })
    expect(codesOf({ ...passport, value: '12' })).toEqual(['foreign-passport'])
    expect(codesOf({ kind: 'id-number', value: '123' })).toEqual(['id-too-short'])
  })

  it('is a birthday and somebody who knows them where there are no papers, and never a birthday alone', () => {
    const none = { kind: 'none', birthDate: '1950-01-01', witness: '王支书', before: false }
    expect(codesOf(none)).toEqual([])
    for (const lacks of ['birthDate', 'witness', 'before'])
      expect(codesOf({ ...none, [lacks]: undefined }), lacks).not.toEqual([])
  })

  it('is one number in whichever box it was typed, and two where only the characters are the same', () => {
    const eighteen = idNumberOf('1980-02-03').replace(/^990101/, '830000')
    const residence = `${eighteen.slice(0, 17)}${['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'].find((last) => codesOf({ kind: 'id-number', value: eighteen.slice(0, 17) + last }).length === 0) ?? ''}`
    const typed = { kind: 'foreign', document: 'hk-macao-taiwan-residence', value: residence } as const
    expect(numberKey(typed)).toEqual(numberKey({ kind: 'id-number', value: residence }))
    expect(numberKey(documentOf('1980-02-03'))?.kind).toBe('id-number')
    const value = '12345678'
    const [one, other] = (['passport', 'taiwan-permit'] as const).map((document) => numberKey({ kind: 'foreign', document, value }))
    expect(one).not.toEqual(other)
    expect(numberKey({ kind: 'none' })).toBeUndefined()
  })
})
