import { onMounted, shallowRef, watch, type Ref } from 'vue'
import type { PlaceView } from '@yima/shared/region/contract'
import { getPlace, lastPlace, placeName } from './api.ts'
import type { Draft } from './draft.ts'

export type Place = {
  county: Ref<PlaceView | undefined>
  /** The chosen place, with the office that serves it; undefined while unknown or without a network. */
  place: Ref<PlaceView | undefined>
  /** The place of a link (`?place=`), else the one chosen last on this phone. */
  preset: (asked: unknown) => Promise<void>
}

/** What is known of where the household lives. */
export function usePlace(draft: Draft): Place {
  const county = shallowRef<PlaceView>()
  const place = shallowRef<PlaceView>()

  watch(
    () => draft.place?.code,
    async (code) => {
      place.value = undefined
      const found = code === undefined ? undefined : await getPlace(code).catch(() => undefined)
      if (found?.code === draft.place?.code) place.value = found
    },
  )
  onMounted(async () => {
    county.value = await getPlace().catch(() => undefined)
  })

  async function preset(asked: unknown): Promise<void> {
    if (typeof asked === 'string' && /^\d{12}$/.test(asked)) {
      const found = await getPlace(asked).catch(() => undefined)
      if (found) draft.place = { code: found.code, name: placeName(found) }
    }
    const last = draft.place ? undefined : await lastPlace()
    if (last) draft.place = last
  }

  return { county, place, preset }
}
