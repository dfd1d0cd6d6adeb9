/** Finds the text of a QR code in a picture; undefined while there is none to be read. */
export type Reader = (picture: HTMLCanvasElement) => Promise<string | undefined>

type Detector = { detect: (picture: HTMLCanvasElement) => Promise<{ rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

/** The reader of the browser itself: nothing to fetch, and the fastest on a weak phone. */
async function findNative(): Promise<Reader | undefined> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  if (!BarcodeDetector) return undefined
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => [])
  if (!formats.includes('qr_code')) return undefined
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  let other: Promise<Reader> | undefined
  return async (picture) => {
    if (other) return (await other)(picture)
    try {
      return (await detector.detect(picture))[0]?.rawValue
    } catch (error) {
      if ((error as Error).name !== 'NotSupportedError') throw error
      // It says that it can, and the part of the phone that does it is not there: nothing would ever be read.
      const fetched = fetchReader()
      other = fetched
      fetched.catch(() => {
        other = undefined
      })
      return (await fetched)(picture)
    }
  }
}

/** The same for every other browser, 0.3 MB and from this server alone: many offices let no other host through. */
async function fetchReader(): Promise<Reader> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  return async (picture) => {
    const { width, height } = picture
    const pixels = picture.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, width, height)
    if (!pixels) return undefined
    const found = await readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
    return found[0]?.text || undefined
  }
}

let ready: Promise<Reader> | undefined

/** The reader of this device, made ready once. Rejects where it could not be fetched; the next call tries again. */
export function getReader(): Promise<Reader> {
  ready ??= findNative()
    .catch(() => undefined)
    .then((native) => native ?? fetchReader())
  ready.catch(() => {
    ready = undefined
  })
  return ready
}

/** A picture no larger than this is read in a blink also on a weak phone, and a code a hand away is sharp in it. */
const longestSide = 1280

/** Draws a picture of the camera or of a file onto `canvas`, made smaller where it is large. */
export function draw(
  canvas: HTMLCanvasElement,
  from: CanvasImageSource,
  width: number,
  height: number,
): void {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1))
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(from, 0, 0, canvas.width, canvas.height)
}

/** Reads a photo of a code. Rejects when the file is no picture or the reader could not be fetched. */
export async function readPhoto(file: Blob): Promise<string | undefined> {
  const [read, picture] = await Promise.all([getReader(), createImageBitmap(file)])
  const canvas = document.createElement('canvas')
  draw(canvas, picture, picture.width, picture.height)
  picture.close()
  return read(canvas)
}
