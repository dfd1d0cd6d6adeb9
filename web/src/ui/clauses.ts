export type Piece = { text: string; whole: boolean }

const clause = /[^，。：；！？、]*[，。：；！？、]+[”’』」）》]*|[^，。：；！？、]+/g
// Dates, amounts and counts are read as one word.
const whole = /(\d{1,2}月\d{1,2}日(?:（[^）]{1,3}）)?|[\d,.]+ ?(?:万|千)?[元天项人样步岁口个张%])/

/**
 * Splits a Chinese sentence at its punctuation into clauses, and each clause into pieces, of which
 * those marked `whole` (dates, amounts) must not be broken. Text without such punctuation is one clause.
 */
export function clauses(text: string): Piece[][] {
  if (!/[\u4e00-\u9fff]/.test(text)) return text === '' ? [] : [[{ text, whole: false }]]
  return (text.match(clause) ?? []).map((part) =>
    part
      .split(whole)
      .filter((piece) => piece !== '')
      .map((piece) => ({ text: piece, whole: whole.test(piece) })),
  )
}
