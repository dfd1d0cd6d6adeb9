import { onBeforeUnmount, onMounted } from 'vue'

/** Milliseconds between two looks while somebody stands there and waits. */
const everyMs = 3_000

/** Looks again every few seconds while this page is seen, one look at a time; `look` never rejects. */
export function useWhileSeen(look: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false

  async function turn(): Promise<void> {
    clearTimeout(timer)
    if (!document.hidden) await look()
    if (!over) timer = setTimeout(() => void turn(), everyMs)
  }
  const seenAgain = (): void => {
    if (!document.hidden) void look()
  }
  onMounted(() => {
    timer = setTimeout(() => void turn(), everyMs)
    document.addEventListener('visibilitychange', seenAgain)
  })
  onBeforeUnmount(() => {
    over = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seenAgain)
  })
}
