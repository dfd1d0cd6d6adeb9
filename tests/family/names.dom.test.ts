import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { NameCorrectionView } from '@yima/shared/family/work-contract'
import { http } from '../../web/src/app/http.ts'
import { documentOf, idNumberOf } from '../fixtures/applications.ts'
import { settle, text } from '../fixtures/page.ts'
import { dialog, open, press, pressIn } from '../work/desk.ts'
import { list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const name: NameCorrectionView = {
  id: '018f0000-0000-7000-8000-0000000000f5',
  before: '龙金华',
  name: '龙金花',
  paper: 'household-register',
  number: '1027',
  by: '刘小勤',
  at: '2026-11-17T01:00:00.000Z',
  allowed: ['confirm', 'refuse'],
}

let answers: Record<string, unknown>
sitsDown(
  () => [import('../../web/src/family-desk/FamilyDeskPage.vue'), import('../../web/src/family-desk/NamesPage.vue')],
  ['work', 'claim', 'me', 'policy', 'papers', 'problem', 'family-desk'],
)
beforeEach(() => {
  answers = {
    '/work/items': list([]),
    '/work/family': { guardianships: 0, names: 1, duplicates: null },
    '/work/guardianships': { tasks: [] },
    '/work/name-corrections': { corrections: [name] },
    '/work/call-tasks': { tasks: [] },
    '/work/objections': { items: [], next: null },
  }
  get.mockImplementation(async (path) => answers[path])
})

async function visit(path: string): Promise<VueWrapper> {
  const page = await open(path)
  await settle()
  return page
}
const main = (page: VueWrapper) => text(page.find('.second main').element)
const sent = () => post.mock.calls.map(([path, body]) => ({ path, body }))
const choose = (page: VueWrapper, value: string) => page.find(`input[value="${value}"]`).setValue(true)
const type = async (page: VueWrapper, label: string, value: string) => {
  const field = page.findAll('.field').find((one) => text(one.element).includes(label))
  await field?.find('input').setValue(value)
}

describe('a proven name that is written otherwise', () => {
  it('is compared by a colleague who saw the paper too, and then gone', async () => {
    post.mockResolvedValue({ done: true })
    expect(text((await visit('/work/family')).find('.pane.first').element)).toContain('1个姓名等核对')
    const page = await visit('/work/family/names')
    for (const said of ['龙金华改成龙金花', '户口簿', '尾号1027', '刘小勤']) expect(main(page)).toContain(said)
    await press(page, '核对一样')
    await pressIn(page, '.btn.main')
    expect(text(dialog(page).find('.err').element)).toContain('自己看过证件')
    expect(post).not.toHaveBeenCalled()
    await dialog(page).find('input[value="seen"]').setValue(true)
    answers['/work/name-corrections'] = { corrections: [] }
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(main(page)).toContain('没有等核对的姓名'))
    expect(sent()).toEqual([{ path: `/work/name-corrections/${name.id}/confirmation`, body: { seen: true } }])
  })

  it('is only taken back by whoever proposed it', async () => {
    answers['/work/name-corrections'] = { corrections: [{ ...name, before: null, allowed: ['refuse'] }] }
    const page = await visit('/work/family/names')
    expect(main(page)).toContain('请另一位同事核对')
    expect([main(page).includes('改成龙金花'), main(page).includes('登记的')]).toEqual([true, false])
    expect(page.findAll('.card .duo button').map((one) => text(one.element))).toEqual(['收回'])
  })

  it('is proposed with the paper that was seen, by the number that stays the same', async () => {
    answers['/work/name-corrections'] = { corrections: [] }
    post.mockResolvedValue({ id: name.id })
    const page = await visit('/work/family/names')
    await page.find('.second form').trigger('submit')
    expect(page.findAll('.second form .err').length).toBeGreaterThan(3)
    await press(page, '不是身份证，或者没有证件')
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('type')).toBe('radio'))
    await type(page, '证件上的号码', idNumberOf('1940-04-04'))
    await type(page, '证件上的姓名', '龙金花')
    for (const value of ['police-letter', 'seen']) await choose(page, value)
    await page.find('.second form').trigger('submit')
    await vi.waitFor(() => expect(main(page)).toContain('请同事在这里核对'))
    expect(sent()).toEqual([
      {
        path: '/work/name-corrections',
        body: {
          who: { by: 'document', number: documentOf('1940-04-04') },
          ...{ name: '龙金花', paper: 'police-letter', seen: true },
        },
      },
    ])
    await page.find('.second form').trigger('submit')
    expect(main(page)).not.toContain('请同事在这里核对')
  })
})
