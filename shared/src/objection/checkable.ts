import type { Wrong } from './contract.ts'

/** Characters that say something: a row of dots or exclamation marks does not. */
const letters = (words: string): number => words.replace(/[\p{P}\p{S}\s]/gu, '').length

/** Somebody's things, places, times and work, in whatever language: what a visit or a department can look at. */
const things = new RegExp(
  [
    '[0-9０-９〇零一二两三四五六七八九十百千万]+\\s*(?:元|块|万|辆|套|间|层|亩|头|年|月|号|天|口|个)',
    '车|房|楼|店|铺|公司|厂|存款|存折|工资|退休|打工|上班|生意|承包|出租|户口|搬|住在|儿子|女儿|亲戚|姐|弟|兄|妹|去世|结婚|离婚',
    '\\b(?:car|truck|house|flat|shop|company|savings|wage|salary|pension|job|works?|rents?|lives?|moved|son|daughter|relative|married|died)\\b',
    '\\d',
  ].join('|'),
  'iu',
)

const fewestLetters = 4

/**
 * Whether an objection names something that can be looked at. Of what is chosen from the list a few words or a picture
 * are enough to begin with; of anything else a thing, a place, a time or a sum has to stand there. Whoever doubts it
 * may still decline: this decides only what happens when nobody does anything.
 */
export function namesCheckableFact(wrongs: readonly Wrong[], words: string, pictures: number): boolean {
  if (pictures > 0) return true
  const isNamed = wrongs.some((wrong) => wrong !== 'other')
  return letters(words) >= fewestLetters && (isNamed || things.test(words))
}
