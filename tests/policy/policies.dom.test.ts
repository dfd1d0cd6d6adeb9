import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { loadTexts } from '../../web/src/app/text.ts'
import { endTrouble, trouble } from '../../web/src/app/trouble.ts'
import { loadReader } from '../../web/src/application/reader.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
  endTrouble()
})
beforeAll(async () => {
  await import('../../web/src/policy/PoliciesPage.vue')
  await import('../../web/src/policy/PolicyPage.vue')
  await loadReader()
}, 60_000)
beforeEach(() => loadTexts(['policies', 'policy', 'fact', 'assessment']))


const open = async (path: string): Promise<VueWrapper> => (await openAt(path)).page
const beside = ['/policies/items', '/policies/trail']
const links = (page: VueWrapper): string[] =>
  page.findAll('main a[href^="/policies/"]').map((one) => one.attributes('href') ?? '').filter((to) => !beside.includes(to))

describe('looking for a policy', () => {
  it('lists every programme once, by kind or by department', async () => {
    const page = await open('/policies')
    expect([...links(page)].sort()).toEqual(programmeIds.map((id) => `/policies/${id}`).sort())
    await page.findAll('.seg input')[1]?.setValue(true)
    expect([...links(page)].sort()).toEqual(programmeIds.map((id) => `/policies/${id}`).sort())
    expect(page.findAll('h2').map((one) => text(one.element))).toContain('民政局')
    for (const to of beside) expect(page.find(`main a[href="${to}"]`).exists()).toBe(true)
  })

  it('finds by name, and by what is hard in one’s own words', async () => {
    const page = await open('/policies')
    await page.find('main input.box').setValue('法律')
    await settle()
    expect(links(page)).toContain('/policies/legal-aid')
    await page.find('main input.box').setValue('孩子他爸没了，孩子妈也跑了')
    await vi.waitFor(() => expect(links(page)).toContain('/policies/unsupported-child'))
  })

  it('sends whoever finds nothing to say it in own words, never away', async () => {
    const page = await open('/policies')
    await page.find('main input.box').setValue('zzzz')
    await vi.waitFor(() => expect(text(page.element)).toContain('没找到'))
    expect(page.find('main a[href="/apply"]').exists()).toBe(true)
  })
})

describe('a policy', () => {
  it('says what it gives, who qualifies with figure and article, papers, steps and days', async () => {
    const words = text((await open('/policies/dibao')).element)
    for (const part of [
      '最低生活保障', '每月按标准补足差额', '800元', '人均月收入低于低保标准640–800元', '《社会救助暂行办法》第9条',
      '户口簿', '公示7天', '30个工作日', '《社会救助暂行办法》',
    ]) expect(words).toContain(part)
  })

  it('calls what is only local or invented by its name, so that it does not pass for law', async () => {
    const words = text((await open('/policies/temporary')).element)
    expect(words).toContain('本地参数（演示）')
    expect(words).not.toMatch(/report|[SL]\d\b/)
  })

  it('leads to its calculation and to applying', async () => {
    const page = await open('/policies/medical')
    expect(page.findAll('.dock a').map((one) => one.attributes('href')))
      .toEqual(['/calculator?programme=medical', '/apply'])
    expect(page.find('main a[href^="tel:"]').attributes('href')).toBe('tel:12393')
  })

  it.each(programmeIds)('of %s has words for everything it shows', async (id) => {
    const page = await open(`/policies/${id}`)
    expect(text(page.element)).not.toMatch(/policy\.|policies\.|undefined|NaN|\{/)
    expect(page.findAll('h2').length).toBeGreaterThanOrEqual(5)
  })

  it('that does not exist is no page', async () => {
    await open('/policies/nonsense')
    expect(trouble.value).toBe('not-found')
  })
})
