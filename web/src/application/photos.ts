import { computed, shallowRef, type ComputedRef, type ShallowRef, type WritableComputedRef } from 'vue'
import { fieldText } from '../app/field-text.ts'
import type { Draft, DraftPhoto } from './draft.ts'
import { makePicture } from './pictures-made.ts'

/** What makes them small comes with the first of them; where it does not come, a picture goes as it was taken. */
const shrunk = (file: File): Promise<File> =>
  import('./shrink.ts').then(
    ({ shrink }) => shrink(file),
    () => file,
  )

/**
 * The photos of a draft as a page shows and changes them: each is made smaller and gets the key of its one write.
 * One that is still being made smaller (`coming`) is shown already, and can be taken out; it is in the draft once it
 * is small, also where the page was left meanwhile.
 */
export function useDraftPhotos(draft: Pick<Draft, 'photos'>): {
  photos: WritableComputedRef<File[]>
  coming: ShallowRef<readonly File[]>
} {
  const coming = shallowRef<readonly File[]>([])
  async function add(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const picture = await shrunk(file)
      if (coming.value.includes(file)) draft.photos = [...draft.photos, { key: crypto.randomUUID(), picture }]
      coming.value = coming.value.filter((one) => one !== file)
    }
  }
  const photos = computed({
    get: () => [...draft.photos.map(({ picture }) => picture as File), ...coming.value],
    set: (files) => {
      const fresh = files.filter((file) => !photos.value.includes(file))
      draft.photos = draft.photos.filter(({ picture }) => files.includes(picture as File))
      coming.value = [...coming.value.filter((one) => files.includes(one)), ...fresh]
      void makePicture(() => add(fresh))
    },
  })
  return { photos, coming }
}

/** Why each photo was refused, as a sentence at its place; `codes` by the keys of the photos. */
export const usePhotoMarks = (
  photos: () => readonly DraftPhoto[],
  codes: () => Readonly<Record<string, string>> | undefined,
): ComputedRef<(string | undefined)[]> => computed(() => photos().map(({ key }) => fieldText(codes()?.[key])))
