import { readonly, ref } from 'vue'

const state = ref(true)

/** Whether the phone says it has a network. True until the first look, as in the page drawn at build time. */
export const online = readonly(state)

/** Follows the phone's network; called once after the page has come to life. */
export function watchOnline(): void {
  const look = (): void => { state.value = navigator.onLine }
  addEventListener('online', look)
  addEventListener('offline', look)
  look()
}
