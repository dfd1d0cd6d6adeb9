/** The bytes of a small picture as base64, for the body of a write. */
export async function pngOf(image: Blob): Promise<string> {
  const bytes = new Uint8Array(await image.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
