import { enableAutoUnmount, type DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import names from '@yima/shared/locales/zh-CN/policy.papers.json'
import words from '@yima/shared/locales/zh-CN/policy.json'
import { itemsAt } from '@yima/shared/policy/items'
import type { Programme } from '@yima/shared/policy/programme'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import { levels, stepsOf } from '@yima/shared/policy/steps'
import { loadTexts } from '../../web/src/app/text.ts'
import { endTrouble, trouble } from '../../web/src/app/trouble.ts'
import { open as openAt, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
  endTrouble()
})
beforeAll(() => import('../../web/src/policy/ItemList.vue'), 60_000)
beforeEach(() => loadTexts(['items', 'policies', 'policy']))

const open = async (path: string): Promise<VueWrapper> => (await openAt(path)).page
const said: Readonly<Record<string, string>> = { ...words, ...names }
const linesOf = (entry: DOMWrapper<Element>, list: string): string[] =>
  entry.findAll(`section:has(${list}) li`).map((one) => text(one.element))

/** What stands in the lists of an opened matter, against the programme the engine runs. */
function expectOwnWords(entry: DOMWrapper<Element>): void {
  const id = (entry.find('a').attributes('href') ?? '').replace('/policies/', '') as ProgrammeId
  const programme: Programme = programmes[id]
  const [way, papers, sources] = entry.findAll('.dots').map((list) => list.findAll('li').map((one) => text(one.element)))
  // Who does what, at every level, in the order of the process itself.
  expect(way, id).toHaveLength(stepsOf(programme).length)
  stepsOf(programme).forEach(({ by }, at) => {
    if (by.includes('village')) expect(way?.[at], id).toContain('村、社区')
    if (by.includes('township')) expect(way?.[at], id).toContain('乡镇、街道')
  })
  expect(papers, id).toEqual(programme.papers.map((paper) => text({ textContent: said[`policy.paper.${paper}`] ?? '' })))
  expect(sources, id).toEqual(programme.sources.map((source) =>
    said[source === 'local' ? 'policy.source.local-rule' : `policy.document.${source}`]))
  const spans = linesOf(entry, '.spans')
  expect(spans, id).toHaveLength(programme.deadlines.length)
  programme.deadlines.forEach(({ step, n }, at) => {
    expect(spans[at], id).toContain(text({ textContent: said[`policy.deadline.${step}`] ?? '' }))
    expect(spans[at], id).toContain(n === 0 ? said['policy.deadline.unit.at-once'] : String(n))
  })
}

describe('the lists of who handles what', () => {
  it('say how much each level has', async () => {
    const rows = (await open('/policies/items')).findAll('main a[href^="/policies/items/"]')
    expect(rows.map((row) => row.attributes('href'))).toEqual(levels.map((level) => `/policies/items/${level}`))
    levels.forEach((level, at) => expect(text(rows[at]!.element)).toContain(`${itemsAt(level).length}项`))
  })

  it.each(levels)('of the %s say the papers, days and laws of each programme, and lead to the other lists', async (level) => {
    const page = await open(`/policies/items/${level}`)
    expect(text(page.element)).not.toMatch(/items\.|policy\.|policies\.|undefined|NaN|\{/)
    expect(page.findAll('main a[href^="/policies/items/"]')).toHaveLength(levels.length - 1)
    const entries = page.findAll('details.item')
    expect(entries).toHaveLength(itemsAt(level).length)
    for (const entry of entries) expectOwnWords(entry)
    if (level === 'township')
      expect(text(page.element)).toContain('收下申请、上门了解（3个工作日）、评议、提出意见、公示（7天）')
  })

  it('of a level that does not exist are no page', async () => {
    await open('/policies/items/province')
    expect(trouble.value).toBe('not-found')
  })

  it('of a level that does not exist are no page for whoever comes from another either', async () => {
    const { router } = await openAt('/policies/items/county')
    expect(trouble.value).toBeUndefined()
    await router.push('/policies/items/province')
    expect(trouble.value).toBe('not-found')
  })
})
