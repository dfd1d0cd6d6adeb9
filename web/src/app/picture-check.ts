import { kindBytes, kindOf } from '@yima/shared/file/kind'

/** Reasons for which the server would refuse a picture; the sentences stand in the catalogue `problem`. */
export type PictureFault =
  'file-empty' | 'file-too-large' | 'file-not-a-picture' | 'file-heic' | 'file-broken'

/** What a file is by its first bytes. */
export const kindOfFile = async (file: Blob) =>
  kindOf(new Uint8Array(await file.slice(0, kindBytes).arrayBuffer()))

/** A large photo may be too much for one way of opening it on a small phone, and not for the other. */
async function opensAsImage(file: Blob): Promise<boolean> {
  const address = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return true
  } catch {
    return false
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Then it is made smaller before it is sent (application/shrink.ts), however large it is. */
async function canBeDrawn(file: Blob): Promise<boolean> {
  try {
    const bitmap = await createImageBitmap(file)
    bitmap.close()
    return true
  } catch {
    return false
  }
}

/**
 * Why the office could not take this picture, seen on the phone while its writer still has the paper in hand;
 * undefined where nothing speaks against it. `maxBytes`: the largest that is taken as it is.
 */
export async function faultOf(file: Blob, maxBytes: number): Promise<PictureFault | undefined> {
  if (file.size === 0) return 'file-empty'
  const kind = await kindOfFile(file)
  if (kind === 'other') return 'file-not-a-picture'
  if (await canBeDrawn(file)) return undefined
  if (file.size > maxBytes) return 'file-too-large'
  if (typeof createImageBitmap !== 'function' || (await opensAsImage(file))) return undefined // or nobody knows
  if (kind === 'heic') return 'file-heic'
  return (await isAvif(file)) ? undefined : 'file-broken'
}

/** Not every phone opens it, and the office does. */
const isAvif = async (file: Blob): Promise<boolean> => (await file.slice(4, 8).text()) === 'ftyp'
