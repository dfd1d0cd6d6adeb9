import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import type { OutboxProblem } from '../app/outbox.ts'
import type { Draft } from './draft.ts'
import { bringBehalf } from './later-steps.ts'

/** What the office said of it, or that it could not be asked. */
export type Right = 'may' | 'over' | 'unknown'

export type InPlace = {
  /** Whether one may write in the place of `draft.behalf`. */
  right: Ref<Right | undefined>
  /** Whom the address names. */
  asked: ComputedRef<string | undefined>
  /** Makes the draft theirs, with what need not be asked; where one may not, their own page says so. */
  stand: () => Promise<void>
  /** Speaks for them as a neighbour may, under one's own name: what was written stays. */
  speak: () => Promise<void>
  /** Heeds that the right has ended while the draft waited; false where it is about something else. */
  heed: (problem: OutboxProblem) => boolean
}

/** Writing in another's place: what is known of them and of one's right comes later than the page. */
export function useBehalf(draft: Draft): InPlace {
  const route = useRoute()
  const router = useRouter()
  const right = ref<Right>()
  const asked = computed(() => (typeof route.query.behalf === 'string' ? route.query.behalf : undefined))
  const goTo = (query: LocationQueryRaw) => router.replace({ path: route.path, query })

  async function look(person: string): Promise<void> {
    const { standFor } = await bringBehalf()
    const now = await standFor(person, draft.behalf)
    right.value = now.right
    if (now.fresh) Object.assign(draft, now.fresh)
    if (!draft.behalf) await router.replace({ name: 'acting', params: { person } })
  }

  async function stand(): Promise<void> {
    const person = draft.behalf?.person ?? asked.value
    if (person === undefined) return
    // What one may is known on this phone already: nobody waits for a network to write on.
    if (draft.behalf) void look(person).catch(() => undefined)
    else await look(person)
    if (draft.behalf && asked.value !== person) await goTo({ ...route.query, behalf: person })
  }

  async function speak(): Promise<void> {
    const { name = '' } = draft.behalf ?? {}
    delete draft.behalf
    delete draft.refused
    Object.assign(draft, {
      step: 'sign',
      forWhom: 'family',
      forWhomChosen: true,
      beneficiary: { ...draft.beneficiary, name },
    })
    const { behalf: _behalf, ...query } = route.query
    await goTo({ ...query, step: 'sign' })
  }

  function heed({ code }: OutboxProblem): boolean {
    if (!draft.behalf || code !== 'not-found') return false
    right.value = 'over'
    scrollTo(0, 0)
    return true
  }

  return { right, asked, stand, speak, heed }
}
