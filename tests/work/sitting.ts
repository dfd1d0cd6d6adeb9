import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'

/** Each story begins at an empty desk of a phone that keeps nothing of the one before, its pages and texts at hand. */
export function sitsDown(pages: () => readonly Promise<unknown>[], texts: readonly string[]): void {
  enableAutoUnmount(afterEach)
  afterEach(() => {
    document.body.replaceChildren()
  })
  // The first story would otherwise wait for the pages to be compiled.
  beforeAll(() => Promise.all([import('../../web/src/work/WorkPage.vue'), ...pages()]), 60_000)
  beforeEach(async () => {
    vi.resetAllMocks()
    emptyOutbox()
    await forgetEverything()
    await loadTexts(texts)
  })
}
