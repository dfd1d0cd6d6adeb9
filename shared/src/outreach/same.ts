/** Of somebody who was pointed out, as far as anybody said it. */
export type Described = { name?: string | undefined; phone?: string | undefined; whereToFind?: string | undefined }

const plain = (typed: string): string => typed.normalize('NFKC').toLowerCase().replace(/[\s·，。、,.（）()]/gu, '')

/** How people of a village call somebody whose name they do not know: 老李头, 李大爷, 王婆婆. */
const titles = /^老|(?:大爷|大娘|大伯|大妈|大叔|大婶|爷爷|奶奶|婆婆|公公|伯伯|叔叔|嬢嬢|孃孃|老师|头|家)$/gu

/** Letters that differ, where only a letter was exchanged, is missing or is too many. */
function isOneApart(one: readonly string[], other: readonly string[]): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let from = 0
  while (from < one.length && one[from] === other[from]) from += 1
  let end = 0
  while (end < Math.min(one.length, other.length) - from && one.at(-1 - end) === other.at(-1 - end)) end += 1
  return one.length - from - end <= 1 && other.length - from - end <= 1
}

/**
 * Whether two names may be one: equal; or whole names with one surname that differ in one letter, as people hear them; or
 * one of them is only what neighbours call that person by that surname.
 */
export function isSimilarName(typed: string, others: string): boolean {
  const [one, other] = [plain(typed), plain(others)]
  if (one === other) return one !== ''
  const [bare, otherBare] = [one.replace(titles, ''), other.replace(titles, '')]
  if (bare === '' || otherBare === '') return false
  if (bare === otherBare) return true
  const [letters, otherLetters] = [[...bare], [...otherBare]]
  if (letters[0] !== otherLetters[0]) return false
  // A surname alone is no name: half a village bears it.
  if (letters.length < 3 || otherLetters.length < 3) return false
  return isOneApart(letters, otherLetters)
}

/**
 * Whether two descriptions of somebody in one place are taken for one person: one number, a similar name, or, where one
 * of them names nobody, the same words for where they are. Two different numbers with two different names never are.
 */
export function isSamePerson(one: Described, other: Described): boolean {
  if (one.phone !== undefined && one.phone === other.phone) return true
  if (one.name !== undefined && other.name !== undefined) return isSimilarName(one.name, other.name)
  const [where, otherWhere] = [plain(one.whereToFind ?? ''), plain(other.whereToFind ?? '')]
  return where.length >= 4 && where === otherWhere
}

/** What a record is called while nobody knows the name of whom it is about. */
export const nameless = '姓名待问'
