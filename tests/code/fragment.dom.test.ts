import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import { open, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
const get = vi.spyOn(http, 'get')
beforeAll(async () => {
  await import('../../web/src/code/FoundPage.vue')
  await import('../../web/src/code/VerifyPage.vue')
}, 60_000)
beforeEach(async () => {
  get.mockRejectedValue(new ProblemError('offline'))
  await loadTexts(['code', 'policy.names'])
})

// The router has read what stands behind # already: read twice, a percent sign in it is no text at all.
it.each([
  ['/c', 'code.found.none'],
  ['/verify', 'code.verify.title'],
] as const)('%s tells somebody whose code holds a percent sign what it is, and forgets it', async (path, title) => {
  const { page, router } = await open(`${path}#100%25%7Ex`)
  await settle()
  expect(text(page.find('h1').element)).toBe(t(title))
  expect(router.currentRoute.value.hash).toBe('')
})
