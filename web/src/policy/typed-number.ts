import { numerals } from '@yima/shared/reading/numerals'

export type TypedNumber =
  { ok: true; value: number } | { ok: false; code: 'not-a-number' | 'not-whole' | 'out-of-range' }

/**
 * A number as people type it into a box of its own: `1,200`, `１２００`, `1.5万`, `一千二`, `3000多`. Between two
 * bounds the middle is taken. The code names the sentence `problem.field.<code>`.
 */
export function typedNumber(
  typed: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): TypedNumber {
  const plain = typed.normalize('NFKC').replace(/[\s,，、元块钱￥¥左右大概约]/g, '')
  const said = /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : middle(plain)
  if (said === undefined) return { ok: false, code: 'not-a-number' }
  if (whole && !Number.isInteger(said)) return { ok: false, code: 'not-whole' }
  if (said < min || said > max) return { ok: false, code: 'out-of-range' }
  return { ok: true, value: Math.round(said * 100) / 100 }
}

function middle(plain: string): number | undefined {
  const [number, ...more] = numerals(plain)
  return number === undefined || more.length > 0 ? undefined : (number.low + number.high) / 2
}
