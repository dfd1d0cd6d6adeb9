import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Session from '../../web/src/app/session.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import PayBy from '../../web/src/reserve/PayBy.vue'
import PaymentRow from '../../web/src/reserve/PaymentRow.vue'

vi.mock('../../web/src/app/session.ts', async (original) => ({ ...(await original<typeof Session>()), today: () => '2026-03-02' }))
beforeAll(() => loadTexts(['process', 'work']))

describe('the hours of money in an emergency', () => {
  it('are read as people say them: today, tomorrow, or the day', () => {
    const text = (by: string, late = false) => mount(PayBy, { props: { hour: { by, late }, office: '稻香镇民政办' } }).text()
    expect(text('2026-03-03T07:20:00.000Z')).toContain('稻香镇民政办要在明天 15:20 前办好')
    expect(text('2026-03-02T07:20:00.000Z')).toContain('今天 15:20 ')
    // In the evening of UTC it is the next day already.
    expect(text('2026-03-02T23:30:00.000Z')).toContain('明天 07:30 ')
    expect(text('2026-02-27T07:20:00.000Z', true)).toMatch(/晚了.*2月27日 15:20 前办好.*上一级看得到/s)
  })

  it('are late at the desk where they are over', () => {
    const row = (late: boolean) => mount(PaymentRow, {
      props: { application: { id: 'a', payments: [{ claim: 'c', by: '2026-03-03T01:00:00.000Z', late, mayPropose: true, most: 1, balance: 1, payment: null, owed: [] }] } as never },
      global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } },
    })
    expect(row(false).text()).toContain('3月3日 09:00前给到手里')
    expect(row(true).text()).toContain('3月3日 09:00前该给到手里，晚了')
  })
})
