import { onBeforeUnmount, ref, type Ref } from 'vue'
import { draw, getReader, type Reader } from './read-picture.ts'

/** `refused` by whoever holds the phone, `absent` where there is none, `failed`: taken by another program, or no reader. */
export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'absent' | 'failed'

/** Milliseconds between two looks at the picture: the phone stays cool, and nobody feels the wait. */
const everyMs = 120
const wish = {
  video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  audio: false,
}

function whyNot(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'failed'
}

/** The camera in `video`, looked at until a code is read; it is off again as soon as one was, or the page is left. */
export function useCamera(video: Ref<HTMLVideoElement | undefined>, read: (text: string) => void) {
  const state = ref<CameraState>('off')
  const canvas = document.createElement('canvas')
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let begun = 0

  const turnOff = (opened: MediaStream | undefined): void => {
    for (const track of opened?.getTracks() ?? []) track.stop()
  }

  function stop(now: CameraState = 'off'): void {
    begun += 1
    clearTimeout(timer)
    turnOff(stream)
    stream = undefined
    state.value = now
  }

  async function look(reader: Reader): Promise<string | undefined> {
    const { videoWidth = 0, videoHeight = 0 } = video.value ?? {}
    if (!video.value || videoWidth === 0 || document.hidden) return undefined
    draw(canvas, video.value, videoWidth, videoHeight)
    return reader(canvas).catch(() => undefined)
  }

  async function watch(reader: Reader, turn: number): Promise<void> {
    const text = await look(reader)
    if (turn !== begun) return
    if (text === undefined) timer = setTimeout(() => void watch(reader, turn), everyMs)
    else {
      stop()
      read(text)
    }
  }

  async function start(): Promise<void> {
    stop('starting')
    const turn = begun
    // Without a safe connection the browser has no cameras to offer.
    if (!('mediaDevices' in navigator)) return stop('absent')
    const camera = navigator.mediaDevices.getUserMedia(wish)
    try {
      const [opened, reader] = await Promise.all([camera, getReader()])
      if (turn !== begun || !video.value) return turnOff(opened)
      stream = opened
      video.value.srcObject = opened
      await video.value.play()
      state.value = 'on'
      void watch(reader, turn)
    } catch (error) {
      // Nothing reads what it sees: it must not go on looking.
      void camera.then(turnOff, () => undefined)
      if (turn === begun) stop(whyNot(error))
    }
  }

  onBeforeUnmount(() => stop())
  return { state, start, stop }
}
