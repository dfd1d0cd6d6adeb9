import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { button, clerkSignIn, confirmPhone, hasApplied, heading, newPerson, words, writeHeaders, type Person } from './people.ts'

async function signedIn(page: Page, person: Person): Promise<void> {
  await page.goto('/code')
  await confirmPhone(page, person)
  await page.getByRole('textbox', { name: '身份证号' }).fill(person.idNumber)
  await page.getByRole('main').getByRole('button', { name: words('登录') }).click()
  await expect(page.locator('.qr, svg[role=img]').first()).toBeVisible()
}

const spokenNumber = async (request: APIRequestContext): Promise<string> => {
  const answer = await request.post('/api/me/codes', { data: {}, headers: writeHeaders() })
  return ((await answer.json()) as { number: string }).number
}

test('she reads her number aloud, the clerk types it, she ticks her name, he sees it and nothing else, and she ends it', async ({ browser, page: desk }) => {
  const person = newPerson('庄')
  const hers = await (await browser.newContext()).newPage()
  await hasApplied(desk.request, person, '屋顶漏雨，没钱修。')
  await signedIn(hers, person)
  await clerkSignIn(desk)
  await desk.goto('/work/scan')
  await desk.getByRole('radio', { name: words('问进度') }).check()
  await desk.getByRole('textbox', { name: '念的数字' }).fill(await spokenNumber(hers.request))
  await button(desk, '用这个数字').click()
  const seen = desk.getByRole('main')
  await expect(heading(desk, '庄*')).toBeVisible()
  await expect(seen).not.toContainText(person.name)
  await desk.getByRole('checkbox', { name: words('姓名') }).check()
  await desk.getByRole('checkbox', { name: words('申请和进度') }).uncheck()
  await button(desk, '请他在手机上答应').click()
  await expect(desk.getByText(words('等本人在手机上答应'))).toBeVisible()

  await hers.getByRole('link', { name: words('要看您的资料') }).click()
  await expect(heading(hers, '谁要看我的资料')).toBeVisible()
  await hers.getByRole('checkbox', { name: words('姓名') }).check()
  await button(hers, '给看这些').click()
  await expect(desk.getByText(person.name)).toBeVisible()

  await desk.reload()
  await expect(desk.getByText(person.name)).toBeVisible()
  await expect(seen).not.toContainText(person.phone)
  await expect(seen).not.toContainText(person.idNumber)

  await button(hers, '结束，不给看了').click()
  await expect(heading(hers, '现在没有人要看')).toBeVisible()
  await expect(desk.getByText(words('已经结束'))).toBeVisible()
  await expect(seen).not.toContainText(person.name)
})
