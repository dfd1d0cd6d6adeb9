import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { routes } from '../fixtures/all-pages.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import * as api from '../../web/src/work/api.ts'
import { heWenjing, item, list, request, today } from './requests.ts'

vi.mock('../../web/src/app/session.ts', async () => {
  const { shallowRef } = await import('vue')
  const who = { resident: null, officer: heWenjing, demo: true, today }
  const readSession = async () => who
  return { session: shallowRef(who), readSession, getSession: readSession, today: () => today }
})
vi.mock('../../web/src/work/api.ts')
enableAutoUnmount(afterEach)

it('an open request is named by nobody in the browser’s history', async () => {
  await loadTexts(['work', 'claim', 'consent', 'fact', 'me', 'policy', 'problem', 'reading'])
  vi.mocked(api.getWorkList).mockResolvedValue(list([item()]))
  vi.mocked(api.getApplication).mockResolvedValue(request())
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(`/work/applications/${item().id}`)
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [router] } })
  await vi.dynamicImportSettled()
  await flushPromises()
  expect(page.text()).toContain(request().person.name)
  expect(document.title).toBe('申请 · 一码')
})
