import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter, type Router } from 'vue-router'
import type { OutboxProblem } from '../app/outbox.ts'
import type { Draft } from './draft.ts'
import { bringBehalf } from './later-steps.ts'

/** What the office said of it, or that it could not be asked. */
export type Right = 'may' | 'over' | 'unknown'

export type InPlace = {
  draft: Draft
  /** Whether one may write in the place of `draft.behalf`. */
  right: Ref<Right | undefined>
  /** Whom the address names. */
  asked: ComputedRef<string | undefined>
  replace: Router['replace']
  /** Makes the draft theirs, where one may. Never rejects. */
  stand: () => Promise<void>
  /** Heeds that the right has ended while the draft waited; false where it is about something else. */
  heed: (problem: OutboxProblem) => boolean
}

/** Writing in another's place: all that only those few need comes later than the page (`family/behalf.ts`). */
export function useBehalf(draft: Draft): InPlace {
  const route = useRoute()
  const { replace } = useRouter()
  const right = ref<Right>()
  const asked = computed(() => (typeof route.query.behalf === 'string' ? route.query.behalf : undefined))
  const stand = async (): Promise<void> => {
    const person = draft.behalf?.person ?? asked.value
    if (person)
      await bringBehalf().then(
        (part) => part.stand(inPlace, person),
        () => undefined,
      )
  }
  function heed({ code }: OutboxProblem): boolean {
    const ended = draft.behalf !== undefined && code === 'not-found'
    if (ended) right.value = 'over'
    return ended
  }
  const inPlace = { draft, right, asked, replace, stand, heed }
  return inPlace
}
