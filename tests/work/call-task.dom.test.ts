import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { CallTask } from '@yima/shared/notification/contract'
import { loadTexts } from '../../web/src/app/text.ts'
import CallTaskCard from '../../web/src/work/CallTaskCard.vue'
import { text } from '../fixtures/page.ts'
import { heWenjing } from './requests.ts'

enableAutoUnmount(afterEach)
beforeAll(() => loadTexts(['work', 'notification', 'outbox']))

function card(standing: CallTask['standing']) {
  const task: CallTask = {
    ...{ id: '018f0000-0000-7000-8000-0000000000c1', name: '马秀英', phone: null, place: '稻香镇梅林村' },
    ...{ template: 'application-accepted', params: { receipt: '4831 7052 6318 9' } },
    ...{ at: '2026-03-02T01:00:00.000Z', standing },
  }
  return mount(CallTaskCard, { props: { task, officer: heWenjing }, attachTo: document.body })
}
const buttons = (page: ReturnType<typeof card>) => page.findAll('button').map((one) => text(one.element))

it('a colleague of whoever did it says how the person was told', () => {
  expect(buttons(card({ own: false, alone: false, leads: false }))).toEqual(['电话里说了', '上门说了'])
})

it('whoever did it reads that a colleague tells it, and has nothing to tick', () => {
  const page = card({ own: true, alone: false, leads: true })
  expect(text(page.element)).toContain('请同事告诉本人')
  expect(buttons(page)).toEqual([])
})

it('whoever did it and is the only one there is asked why, before anything is sent', async () => {
  const page = card({ own: true, alone: true, leads: true })
  await page.findAll('button')[1]?.trigger('click')
  expect(text(page.element)).toContain('请写一句为什么由您来说')
  expect(page.emitted('told')).toBeUndefined()
  await page.find('textarea').setValue('今天只有我一个人')
  expect(page.find('textarea').element.value).toBe('今天只有我一个人')
})
