import { ref, type Ref } from 'vue'
import type { ComplaintCategory } from '@yima/shared/complaint/category'
import type { ChosenPlace } from '../application/api.ts'
import { forget, keep, recall } from '../app/store.ts'
import type { About } from './concern.ts'

type Fields = {
  words: Ref<string>
  described: Ref<string>
  about: Ref<About | undefined>
  place: Ref<ChosenPlace | undefined>
  category: Ref<ComplaintCategory | undefined>
}
type Laid = { words: string; described: string; about: About | undefined; place: ChosenPlace | undefined; category: ComplaintCategory | undefined }

export type Kept = {
  /** Whether what was told lies on this phone. */
  kept: Ref<boolean>
  hold: () => Promise<void>
  drop: () => Promise<void>
  bring: () => Promise<void>
}

/** As drafts are: it goes with whoever holds the phone. */
const key = 'draft-form:complaint'

/**
 * What was told and could not be sent, on this phone: only where its writer asked for it, for whoever takes the phone next can
 * read it there. No picture, no name and no number of theirs lies with it.
 */
export function useKept({ words, described, about, place, category }: Fields): Kept {
  const kept = ref(false)

  async function hold(): Promise<void> {
    const laid: Laid = {
      ...{ words: words.value, described: described.value, about: about.value },
      ...{ place: place.value && { ...place.value }, category: category.value },
    }
    await keep(key, laid)
    kept.value = true
  }
  async function drop(): Promise<void> {
    await forget(key)
    kept.value = false
  }
  async function bring(): Promise<void> {
    const laid = (await recall(key).catch(() => undefined)) as Laid | undefined
    if (!laid || words.value !== '') return
    kept.value = true
    place.value ??= laid.place
    about.value ??= laid.about
    words.value = laid.words
    described.value = laid.described
    category.value ??= laid.category
  }
  return { kept, hold, drop, bring }
}
