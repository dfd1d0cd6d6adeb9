import { expect, test } from '@playwright/test'
import {
  button, clerkSignIn, hasApplied, heading, keepsNothing, newPerson, openClaim, openRequest, phoneProofOf, words,
} from './people.ts'

test.use(keepsNothing)

test('a resident and her son have their pages open, and both change by themselves when the clerk accepts', async ({ page, browser }) => {
  test.setTimeout(240_000)
  const desk = await (await browser.newContext()).newPage()
  const son = await (await browser.newContext()).newPage()
  await clerkSignIn(desk)
  const mother = newPerson('温')
  const phoneProof = await phoneProofOf(page, mother)
  const { receiptNumber } = await hasApplied(page.request, mother, '我男人上个月脑梗住院，自己掏了三万多，都是借的。', phoneProof)

  await test.step('the clerk’s list shows her without being asked', async () => {
    await expect(desk.getByRole('link', { name: words(mother.name) })).toBeVisible()
  })

  await test.step('she looks where it stands, signed in; her son by receipt number', async () => {
    const own = page.waitForResponse('**/api/me/live')
    await page.goto('/track')
    expect((await own).status()).toBe(200)
    await son.goto('/track')
    await son.getByRole('textbox', { name: '受理号' }).fill(receiptNumber)
    await son.getByRole('textbox', { name: '身份证最后 4 位' }).fill(mother.idNumber.slice(-4))
    const limited = son.waitForResponse('**/api/tracking/live')
    await button(son, '查一查').click()
    expect((await limited).status()).toBe(200)
    await expect(heading(son, '您的申请')).toBeVisible()
  })

  await test.step('the clerk accepts: both read it, and what they held stays in their hands', async () => {
    const hers = button(page, '用受理号查别的')
    await hers.focus()
    await openRequest(desk, mother.name)
    const claim = desk.getByRole('article', { name: words('医疗救助') })
    await button(claim, '收下').click()
    await button(desk.getByRole('dialog'), '收下').click()
    await expect(page.getByText(words('有新进展：医疗救助，转办'))).toBeVisible()
    await expect(hers).toBeFocused()
    await expect(son.getByText(words('有新进展'))).toBeVisible()
    await expect(son.getByRole('main')).toContainText('转办')
  })

  await test.step('she goes to see it, and the mark goes', async () => {
    await button(page, '看一看').click()
    await expect(page.getByText(words('有新进展'))).toBeHidden()
    await expect(await openClaim(page, '医疗救助')).toContainText('收下了')
  })
})
