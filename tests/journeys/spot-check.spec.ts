import { expect, test, type Browser, type Page } from '@playwright/test'
import { button, isOnDuty, keepsNothing, words } from './people.ts'
import { reopen } from './phone.ts'

test.use(keepsNothing)

type Given = { items: { id: string; finding: string | null }[] }

/** Somebody to whom the draw of the demonstration gave something that nobody has looked at yet. */
async function atCheck(browser: Browser): Promise<{ page: Page; id: string }> {
  for (const name of ['陈实', '算盘生', '闻声', '倪听', '石坚', '路平', '鲁直', '严明']) {
    const page = await (await browser.newContext()).newPage()
    await isOnDuty(page.request, name)
    const { items } = (await (await page.request.get('/api/oversight/checks')).json()) as Given
    const open = items.find(({ finding }) => finding === null)
    if (open) return { page, id: open.id }
    await page.context().close()
  }
  throw new Error('Everything was looked at already')
}

test('a stranger draws the quarter again, and a supervisor visits a family whom it fell to', async ({ page, browser }) => {
  await test.step('what was published comes out the same on any phone, and a list with another tag does not', async () => {
    await page.goto('/open/checks')
    await button(page, '在这部手机上算一遍').click()
    await expect(page.getByText(words('算过了，和公布的一样'))).toBeVisible()
    await page.route('**/api/open/checks/latest', async (route) => {
      const answer = await route.fetch()
      const said = (await answer.json()) as { list: { tags: string[] } }
      said.list.tags[0] = '0'.repeat(20)
      await route.fulfill({ response: answer, json: said })
    })
    await page.reload()
    await button(page, '在这部手机上算一遍').click()
    await expect(page.getByText(words('名单和封存时的指纹对不上'))).toBeVisible()
  })

  await test.step('the form is the same for every visit; what was found is handed in once', async () => {
    const { page: desk, id } = await atCheck(browser)
    await desk.goto('/oversight/checks')
    await desk.locator(`a[href="/oversight/checks/${id}"]`).click()
    await button(desk, '交这张表').click()
    await expect(desk.getByText(words('还有几处没填'))).toBeVisible()
    await desk.getByRole('radio', { name: words('家里别的人') }).check()
    for (const question of await desk.getByRole('radiogroup').filter({ hasText: '说不清' }).all()) await question.getByRole('radio').first().check()
    await desk.getByRole('radio', { name: words('办得对') }).check()
    await desk.getByRole('textbox', { name: words('看到了什么') }).fill('老人在家，和档案上一样。')
    await reopen(desk)
    await expect(desk.getByRole('textbox', { name: words('看到了什么') })).toHaveValue('老人在家，和档案上一样。')
    await button(desk, '交这张表').click()
    await expect(desk.getByText('老人在家，和档案上一样。')).toBeVisible()
    await expect(button(desk, '交这张表')).toBeHidden()
    await desk.goto('/oversight/checks')
    await expect(desk.getByRole('list', { name: words('看过的') }).locator(`a[href="/oversight/checks/${id}"]`)).toBeVisible()
    await desk.context().close()
  })
})
