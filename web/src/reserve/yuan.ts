/** Whole yuan as somebody types them, with or without commas and in digits of any width; undefined for all else. */
export function wholeYuan(typed: string): number | undefined {
  const digits = typed.normalize('NFKC').replaceAll(/[\s,]|元$/g, '')
  return /^[1-9]\d{0,7}$/.test(digits) ? Number(digits) : undefined
}
