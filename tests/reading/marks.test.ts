import { describe, expect, it } from 'vitest'
import { readWords } from '@yima/shared/reading/read-words'
import { loadNarratives } from './score.ts'

/** As a phone set to Chinese types them; a comma or point inside a number stays as it is. */
const wide = (text: string): string =>
  text.replace(/(?<!\d)[,.]|[,.](?!\d)|[!?;:()]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0))
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5d]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))

describe('marks as wide as the words', () => {
  it('end clauses and sentences like narrow ones: the same words are read the same', () => {
    const texts = ['dev', 'author-b', 'author-f']
      .flatMap((name) => loadNarratives(`narratives-${name}`))
      .map(({ text }) => text)
    const typed = texts.filter((text) => wide(text) !== text)
    expect(typed.length).toBeGreaterThan(100)
    for (const text of typed) {
      expect(JSON.parse(narrow(JSON.stringify(readWords(wide(text))))), text).toEqual(
        JSON.parse(JSON.stringify(readWords(text))),
      )
    }
  })
})
