import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkVerification } from '@yima/shared/verification/contract'
import { http } from '../../web/src/app/http.ts'
import { settle, text } from '../fixtures/page.ts'
import { dialog, open, press, pressIn } from '../work/desk.ts'
import { item, list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const { id } = item()
const path = `/work/applications/${id}/verification`
const words = '那辆面包车去年就卖了。'
const check: WorkVerification = {
  receiptNumber: '4831705263189', name: '阮玉凤', signing: 'complete', state: 'reported', startedAt: '2026-11-20T01:00:00Z', start: 'running',
  may: { letters: true, handle: true, see: true }, claims: [], unsure: [],
  queries: [{ id: 'q1', source: 'property', who: '阮玉凤', state: 'waiting', why: 'late', attempts: 1, asOf: null, byLetter: null, pictures: [] }],
  report: {
    id: 'r1', finding: 'differs', madeOn: '2026-11-20', until: '2026-12-20', current: true,
    items: [{
      id: 'vehicles', rule: 'vehicles', line: null, who: null, conclusion: 'over', fact: 'vehicleCount', shown: true, declared: 0, found: 1, limit: 0,
      sources: [{ source: 'vehicles', asOf: '2026-11-20', answered: true }],
      contest: { answer: 'wrong', words, pictures: [], at: '2026-11-21T01:00:00Z', handled: null },
    }],
  },
}
sitsDown(
  () => ['DeskVerificationPage', 'HandleSheet', 'LetterSheet'].map((page) => import(`../../web/src/verification/${page}.vue`)),
  ['work', 'work.values', 'fact', 'verification', 'policy', 'outbox', 'problem'],
)
beforeEach(() => {
  get.mockImplementation(async (address) => (address === path ? check : address === '/work/items' ? list([]) : { tasks: [], items: [] }))
})
const visit = async () => {
  const page = await open(path)
  await settle()
  return page
}

describe('a check of means at the desk', () => {
  it('is answered with the family’s own words before one’s eyes, beside what was found', async () => {
    const page = await visit()
    await press(page, '答复家里')
    const sheet = text(dialog(page).element)
    for (const said of [words, '家里说的0辆', '部门查到1辆', '怎么答复', '家里也看得到']) expect(sheet).toContain(said)
  })

  it('takes of a letter nothing that is not written in it, and says what is missing where it is missing', async () => {
    const page = await visit()
    await press(page, '照回函录入')
    await pressIn(page, 'button.main')
    const sheet = text(dialog(page).element)
    for (const said of ['请写上回函的文号或日期', '还差日期', '照回函写数字，没有写0']) expect(sheet).toContain(said)
    expect(post).not.toHaveBeenCalled()
  })
})
