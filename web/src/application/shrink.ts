// Papers stay legible at this size, and a 4 MB photo becomes about 300 KB: minutes on a village network.
const longest = 1600
const quality = 0.82

type Size = { width: number; height: number }

/** The size in which a picture is sent: its longer side at most 1600 px, or less, never enlarged. */
export function sentSize({ width, height }: Size, most = longest): Size {
  const scale = Math.min(1, most / Math.max(width, height, 1))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** The picture as a JPEG, its longer side at most so many pixels. */
export function draw(image: ImageBitmap, most = longest, sharp = quality): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, sentSize(image, most))
  const context = canvas.getContext('2d')
  if (!context) return Promise.resolve(null)
  context.fillStyle = '#fff' // JPEG knows no transparency; screenshots would turn black
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', sharp))
}

/** Milliseconds for one picture: some phones answer never for one that is too large for them. */
const longestMs = 20_000

/**
 * A smaller copy, without the place that EXIF names; the picture itself where the phone cannot draw it, does not within
 * twenty seconds, or it is none.
 */
export function shrink(picture: File): Promise<File> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const asItIs = new Promise<File>((over) => {
    timer = setTimeout(() => over(picture), longestMs)
  })
  return Promise.race([smaller(picture), asItIs]).finally(() => clearTimeout(timer))
}

async function smaller(picture: File): Promise<File> {
  try {
    const { kindOfFile } = await import('../app/picture-check.ts')
    const kind = await kindOfFile(picture)
    if (kind === 'other') return picture
    const image = await createImageBitmap(picture, { imageOrientation: 'from-image' })
    const drawn = await draw(image)
    image.close()
    // HEIC, where this phone opens it: no office does.
    return drawn && (kind === 'heic' || drawn.size < picture.size)
      ? new File([drawn], 'photo.jpg', { type: 'image/jpeg' })
      : picture
  } catch {
    return picture
  }
}
