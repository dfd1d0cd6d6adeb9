import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkFacts } from '@yima/shared/fact/contract'
import { http } from '../../web/src/app/http.ts'
import { settle, text } from '../fixtures/page.ts'
import { open } from '../work/desk.ts'
import { item, list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
const get = vi.spyOn(http, 'get')
const { id } = item()
const path = `/work/applications/${id}/facts`
const facts: WorkFacts = {
  applicationId: id, receiptNumber: '4831705263189', members: ['m1', 'm2'], settled: [], conflicts: [], may: true,
  programmes: [
    { claimId: 'c1', programme: 'dibao', verdict: 'unknown', missing: [{ fact: 'houseCount' }, { fact: 'vehicleCount' }], unverified: [] },
    { claimId: 'c2', programme: 'tekun', verdict: 'unknown', missing: [{ fact: 'houseCount' }], unverified: [] },
    { claimId: 'c3', programme: 'elderly', verdict: 'ineligible', missing: [], unverified: [{ fact: 'age', member: 'm2' }] },
  ],
}
sitsDown(() => [import('../../web/src/decision/FactsPage.vue')], ['work', 'decision', 'fact', 'policy', 'outbox'])
beforeEach(() => {
  get.mockImplementation(async (address) => (address === path ? facts : address === '/work/items' ? list([]) : { tasks: [], items: [] }))
})

describe('the facts of a family at the desk', () => {
  it('name once what several programmes still need, with all of them, apart from what only the family said', async () => {
    const page = await open(path)
    await settle()
    const said = text(page.get('.second main').element)
    expect(said.match(/名下住房/g)).toHaveLength(1)
    expect(said).toContain('还要弄清的名下住房低保、特困供养机动车低保')
    expect(said).toMatch(/只有本人说过，要核实的家人2：[^：]*高龄/)
    expect(page.findAll('a[href*="/decision/"]').map((row) => text(row.element))).toEqual(
      expect.arrayContaining([expect.stringContaining('低保还不能定'), expect.stringContaining('不符合')]),
    )
  })
})
