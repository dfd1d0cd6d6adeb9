import { computed, shallowRef } from 'vue'
import { spots, type Spot } from '@yima/shared/renovation/renovation'
import type { Shot } from './api.ts'

/** Pictures of a form, by the place from which each was taken: kept with the form (`shots`). */
export function useShots() {
  const shots = shallowRef<Partial<Record<Spot, File[]>>>({})
  const put = (spot: Spot, files: File[]): void => {
    shots.value = { ...shots.value, [spot]: files }
  }
  const all = computed(() => spots.flatMap((spot) => (shots.value[spot] ?? []).map((file): Shot => ({ spot, file }))))
  return { shots, put, all }
}
