import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { CardLossView } from '@yima/shared/code/loss'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import LossesWaiting from '../../web/src/code/LossesWaiting.vue'
import { text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)

const loss = (id: string): CardLossView => ({
  ...{ id, lastFour: '5614', issuedOn: '2026-03-02', office: '稻香镇窗口', village: '梅林村' },
  ...{ reason: '作证的人认得', witness: '王支书', by: '何文静', at: '2026-03-02T02:00:00.000Z', name: id },
  allowed: ['confirm', 'refuse'],
})
const tap = async (label: string, at: number): Promise<void> => {
  const found = [...document.querySelectorAll('button')].filter((one) => text(one) === label).at(at)
  found?.click()
  await flushPromises()
}

it('a card confirmed anew after its answer was lost is the same card, and another’s is another', async () => {
  await loadTexts(['code', 'papers', 'problem', 'work'])
  vi.spyOn(http, 'get').mockResolvedValue({ losses: [loss('one'), loss('two')] })
  const post = vi.spyOn(http, 'post').mockRejectedValue(new ProblemError('offline'))
  const page = mount(LossesWaiting, { attachTo: document.body })
  await flushPromises()
  for (const at of [0, 0, 1]) {
    await tap(t('code.lost.confirm'), at)
    await page.find('dialog input[type=checkbox]').setValue(true)
    await tap(t('code.lost.confirm'), -1)
  }
  const [first, again, another] = post.mock.calls
  expect(first?.[0]).toBe('/work/cards/losses/one/confirmation')
  expect(again).toEqual(first) // by path and words, and by no key of its own: app/unanswered.ts knows it again
  expect(again?.[2]?.idempotencyKey).toBeUndefined()
  expect(another?.[0]).toBe('/work/cards/losses/two/confirmation')
})
