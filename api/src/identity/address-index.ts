import type { Deps } from '../http/context.ts'

/** A home by its village and what is written on an envelope; how it is spaced and punctuated does not matter. */
export type Home = { regionCode: string; address?: string | undefined }

/** The keyed hash by which a home is found again; null where nothing was written that names one. */
export function addressIndex({ vault }: Pick<Deps, 'vault'>, { regionCode, address = '' }: Home): Buffer | null {
  const plain = address.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return plain.length < 2 ? null : vault.index('address', `${regionCode} ${plain}`)
}
