import { computed, watch, type ComputedRef, type WritableComputedRef } from 'vue'
import { fieldText } from '../app/field-text.ts'
import type { Draft, DraftPhoto } from './draft.ts'
import { makePicture } from './pictures-made.ts'

/** What makes them small comes with the first of them; where it does not come, a picture goes as it was taken. */
const shrunk = (file: File): Promise<File> =>
  import('./shrink.ts').then(
    ({ shrink }) => shrink(file),
    () => file,
  )

/** As it was taken: it is kept like this, so that whoever leaves the page in this moment has it all the same. */
export const taken = (picture: File): DraftPhoto => ({ key: crypto.randomUUID(), picture, raw: true })

/**
 * Makes smaller, one after the other, what lies among `all` as it was taken, also what an earlier visit left so; each is
 * handed to `put` in the place of what it was. What was taken out meanwhile stays out.
 */
export function useSmaller(
  all: () => readonly DraftPhoto[],
  put: (small: DraftPhoto, key: string) => void,
): void {
  const begun = new Set<string>()
  const rest = () => all().filter(({ raw }) => raw)
  async function make({ key, picture }: DraftPhoto): Promise<void> {
    const small = await shrunk(picture as File)
    if (!rest().some((one) => one.key === key)) return
    put(small === picture ? { key, picture } : { key: crypto.randomUUID(), picture: small }, key)
  }
  const begin = (photos: readonly DraftPhoto[]): void => {
    for (const photo of photos.filter(({ key }) => !begun.has(key))) {
      begun.add(photo.key)
      void makePicture(() => make(photo))
    }
  }
  watch(rest, begin, { immediate: true, flush: 'sync' })
}

/**
 * The photos of a draft as a page shows and changes them: each is in the draft at once, is made smaller there (`coming`
 * until then) and gets the key of its one write.
 */
export function useDraftPhotos(draft: Pick<Draft, 'photos'>): {
  photos: WritableComputedRef<File[]>
  coming: ComputedRef<File[]>
} {
  const filesOf = (photos: readonly DraftPhoto[]) => photos.map(({ picture }) => picture as File)
  useSmaller(
    () => draft.photos,
    (small, key) => {
      draft.photos = draft.photos.map((one) => (one.key === key ? small : one))
    },
  )
  const photos = computed({
    get: () => filesOf(draft.photos),
    set: (files) => {
      const stay = draft.photos.filter(({ picture }) => files.includes(picture as File))
      const there = filesOf(stay)
      draft.photos = [...stay, ...files.filter((file) => !there.includes(file)).map(taken)]
    },
  })
  return { photos, coming: computed(() => filesOf(draft.photos.filter(({ raw }) => raw))) }
}

/** Why each photo was refused, as a sentence at its place; `codes` by the keys of the photos. */
export const usePhotoMarks = (
  photos: () => readonly DraftPhoto[],
  codes: () => Readonly<Record<string, string>> | undefined,
): ComputedRef<(string | undefined)[]> => computed(() => photos().map(({ key }) => fieldText(codes()?.[key])))
