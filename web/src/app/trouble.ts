import { readonly, shallowRef } from 'vue'

/** What a page can turn out to be instead of itself. */
export type Trouble = 'not-found' | 'forbidden' | 'failed' | 'offline'

const state = shallowRef<Trouble>()

/** Set while an error page stands in place of the page asked for; the address stays. */
export const trouble = readonly(state)

/** Puts the error page in place of the current page, until the next navigation. */
export function showTrouble(kind: Trouble): void {
  state.value = kind
}

export function endTrouble(): void {
  state.value = undefined
}
