import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { OfficerView } from '@yima/shared/identity/contract'
import { routes } from '../fixtures/all-pages.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import UrgentCalls from '../../web/src/work/UrgentCalls.vue'
import { text } from '../fixtures/page.ts'
import { heWenjing, item, unanswered } from './requests.ts'

enableAutoUnmount(afterEach)
beforeAll(() => loadTexts(['work']))

function open(names: readonly string[]) {
  const items = names.map((name) =>
    item({ id: `application-${name}`, name, urgent: true, task: 'answer-call', alert: unanswered() }),
  )
  const router = createRouter({ history: createMemoryHistory(), routes })
  const officer: OfficerView = heWenjing
  return mount(UrgentCalls, {
    props: { items, officer, answer: vi.fn() },
    global: { plugins: [router] },
    attachTo: document.body,
  })
}

describe('on a day with several people in danger', () => {
  it('the clerk reads the first whole, how many more wait, and opens them with one tap', async () => {
    const page = open(['周素芬', '郭有才', '程小芳'])
    expect(page.findAll('.urgent-call')).toHaveLength(1)
    const more = page.find('button[aria-expanded]')
    expect(text(more.element)).toContain('还有2件急事没人接')
    await more.trigger('click')
    expect(page.findAll('.urgent-call').map((call) => text(call.element))).toEqual([
      expect.stringContaining('周素芬'),
      expect.stringContaining('郭有才'),
      expect.stringContaining('程小芳'),
    ])
    expect(page.find('button[aria-expanded]').attributes('aria-expanded')).toBe('true')
  })

  it('one alone stands there without anything to open', () => {
    const page = open(['周素芬'])
    expect(page.findAll('.urgent-call')).toHaveLength(1)
    expect(page.find('button[aria-expanded]').exists()).toBe(false)
  })
})
