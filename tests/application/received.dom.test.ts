import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { routes } from '../fixtures/all-pages.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { shareText } from '../../web/src/application/receipt-text.ts'
import { answersByDay, keepReceipt, type Receipt } from '../../web/src/application/receipts.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(() => import('../../web/src/application/ReceivedPage.vue'), 60_000)
beforeEach(async () => {
  await forgetEverything()
  await loadTexts(['application', 'policy', 'reading'])
})

const due = (date: string, provisional = false) => ({ date, provisional })
const receipt = (parts: Partial<Receipt['submitted']> = {}, rest: Partial<Receipt> = {}): Receipt => ({
  submitted: {
    id: 'received-1',
    receiptNumber: '4831705263186',
    kind: 'application',
    submittedAt: '2026-11-22T07:20:00Z',
    urgent: false,
    duty: null,
    visit: due('2026-11-25'),
    office: { name: '稻香镇社会救助窗口', phone: '0990-6100925' },
    handler: null,
    phoneConfirmed: true,
    signedIn: true,
    claims: [
      { id: '1', programme: 'dibao', answerBy: due('2027-01-04', true) },
      { id: '2', programme: 'temporary', answerBy: due('2026-12-11') },
      { id: '3', programme: 'medical', answerBy: due('2026-12-11') },
    ],
    ...parts,
  },
  forWhom: 'self',
  name: '周*芬',
  place: '稻香镇梅林村',
  dangers: [],
  lastFour: 'id-number',
  phone: true,
  ...rest,
})

async function open(kept?: Receipt): Promise<VueWrapper> {
  if (kept) await keepReceipt(kept)
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/apply/received/received-1')
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [router] } })
  await vi.dynamicImportSettled()
  for (let turn = 0; turn < 4; turn += 1) await flushPromises()
  return page
}
const text = (page: VueWrapper): string => page.text().replace(/\s+/g, '')

describe('a receipt', () => {
  it('names the number in groups, the office, the visit and each day of answer once', async () => {
    const page = await open(receipt())
    expect(text(page)).toContain('4831705263186')
    expect(page.find('.slip a[href="tel:0990-6100925"]').exists()).toBe(true)
    expect(page.findAll('.thread li').map((step) => step.text().replace(/\s+/g, ''))).toEqual([
      '11月25日前有两个人上门看看',
      '12月11日前临时救助、医疗救助有结果',
      '预计1月4日前低保有结果',
    ])
  })

  it('for a neighbour promises a visit and no programme', async () => {
    const page = await open(
      receipt({ kind: 'outreach', claims: [] }, { forWhom: 'neighbour', lastFour: 'chosen' }),
    )
    expect(text(page)).toContain('报它和您选的4个数字')
    expect(text(page)).toContain('他同意了，才变成申请')
    expect(text(page)).not.toContain('有结果')
  })

  it('in danger says who was called and until when they must answer', async () => {
    const duty = { unit: '稻香镇社会救助窗口', phone: '0990-6100925', answerBy: '2026-11-22T07:35:00Z' }
    const page = await open(receipt({ urgent: true, duty }, { dangers: ['food'] }))
    expect(text(page)).toContain('已经叫了稻香镇社会救助窗口的值班人')
    expect(text(page)).toContain('15:35前有人回应')
  })

  it('in danger with nobody on duty says so and which numbers to ring', async () => {
    const page = await open(receipt({ urgent: true }, { dangers: ['violence'] }))
    expect(text(page)).toContain('现在没有人值班')
    expect(page.findAll('.alarm a').map((link) => link.attributes('href'))).toEqual(
      expect.arrayContaining(['tel:110', 'tel:12338', 'tel:0990-6100925']),
    )
  })

  it('is said to be missing on a phone that never had it, with the way by number', async () => {
    const page = await open()
    expect(text(page)).toContain('这张回执不在这部手机上')
    expect(page.find('a[href="/track"]').exists()).toBe(true)
  })

  it('sent to the family names no person and keeps the number out of what a server sees', () => {
    const words = shareText(receipt())
    expect(words).toContain('4831 7052 6318 6')
    expect(words).toMatch(/\/track#4831705263186$/)
    expect(words).not.toContain('周')
  })

  it('puts what is due on one day into one line, the earliest first', () => {
    expect(answersByDay(receipt().submitted).map(({ date, programmes }) => [date, programmes])).toEqual([
      ['2026-12-11', ['temporary', 'medical']],
      ['2027-01-04', ['dibao']],
    ])
  })
})
