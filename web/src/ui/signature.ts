import type SignaturePad from 'signature_pad'
import { insist } from '../app/insist.ts'

export type Pad = {
  clear: () => void
  close: () => void
  strokes: () => ReturnType<SignaturePad['toData']>
  size: () => [number, number]
}

const ink = '#10201d'
const white = '#ffffff'
const pen = { minWidth: 1.4, maxWidth: 3.4 }

const colourOf = (element: Element): string => getComputedStyle(element).color

/** Opens a pad on the canvas; its code comes only now. The drawing survives turning the phone. */
export async function openPad(canvas: HTMLCanvasElement, changed: (strokes: number) => void): Promise<Pad> {
  const { default: SignaturePad } = await insist(() => import('signature_pad'))
  const signature = new SignaturePad(canvas, { ...pen, penColor: colourOf(canvas) })
  const fit = (): void => {
    const drawn = signature.toData()
    const ratio = Math.max(window.devicePixelRatio, 1)
    canvas.width = canvas.offsetWidth * ratio
    canvas.height = canvas.offsetHeight * ratio
    canvas.getContext('2d')?.scale(ratio, ratio)
    signature.fromData(drawn)
  }
  const watcher = new ResizeObserver(fit)
  watcher.observe(canvas)
  signature.addEventListener('endStroke', () => changed(signature.toData().length))
  return {
    clear: () => signature.clear(),
    close: () => {
      watcher.disconnect()
      signature.off()
    },
    strokes: () => signature.toData(),
    size: () => [canvas.offsetWidth, canvas.offsetHeight],
  }
}

const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
  })

function sheet(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context) {
    context.fillStyle = white
    context.fillRect(0, 0, width, height)
  }
  return canvas
}

/** The strokes once more, dark ink on white and twice the size: a light pen would print as nothing. */
export async function inkOnWhite(pad: Pad): Promise<Blob> {
  const { default: SignaturePad } = await insist(() => import('signature_pad'))
  const [width, height] = pad.size()
  const canvas = sheet(width * 2, height * 2)
  canvas.getContext('2d')?.scale(2, 2)
  const copy = new SignaturePad(canvas, pen)
  copy.fromData(
    pad.strokes().map((stroke) => ({ ...stroke, penColor: ink })),
    { clear: false },
  )
  copy.off()
  return toPng(canvas)
}

/** A typed name as a picture, so that both kinds of signature are kept alike. */
export function drawName(name: string): Promise<Blob> {
  const canvas = sheet(720, 264)
  const context = canvas.getContext('2d')
  if (context) {
    context.fillStyle = ink
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.font = '96px serif'
    context.fillText(name, 360, 132, 680)
  }
  return toPng(canvas)
}
