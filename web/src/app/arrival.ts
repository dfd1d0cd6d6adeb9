import { ref } from 'vue'
import type { Router } from 'vue-router'

/** True once the reader has moved from one page to another: from then on focus follows to the h1. */
export const arrived = ref(false)

/** On the first page the browser's own focus order is right; afterwards a new page must announce itself. */
export function watchArrival(router: Router): void {
  router.afterEach((_to, from) => {
    if (from.matched.length > 0) arrived.value = true
  })
}
