import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OwnRenovation, RenovationView } from '@yima/shared/renovation/contract'
import { loadTexts } from '../../web/src/app/text.ts'
import OwnWorks from '../../web/src/renovation/OwnWorks.vue'
import StopSheet from '../../web/src/renovation/StopSheet.vue'
import { text } from '../fixtures/page.ts'

beforeAll(() => loadTexts(['renovation']))

const house: OwnRenovation = {
  state: 'building', stage: 'walls', look: { date: '2026-03-31', provisional: false }, from: '2026-03-16', until: '2026-06-20',
  subsidy: 2_800_000, released: 700_000, provisional: true, stopped: null,
  parts: [{ stage: 'foundation', fen: 700_000, on: '2026-03-30' }, { stage: 'walls', fen: 700_000, on: null }],
  pictures: [{ spot: 'front', before: 'a', since: '2026-03-05', after: 'b', on: '2026-03-30' }, { spot: 'inside', before: 'c', since: '2026-03-05', after: null, on: null }],
}
const shown = (of: Partial<OwnRenovation> = {}) => mount(OwnWorks, { props: { house: { ...house, ...of } } })

describe('the family whose house it is', () => {
  it('reads in plain words how far it is, when somebody looks next, and what was released', () => {
    const said = text(shown().element)
    expect(said).toContain('现在在砌墙')
    expect(said).toContain('3月31日')
    expect(said).toMatch(/已经放出\s*7,000\s*元，一共\s*28,000\s*元/)
    expect(said).toContain('3月30日验收后放出')
    expect(said).toContain('预计')
    expect(said).not.toContain('停工')
  })

  it('reads since when it is stopped, and why', () => {
    expect(text(shown({ stopped: { on: '2026-03-20', reason: '墙体倾斜' } }).element)).toMatch(/3月20日起先停工.*墙体倾斜/)
  })

  it('sees before and after side by side, and is told where a picture is not there yet or cannot be opened', async () => {
    const page = shown()
    expect(page.findAll('img').map((image) => image.attributes('src'))).toEqual(['/api/me/files/a', '/api/me/files/b', '/api/me/files/c'])
    expect(page.findAll('img')[1]?.attributes('alt')).toContain('房子正面')
    expect(text(page.element)).toContain('还没拍')
    await page.findAll('img')[0]?.trigger('error')
    expect(text(page.element)).toContain('照片现在打不开')
    expect(page.findAll('img').length).toBe(2)
  })
})

it('the notice to stop says on paper to whom, since when, why and what now, with room for two signatures', async () => {
  await loadTexts(['renovation-desk'])
  const stop = { on: '2026-03-20', reason: '墙体倾斜，有倒塌危险', by: '何文静', lifted: null }
  const of = { name: '谷桂秀', place: '稻香镇梅林村', receiptNumber: '4831705263189' } as RenovationView
  const page = mount(StopSheet, { props: { house: of, stop } })
  const paper = text(document.body.querySelector('.paper-stop') as Element)
  for (const said of ['停工通知', '谷桂秀（稻香镇梅林村）', '2026年3月20日', '墙体倾斜，有倒塌危险', '书面同意复工以前，不要动工', '何文静', '家里人签收', '施工负责人签收'])
    expect(paper).toContain(said)
  page.unmount()
  expect(document.body.querySelector('.paper-stop')).toBeNull()
})
