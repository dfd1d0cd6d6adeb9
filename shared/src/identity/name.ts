import { capMarks, stripInvisible } from './text.ts'

/** Why a typed name is none; the sentence is `problem.field.name-<code>`. */
export const nameErrors = ['empty', 'no-letter', 'too-long'] as const
export type NameRefused = { ok: false; code: (typeof nameErrors)[number] }
export type Name = { ok: true; value: string }

/** Longest accepted name, in code points: four-part Uyghur names in Latin letters, Tibetan ones in their own. */
export const nameMax = 100

// What keyboards, other systems and readers of cards put in place of U+00B7, the dot on identity cards.
const dots = '·•●∙⋅・･‧᛫․・ㆍᆞᐧꞏ⸳⸱◦∘⦁▪˙ˑ。｡.．﹒'
const letter = String.raw`[\p{L}\p{Co}\p{Script=Han}]\p{M}*`
const spacedDot = new RegExp(`(${letter})(\\s*)([${dots}]+)(\\s*)(?=[\\p{L}\\p{Co}\\p{Script=Han}])`, 'gu')
// Whoever finds no dot takes a dash; between other letters it joins (Jean-Paul).
const dashInHan = /(\p{Script=Han}\p{M}*)\s*[\p{Pd}\u2212_]+\s*(?=\p{Script=Han})/gu
const dotAtEdge = new RegExp(`^[${dots.replace('.', '')}\\s]+|[${dots.replace('.', '')}\\s]+$`, 'gu')

/** "J. Smith" is an initial, not a dotted name: an ASCII dot with a space after a Latin letter stays. */
const isInitial = (before: string, spaced: boolean, dot: string): boolean =>
  dot === '.' && spaced && !/\p{Script=Han}/u.test(before)

const joinDots = (name: string): string =>
  name
    .replace(dashInHan, '$1·')
    .replace(spacedDot, (whole, before: string, left: string, dot: string, right: string) =>
      isInitial(before, left + right !== '', dot) ? whole : `${before}·`)
    .replace(dotAtEdge, '')

// Radicals come out of papers that a machine read (⼩ for 小), wide letters from a Chinese keyboard.
const lookalikes = /[\u2F00-\u2FD5\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g

/**
 * A name as on the identity card: NFC (NFKC would turn rare characters into others), one middle
 * dot, single spaces, none between Han characters (a wide blank between two characters only fills a form).
 */
export function normaliseName(typed: string): string {
  const tidy = capMarks(stripInvisible(typed).normalize('NFC')).replace(/\s+/gu, ' ').trim()
  const plain = tidy.replace(lookalikes, (one) => one.normalize('NFKC'))
  return joinDots(plain).replace(/(\p{Script=Han}\p{M}*) (?=\p{Script=Han})/gu, '$1')
}

/** Accepts every name that has a letter; nobody's name is too rare or too short. */
export function parseName(typed: string): Name | NameRefused {
  const value = normaliseName(typed)
  if (value === '') return { ok: false, code: 'empty' }
  // Old registers put characters without a code point into the private area.
  if (!/[\p{L}\p{Co}\p{Script=Han}]/u.test(value)) return { ok: false, code: 'no-letter' }
  return Array.from(value).length > nameMax ? { ok: false, code: 'too-long' } : { ok: true, value }
}

const compoundSurnames = new Set((
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 '
  + '皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 '
  + '子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 '
  + '段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 南荣 第五 歐陽 諸葛 司馬 '
  + '東方'
).split(' '))

function maskHan(characters: readonly string[]): string {
  const compound = characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join(''))
  const surname = characters.slice(0, compound ? 2 : 1)
  const given = characters.slice(surname.length)
  const shown = given.length > 1 ? given.slice(-1) : []
  return [...surname, ...given.slice(shown.length).map(() => '*'), ...shown].join('')
}

/**
 * The masked form of notices: `张*兰`, `李*`, `欧阳*`; names in parts keep each part's first letter
 * (`阿*·买*`), so that neighbours recognise them and strangers do not. One letter becomes `*`.
 */
export function maskName(name: string): string {
  const value = normaliseName(name)
  const characters = value.match(/\P{M}\p{M}*/gu) ?? []
  if (characters.length < 2) return '*'
  if (!/[· ]/u.test(value) && /^\p{Script=Han}/u.test(value)) return maskHan(characters)
  return value.replace(/([^· ]\p{M}*)[^· ]*/gu, '$1*')
}
