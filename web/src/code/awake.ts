import { onBeforeUnmount, onMounted } from 'vue'

/** Keeps the screen on while a code is shown, where the browser can; a dim one would not be read. */
export function useAwake(): void {
  let lock: WakeLockSentinel | undefined
  const hold = async (): Promise<void> => {
    if (document.hidden || !('wakeLock' in navigator)) return
    lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }
  const again = (): void => void hold()
  onMounted(() => {
    again()
    document.addEventListener('visibilitychange', again)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', again)
    void lock?.release().catch(() => undefined)
  })
}
