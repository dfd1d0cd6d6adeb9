/** A value under AES-GCM: its JSON, and its Blobs beside it, each with a nonce of its own. */
export type Sealed = { nonce: Uint8Array<ArrayBuffer>; text: ArrayBuffer; blobs: SealedBlob[] }
type SealedBlob = { nonce: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer; type: string; name?: string }

const mark = '\u0000blob:'

async function encrypt(
  key: CryptoKey,
  bytes: BufferSource,
): Promise<{ nonce: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  return { nonce, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, bytes) }
}

/** Encrypts JSON that may hold Blobs at any depth. Nothing of the value stays readable, not even its shape. */
export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const found: Blob[] = []
  const json = JSON.stringify(value, (_name, part: unknown) => {
    if (!(part instanceof Blob)) return part
    found.push(part)
    return `${mark}${found.length - 1}`
  })
  const { nonce, bytes } = await encrypt(key, new TextEncoder().encode(json ?? 'null'))
  const blobs = await Promise.all(
    found.map(async (blob) => ({
      ...(await encrypt(key, await blob.arrayBuffer())),
      type: blob.type,
      ...(blob instanceof File ? { name: blob.name } : {}),
    })),
  )
  return { nonce, text: bytes, blobs }
}

/** The value that was sealed. Rejects when the key is another or a byte was changed. */
export async function open(key: CryptoKey, sealed: Sealed): Promise<unknown> {
  const decrypt = (nonce: Uint8Array<ArrayBuffer>, bytes: ArrayBuffer): Promise<ArrayBuffer> =>
    crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, bytes)
  const blobs = await Promise.all(
    sealed.blobs.map(async (blob) => {
      const bytes = await decrypt(blob.nonce, blob.bytes)
      return blob.name === undefined
        ? new Blob([bytes], { type: blob.type })
        : new File([bytes], blob.name, { type: blob.type })
    }),
  )
  const json = new TextDecoder().decode(await decrypt(sealed.nonce, sealed.text))
  return JSON.parse(json, (_name, part: unknown) =>
    typeof part === 'string' && part.startsWith(mark) ? blobs[Number(part.slice(mark.length))] : part,
  )
}
