import { nextTick, watch, type Ref } from 'vue'

/**
 * When `change` turns, the button that was pressed within `around` may be gone: the focus goes to what stands in for
 * it. It would fall to the top of the page, and whoever reads with the ear or a keyboard would begin anew.
 */
export function useStandIn(
  around: Readonly<Ref<HTMLElement | null>>,
  change: () => unknown,
  standIn: () => HTMLElement | null | undefined,
): void {
  watch(change, async () => {
    const pressed = document.activeElement
    if (!around.value?.contains(pressed)) return
    await nextTick()
    if (!pressed?.isConnected) standIn()?.focus()
  })
}
