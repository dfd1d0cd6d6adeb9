import { onBeforeUnmount, onMounted } from 'vue'

/** For people, for no search engine: as long as the page is open its head says so. */
export function useNoIndex(): void {
  let mark: HTMLMetaElement | undefined
  onMounted(() => {
    mark = Object.assign(document.createElement('meta'), { name: 'robots', content: 'noindex' })
    document.head.append(mark)
  })
  onBeforeUnmount(() => mark?.remove())
}
