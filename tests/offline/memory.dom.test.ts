import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import App from '../../web/src/app/App.vue'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import { useKeptForm } from '../../web/src/app/useKeptForm.ts'
import { text } from '../fixtures/page.ts'

it('in a private window whoever only reads is not alarmed, whoever writes is told on every page', async () => {
  await loadTexts(['common'])
  const Page = { setup: () => void useKeptForm('ward', { name }), render: () => null }
  const name = ref('')
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: Page }] })
  await router.push('/me/family')
  const app = mount(App, { global: { plugins: [router] }, attachTo: document.body })
  await everythingKept() // this browser has no place to keep anything
  const said = () => text(app.find('[role=status]').element)
  expect(said()).toBe('')
  name.value = '周小雨'
  await vi.waitFor(() => expect(said()).toBe(text({ textContent: t('common.store.memory') })))
  await router.push('/track')
  expect(said()).toContain('存不上')
})
