import { ref, shallowReadonly, type Ref } from 'vue'
import { preferences } from './preferences.ts'

type Result = { readonly isFinal: boolean; readonly 0: { readonly transcript: string } }
type Recognition = EventTarget & {
  lang: string
  continuous: boolean
  interimResults: boolean
  processLocally: boolean
  start: () => void
  stop: () => void
}
type RecognitionKind = {
  new (): Recognition
  available?: (options: { langs: string[]; processLocally: boolean }) => Promise<string>
}

const kind = (): RecognitionKind | undefined =>
  (globalThis as { SpeechRecognition?: RecognitionKind }).SpeechRecognition

async function isLocal(language: string): Promise<boolean> {
  const answer = await kind()
    ?.available?.({ langs: [language], processLocally: true })
    .catch(() => undefined)
  return answer === 'available'
}

export type Dictation = {
  /** Recognition runs on this phone. Otherwise the button points to the keyboard's own microphone. */
  possible: Readonly<Ref<boolean>>
  listening: Readonly<Ref<boolean>>
  start: () => void
  stop: () => void
}

/**
 * Speech into text, only where the phone does it by itself: what a person says in trouble must not travel to a
 * company. `heard` is called with each finished phrase.
 */
export function useDictation(heard: (words: string) => void): Dictation {
  const possible = ref(false)
  const listening = ref(false)
  let current: Recognition | undefined

  if (!import.meta.env.SSR)
    void isLocal(preferences.language).then((local) => {
      possible.value = local
    })

  function stop(): void {
    current?.stop()
    listening.value = false
  }

  function start(): void {
    const Kind = kind()
    if (!Kind || !possible.value) return
    current = new Kind()
    Object.assign(current, {
      lang: preferences.language,
      continuous: true,
      interimResults: false,
      processLocally: true,
    })
    current.addEventListener('result', (event) => {
      const { results, resultIndex } = event as Event & { results: ArrayLike<Result>; resultIndex: number }
      for (const result of Array.from(results).slice(resultIndex))
        if (result.isFinal) heard(result[0].transcript)
    })
    current.addEventListener('end', () => {
      listening.value = false
    })
    current.addEventListener('error', () => {
      listening.value = false
    })
    current.start()
    listening.value = true
  }

  return { possible: shallowReadonly(possible), listening: shallowReadonly(listening), start, stop }
}
