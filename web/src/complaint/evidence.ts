import { mostParts, partBytes, type SealedFile } from '@yima/shared/complaint/sealed'
import { draw } from '../application/shrink.ts'
import { kindOfFile } from '../app/picture-check.ts'
import { digestOf } from './derive.ts'
import { withoutMediaTraces } from './media-traces.ts'

/** One piece of evidence, cut into parts; only what is listed sealed says what it is. */
export type Evidence = { listed: SealedFile; parts: Uint8Array<ArrayBuffer>[] }

/** A picture that this phone cannot draw anew still tells where it was taken: it does not go. */
export class Traced extends Error {
  constructor() {
    super('traced')
  }
}

const extensionOf = (name: string): string => /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0].toLowerCase() ?? ''

/**
 * A picture drawn anew, without place, phone and time; a recording without them where its format is known; anything else as it
 * is, under a name that says nothing.
 * @throws Traced for a picture that cannot be drawn
 */
async function withoutTraces(file: File, number: number): Promise<File> {
  if ((await kindOfFile(file)) === 'other') {
    if (file.type.startsWith('image/')) throw new Traced()
    const clean = /^(audio|video)\//.test(file.type) ? withoutMediaTraces(new Uint8Array(await file.arrayBuffer())) : undefined
    return new File([clean ?? file], `${number}${extensionOf(file.name)}`, { type: file.type })
  }
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new Traced()
  })
  const drawn = await draw(image)
  image.close()
  if (!drawn) throw new Traced()
  return new File([drawn], `${number}.jpg`, { type: 'image/jpeg' })
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * Makes a file ready to be sealed.
 * @throws Traced for a picture that would tell where it was taken; RangeError for more than is taken
 */
export async function evidenceOf(file: File, number: number): Promise<Evidence> {
  const clean = await withoutTraces(file, number)
  const bytes = new Uint8Array(await clean.arrayBuffer())
  const count = Math.max(1, Math.ceil(bytes.length / partBytes))
  if (count > mostParts) throw new RangeError('more than is taken')
  const parts = Array.from({ length: count }, (_, at) => bytes.slice(at * partBytes, (at + 1) * partBytes))
  const { name, type } = clean
  const listed = { id: crypto.randomUUID(), name, type, bytes: bytes.length, parts: count, digest: hex(await digestOf(bytes)) }
  return { listed, parts }
}

/** Puts the parts together again. Throws when one is missing, or they are not what was sent. */
export async function wholeOf({ name, type, bytes, digest }: SealedFile, parts: readonly Uint8Array<ArrayBuffer>[]): Promise<File> {
  const file = new File([...parts], name, { type })
  if (file.size !== bytes) throw new Error('not whole')
  if (hex(await digestOf(new Uint8Array(await file.arrayBuffer()))) !== digest) throw new Error('not what was sent')
  return file
}
