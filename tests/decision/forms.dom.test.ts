import 'fake-indexeddb/auto'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { emptyOutbox, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import RecheckSheet from '../../web/src/decision/RecheckSheet.vue'
import { read } from '../work/session.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))

enableAutoUnmount(afterEach)
const post = vi.spyOn(http, 'post')
beforeAll(() => loadTexts(['decision', 'problem']))
beforeEach(async () => {
  vi.resetAllMocks()
  await everythingKept()
  emptyOutbox()
  await forgetEverything()
  read.mockResolvedValue({ resident: { mark: 'zhou' }, officer: null, demo: true, today: '2026-03-02' })
})
const kept = async (): Promise<void> => {
  await flushPromises()
  await everythingKept()
}

async function open() {
  const sheet = mount(RecheckSheet, { props: { open: true, claim: 'c1' }, attachTo: document.body })
  await kept()
  const box = () => sheet.find<HTMLTextAreaElement>('textarea')
  const says = (words: string) => vi.waitFor(() => expect(box().element.value).toBe(words))
  const write = async (words: string) => {
    await box().setValue(words)
    await kept()
  }
  return { sheet, says, write, send: () => sheet.find('.btn.main').trigger('click') }
}

describe('why a family asks to look once more', () => {
  it('stands there again when the page was closed before it was sent', async () => {
    const { sheet, write } = await open()
    await write('少算了一个人')
    sheet.unmount()
    await (await open()).says('少算了一个人')
  })

  it('stands there again, and nowhere else, when hours later it was not taken', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const first = await open()
    await first.write('少算了一个人')
    await first.send()
    await vi.waitFor(() => expect(first.sheet.emitted('done')).toHaveLength(1))
    expect(await keysKept('draft-form:')).toEqual([])
    first.sheet.unmount()
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409 }))
    await sendNow()
    await vi.waitFor(() => expect(outbox.value[0]?.refused).toBe(true))
    const again = await open()
    await again.says('少算了一个人')
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    expect(await keysKept('draft-form:')).toHaveLength(1)
  })

  it('is empty once it was received, also if the last letter was still on its way onto the phone', async () => {
    post.mockResolvedValue({ done: true })
    const { sheet, send } = await open()
    await sheet.find('textarea').setValue('少算了一个人')
    await send()
    await vi.waitFor(() => expect(sheet.emitted('done')).toHaveLength(1))
    await kept()
    sheet.unmount()
    const again = await open()
    await again.says('')
    expect(await keysKept('draft-form:')).toEqual([])
  })
})
