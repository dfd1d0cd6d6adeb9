import { expect, test } from '@playwright/test'
import { isAccepted } from './casework.ts'
import { button, hasApplied, heading, isOnDuty, keepsNothing, newPerson, phoneProofOf, words } from './people.ts'

test.use(keepsNothing)

test('an officer who reads a cousin’s file is seen and asked why, and from the day the cousin is declared finds no such file', async ({ page, browser }) => {
  const cousin = newPerson('谷')
  const desk = await (await browser.newContext()).newPage()
  const office = await (await browser.newContext()).newPage()
  const proof = await phoneProofOf(page, cousin)
  const { id } = await hasApplied(page.request, cousin, '我男人上个月脑梗住院，自己掏了三万多。', proof)

  await test.step('she opens it at the desk, as if it were anybody’s', async () => {
    await isOnDuty(desk.request, '刘小勤')
    // The list is longer than a page by now.
    await desk.goto(`/work/applications/${id}`)
    await expect(desk.getByRole('region', { name: '本人说的话' })).toContainText('脑梗')
  })

  await test.step('the cousin sees who read it and asks why', async () => {
    await page.goto('/me/access')
    const look = page.getByRole('listitem').filter({ hasText: '刘小勤' }).filter({ hasText: '看了整份申请' }).first()
    await look.getByRole('button', { name: /问问为什么看|这次看得不对/ }).click()
    // One tap is the question: whoever goes on to another page need not wait for it.
    await page.getByRole('link', { name: words('看看我授权了什么') }).click()
    await expect(heading(page, '我授权了什么')).toBeVisible()
    await page.goBack()
    await expect(look).toContainText('您问了为什么看')
  })

  await test.step('the discipline office reads the question with the look, and answers', async () => {
    // Nobody else asks about her in these journeys.
    const asked = office.locator('section.card').filter({ hasText: '刘小勤' })
    await isOnDuty(office.request, '严明')
    await expect(async () => {
      await office.goto('/oversight')
      await expect(asked).toBeVisible({ timeout: 3000 })
    }).toPass()
    await button(asked, '查了，答复本人').click()
    await office.getByRole('dialog').getByRole('textbox').fill('她是您表妹，已请她回避。')
    await button(office.getByRole('dialog'), '答复').click()
    await expect(asked).toHaveCount(0)
  })

  await test.step('the officer declares her, and the file is not found: not in the list, not by its address', async () => {
    await desk.goto('/work/relatives')
    await button(desk, '登记一位亲属').click()
    await desk.getByLabel('亲属姓名').fill(cousin.name)
    await desk.getByLabel('证件上的号码').fill(cousin.idNumber)
    await button(desk, '登记').click()
    await expect(desk.getByText(words('登记好了'))).toBeVisible()
    await Promise.all([desk.waitForResponse(/\/api\/work\/items$/), desk.goto('/work')])
    await expect(desk.getByRole('link', { name: words(cousin.name) })).toHaveCount(0)
    await desk.goto(`/work/applications/${id}`)
    await expect(desk.getByText(words('这里没有这一件'))).toBeVisible()
    await expect(desk.getByText(cousin.name)).toHaveCount(0)
  })

  await test.step('no colleague of the township has it any more: the county finds it and takes it in hand', async () => {
    await isOnDuty(desk.request, '何文静')
    expect((await desk.request.get(`/api/work/applications/${id}`)).status()).toBe(404)
    await isOnDuty(desk.request, '周立新')
    await desk.goto(`/work/applications/${id}`)
    await expect(desk.getByRole('region', { name: '本人说的话' })).toContainText('脑梗')
    await isAccepted(desk.request, id, 'medical')
  })

  await test.step('and the cousin reads the answer', async () => {
    await page.reload()
    await expect(page.getByText('她是您表妹，已请她回避。')).toBeVisible()
    await expect(heading(page, '谁看过我的资料')).toBeVisible()
  })
})
