/**
 * Why somebody cannot be recognised by a code. Each has its sentence and what to do now in the catalogue `code`:
 * `code.refused.<reason>` and `code.refused.<reason>.do`.
 */
export const codeRefusals = [
  'card-check',
  'checksum',
  'damaged',
  'empty',
  'expired',
  'foreign',
  'forged',
  'id-number',
  'locked',
  'other-code',
  'phone',
  'revoked',
  'skewed',
  'too-long',
  'too-many',
  'too-short',
  'unknown',
  'used',
  'wrong-pin',
] as const
export type CodeRefusal = (typeof codeRefusals)[number]
