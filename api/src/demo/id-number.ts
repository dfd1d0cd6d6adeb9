import { checkDigit } from '@yima/shared/identity/id-number'

/** An ID number that belongs to nobody: the prefix 990101 was never allotted (GB/T 2260). */
export function demoIdNumber(born: string, at: number): string {
  const first17 = `990101${born.replaceAll('-', '')}${String(100 + at).slice(-3)}`
  return first17 + checkDigit(first17)
}
