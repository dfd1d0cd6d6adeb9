import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CardLossView, NamesakeCards } from '@yima/shared/code/loss'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import LossesWaiting from '../../web/src/code/LossesWaiting.vue'
import LostCard from '../../web/src/code/LostCard.vue'
import { text } from '../fixtures/page.ts'

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
enableAutoUnmount(afterEach)
beforeEach(async () => {
  get.mockReset()
  post.mockReset()
  document.body.replaceChildren()
  await loadTexts(['code', 'papers', 'problem', 'work'])
})

const who = {
  name: '石婆婆',
  number: { kind: 'none', birthDate: '1942-01-01', witness: '王支书', before: true },
  seen: true,
} as const
const card = {
  id: 'card-1',
  lastFour: '5614',
  issuedOn: '2026-03-02',
  office: '稻香镇窗口',
  village: '梅林村',
}
const press = async (page: VueWrapper, label: string): Promise<void> => {
  const found = [...document.querySelectorAll('button')].find((one) => text(one) === label)
  expect(found, `${label} on ${page.text()}`).toBeDefined()
  found?.click()
  await flushPromises()
}

it('an officer says which of the namesakes’ cards is lost, and how that is known', async () => {
  const found: NamesakeCards = {
    cards: [
      { ...card, waits: false },
      { ...card, id: 'card-2', waits: true },
      { ...card, id: 'record-1', lastFour: null, waits: false },
    ],
    elsewhere: 1,
  }
  post.mockResolvedValueOnce(found)
  const page = mount(LostCard, { props: { who }, attachTo: document.body })
  await flushPromises()
  expect(post).toHaveBeenLastCalledWith('/work/cards/namesakes', who)
  expect(text(document.body)).toContain('尾号5614')
  expect(text(document.body)).toContain('稻香镇窗口·梅林村·在等同事认')
  expect(text(document.body)).toContain('别处还有1份')
  expect(text(document.body)).toContain('没办过卡')
  await press(page, t('code.lost.go'))
  expect(text(document.body)).toContain('请选一份')
  expect(post).toHaveBeenCalledTimes(1)

  await page.findAll('input[type=radio]')[0]?.setValue(true)
  await page.find('textarea').setValue('作证的人认得')
  post.mockRejectedValueOnce(
    new ProblemError('not-allowed-now', { errors: [{ field: 'card', code: 'card-loss-waits-already' }] }),
  )
  await press(page, t('code.lost.go'))
  expect(text(document.body)).toContain('这张卡在等另一位同事认')
  post.mockResolvedValueOnce({ id: 'card-1' })
  await press(page, t('code.lost.go'))
  const [first, again] = post.mock.calls.slice(1)
  expect(first?.[1]).toEqual({ ...who, card: 'card-1', reason: '作证的人认得' })
  // Tried again it is the same write.
  expect(again).toEqual(first)
  expect(page.emitted('said')).toHaveLength(1)
})

it('a second officer, who has seen the person too, gives the new card; whoever said it first may only take it back', async () => {
  const said = { reason: '作证的人认得', witness: '王支书', by: '何文静', at: '2026-03-02T02:00:00.000Z' }
  const losses: CardLossView[] = [
    { ...card, ...said, name: '石婆婆', allowed: ['confirm', 'refuse'] },
    { ...card, ...said, id: 'card-2', name: '石公公', allowed: ['refuse'] },
  ]
  get.mockResolvedValue({ losses })
  const page = mount(LossesWaiting, { attachTo: document.body })
  await flushPromises()
  expect(text(document.body)).toContain('王支书')
  expect(page.findAll('button').filter((one) => text(one.element) === t('code.lost.back'))).toHaveLength(1)
  await press(page, t('code.lost.confirm'))
  const dock = () =>
    [...document.querySelectorAll('dialog button')]
      .filter((one) => text(one) === t('code.lost.confirm'))
      .at(-1)
  ;(dock() as HTMLElement).click()
  await flushPromises()
  expect(post).not.toHaveBeenCalled()
  expect(text(document.body)).toContain(t('papers.known.lacks'))

  await page.find('dialog input[type=checkbox]').setValue(true)
  const issued = { id: 'card-3', text: 'c', number: '1', hasPin: false }
  post.mockResolvedValueOnce(issued)
  get.mockResolvedValue({ losses: [] })
  ;(dock() as HTMLElement).click()
  await flushPromises()
  expect(post.mock.calls[0]?.slice(0, 2)).toEqual([
    '/work/cards/losses/card-1/confirmation',
    { seen: true, pin: null },
  ])
  expect(page.emitted('issued')).toEqual([[issued]])
  expect(text(document.body)).not.toContain('石婆婆')
})
