import { computed, type ComputedRef, type WritableComputedRef } from 'vue'
import { fieldText } from '../app/field-text.ts'
import type { Draft, DraftPhoto } from './draft.ts'
import { shrink } from './shrink.ts'

/** The photos of a draft as a page shows and changes them: each is made smaller and gets the key of its one write. */
export function useDraftPhotos(draft: Pick<Draft, 'photos'>): WritableComputedRef<File[]> {
  async function add(files: readonly File[]): Promise<void> {
    for (const file of files) draft.photos.push({ key: crypto.randomUUID(), picture: await shrink(file) })
  }
  return computed({
    get: () => draft.photos.map(({ picture }) => picture as File),
    set: (files) => {
      const kept = draft.photos.filter(({ picture }) => files.includes(picture as File))
      const fresh = files.filter((file) => !kept.some(({ picture }) => picture === file))
      draft.photos = kept
      void add(fresh)
    },
  })
}

/** Why each photo was refused, as a sentence at its place; `codes` by the keys of the photos. */
export const usePhotoMarks = (
  photos: () => readonly DraftPhoto[],
  codes: () => Readonly<Record<string, string>> | undefined,
): ComputedRef<(string | undefined)[]> =>
  computed(() => photos().map(({ key }) => fieldText(codes()?.[key])))
