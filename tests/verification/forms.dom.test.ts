import 'fake-indexeddb/auto'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueryView, ReportItemView } from '@yima/shared/verification/contract'
import { http } from '../../web/src/app/http.ts'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { emptyOutbox, enqueue, openOutbox, outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { answerOf } from '../../web/src/app/outbox-order.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import ContestSheet from '../../web/src/verification/ContestSheet.vue'
import LetterSheet from '../../web/src/verification/LetterSheet.vue'
import { draftKey } from '../../web/src/work/acts.ts'
import { text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
const post = vi.spyOn(http, 'post')
beforeAll(() => loadTexts(['verification', 'problem', 'policy.names']))
beforeEach(async () => {
  vi.resetAllMocks()
  await everythingKept()
  emptyOutbox()
  await forgetEverything()
})
const settled = async (): Promise<void> => {
  await flushPromises()
  await everythingKept()
  await flushPromises()
}

describe('the letter of a department, copied off', () => {
  const query = { id: 'q1', source: 'tax', who: '周素芬', state: 'asked' } as unknown as QueryView
  const he = draftKey({ id: 'he' }, '/letters/q1')
  async function open(form = he) {
    const sheet = mount(LetterSheet, {
      props: { open: true, query, form, isMine: () => false, busy: false },
      attachTo: document.body,
    })
    await settled()
    const boxes = () => sheet.findAll('input:not([type=file])').map((box) => (box.element as HTMLInputElement).value)
    const write = async (...values: string[]) => {
      const inputs = sheet.findAll('input')
      for (const [at, value] of values.entries()) await inputs[at]?.setValue(value)
      await settled()
    }
    const send = async () => {
      await sheet.find('.btn.main').trigger('click')
      await settled()
    }
    return { sheet, boxes, write, send, sent: () => sheet.emitted<[{ answer: unknown }]>('go')?.[0]?.[0].answer }
  }

  it('takes figures as a clerk types them', async () => {
    const { write, send, sent } = await open()
    await write('函〔2026〕3号', '2026-02-27', '１，２００元', '1.5万')
    await send()
    expect(sent()).toEqual({ monthlyWage: 1200, monthlyOther: 15_000 })
  })

  it('is not sent as “nothing” where a figure cannot be read: it says so at its place', async () => {
    const { sheet, write, send, sent } = await open()
    await write('函〔2026〕3号', '2026-02-27', '看不清', '')
    await send()
    expect(sent()).toBeUndefined()
    expect(sheet.findAll('.err')).toHaveLength(2)
  })

  it('stands there again after the page was closed, and no colleague on this computer finds it', async () => {
    const { sheet, write } = await open()
    await write('函〔2026〕3号', '2026-02-27', '1200', '0')
    sheet.unmount()
    const again = await open()
    await vi.waitFor(() => expect(again.boxes()).toEqual(['函〔2026〕3号', '2026-02-27', '1200', '0']))
    again.sheet.unmount()
    const colleague = await open(draftKey({ id: 'liu' }, '/letters/q1'))
    await colleague.write('另一封')
    await vi.waitFor(async () => expect(await keysKept('work.draft.')).toHaveLength(2))
    expect(colleague.boxes()).toEqual(['另一封', '', '', ''])
  })
})

describe('what a family says to one item', () => {
  const item = { id: 'vehicles', rule: 'vehicles', contest: null } as unknown as ReportItemView
  const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])], 'bill.jpg', { type: 'image/jpeg' })
  async function open() {
    const sheet = mount(ContestSheet, {
      props: { open: true, item, application: 'a1', busy: false },
      attachTo: document.body,
    })
    await settled()
    return sheet
  }
  type Sheet = Awaited<ReturnType<typeof open>>
  const shots = (sheet: Sheet) => sheet.findAll('.shots li')
  const stands = (sheet: Sheet, ...said: unknown[]) =>
    vi.waitFor(() =>
      expect([...sheet.findAll('textarea').map(({ element }) => element.value), shots(sheet).length]).toEqual(said),
    )
  async function write(sheet: Sheet): Promise<void> {
    await sheet.find('input[value="explain"]').setValue(true)
    await sheet.find('textarea').setValue('三轮车是邻居的')
    const box = sheet.find<HTMLInputElement>('input[type=file]')
    Object.defineProperty(box.element, 'files', { value: [photo], configurable: true })
    Object.defineProperty(box.element, 'value', { value: '', writable: true })
    await box.trigger('change')
    await settled()
  }

  it('is kept with its photos when the phone dies before it was sent', async () => {
    const first = await open()
    await write(first)
    first.unmount()
    await stands(await open(), '三轮车是邻居的', 1)
  })

  it('stands there again with its photo, which says what is wrong with it, when the office could not take it', async () => {
    post.mockRejectedValue(new ProblemError('invalid-input', { status: 422, errors: [{ field: 'pictures.0', code: 'file-broken' }] }))
    vi.spyOn(http, 'put').mockRejectedValue(new ProblemError('offline'))
    const body = { item: 'vehicles', answer: 'explain', words: '三轮车是邻居的', pictures: [answerOf('p1', 'id')] }
    await openOutbox()
    await enqueue([
      { id: 'p1', kind: 'file', path: '/files', body: null, blob: photo },
      { id: 'w1', kind: 'family-word', path: '/me/applications/a1/verification', body, after: ['p1'] },
    ])
    await vi.waitFor(() => expect(outbox.value.some(({ refused }) => refused)).toBe(true))
    const sheet = await open()
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    await stands(sheet, '三轮车是邻居的', 1)
    expect(text(shots(sheet)[0]!.element)).toContain('请再拍一张')
    expect(await keysKept('draft-form:contest')).toHaveLength(2)
  })
})
