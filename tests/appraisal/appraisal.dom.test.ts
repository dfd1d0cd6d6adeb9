import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppraisalSheet } from '@yima/shared/appraisal/contract'
import { isDone, newAppraisal, votesIn, writesOf, type AppraisalDraft } from '../../web/src/appraisal/draft.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import AppraisedBlock from '../../web/src/appraisal/AppraisedBlock.vue'
import PanelPart from '../../web/src/appraisal/PanelPart.vue'
import VotePart from '../../web/src/appraisal/VotePart.vue'
import { mountPage } from './hall-page.ts'

const sheet: AppraisalSheet = {
  ...{ now: '2026-11-23T02:00:00.000Z', until: '2026-11-30T02:00:00.000Z', name: '周素芬', place: '稻香镇 · 荷塘村', level: 'village', doubt: '收入说不准', found: [] },
  application: { id: 'application-1', receiptNumber: '' }, claim: { id: 'claim-1', programme: 'dibao', due: null },
  quorum: { voters: 7, villagers: { n: 2, of: 3 }, source: '民发〔2012〕220号', provisional: true },
  officers: [
    { id: 'liu', name: '刘小勤', post: '经办', seat: 'township', aside: 'visited' }, { id: 'yu', name: '余桂芳', post: '专员', seat: 'village', aside: null },
  ],
  barred: [{ name: '周素芬', why: 'relative' }],
}
const ink = (key: string) => ({ key, picture: new Blob(['ink'], { type: 'image/png' }) })
const neighbours = (count: number): AppraisalDraft['panel'] =>
  Array.from({ length: count }, (_, at) => ({ key: `k${at}`, name: `邻居${'甲乙丙丁戊己庚辛壬'[at] ?? ''}`, seat: 'villager' as const, vote: 'for' as const }))
let draft: AppraisalDraft
beforeEach(async () => {
  await loadTexts(['appraisal', 'process', 'work', 'common'])
  draft = newAppraisal(0)
})

describe('the minutes on the phone in the hall', () => {
  it('mark at once who must step aside, by office and by name, and a tap does not undo it', async () => {
    const page = mountPage(PanelPart, { sheet, draft })
    await page.findAll('button').find((one) => one.text().includes('刘小勤'))?.trigger('click')
    await page.find('input').setValue('周 素芬')
    await page.findAll('button').find((one) => one.text().includes('加上这个人'))?.trigger('click')
    expect(draft.panel.map(({ name, aside }) => [name, aside])).toEqual([['刘小勤', 'visited'], ['周 素芬', 'relative']])
    await page.vm.$nextTick()
    expect(page.text()).toContain('回避：入户调查的人')
    expect(page.text()).toContain('0 人表决')
    draft.panel = [...draft.panel, ...neighbours(6)]
    expect(isDone('panel', sheet, draft)).toBe(false)
    draft.panel = [...draft.panel, { key: 'yu', name: '余桂芳', seat: 'village' }]
    expect(isDone('panel', sheet, draft)).toBe(true)
  })

  it('forget who voted how once the vote is secret, and count only what matches the people there', async () => {
    draft.panel = neighbours(7)
    const page = mountPage(VotePart, { sheet, draft })
    expect(page.text()).toContain('属实 7 票')
    await page.find('input[value="secret"]').setValue(true)
    expect(draft.panel.some(({ vote }) => vote !== undefined)).toBe(false)
    draft.counts = { for: '5', against: '1', abstained: '0' }
    expect(votesIn(draft)).toBeUndefined()
    draft.counts.abstained = '1'
    expect(votesIn(draft)).toEqual({ for: 5, against: 1, abstained: 1 })
    Object.assign(draft, { heldAt: sheet.now, place: '村委会', summary: '都说属实', photos: [ink('photo')] })
    draft.counters = [{ name: '邻居甲', signature: ink('one') }, { name: '邻居乙', signature: ink('two') }]
    const writes = writesOf(sheet, draft, 'minutes', { id: 'he', name: '何文静' })
    expect(writes.map(({ kind }) => kind)).toEqual(['file', 'file', 'file', 'appraisal'])
    expect(JSON.stringify(writes.at(-1)?.body)).not.toContain('"vote"')
  })
})

describe('a family whose facts were appraised', () => {
  const held = { called: '2026-11-20', meetings: [{ on: '2026-11-21', level: 'village' as const, votes: { for: 2, against: 7, abstained: 0 }, found: 'differs' as const }] }
  const around = { application: { id: 'application-1' }, claim: { id: 'claim-1', programme: 'dibao' } }

  it('reads when and how it came out, that it decides nothing by itself, and how to ask for a second one', () => {
    const page = mountPage(AppraisedBlock, { ...around, appraisal: { ...held, second: 'possible' } })
    const words = page.text().replaceAll('​', '')
    for (const part of ['11月21日', '属实 2 票，不属实 7 票，说不清 0 票', '不能单凭它决定', '可以请乡镇再评议一次', '请乡镇再评议']) expect(words).toContain(part)
    expect(mountPage(AppraisedBlock, { ...around, appraisal: { ...held, second: 'asked' } }).findAll('button')).toEqual([])
  })
})
vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
