import { expect, test } from '@playwright/test'
import { button, hasApplied, heading, isOnDuty, keepsNothing, newPerson, words } from './people.ts'

test.use(keepsNothing)

test('whoever mistypes an address is told so and led home', async ({ page }) => {
  await page.goto('/aply')
  await expect(heading(page, '没有这一页')).toBeVisible()
  await expect(page.getByRole('link', { name: words('打 12345') })).toBeVisible()
  await button(page, '回首页').click()
  await expect(heading(page, '有难处，说一句就行')).toBeVisible()
})

test('an officer whose post has no requests is told that this page is not for him', async ({ page }) => {
  await isOnDuty(page.request, '秦朗')
  await page.goto('/work')
  await expect(heading(page, '这一页看不到')).toBeVisible()
})

test('a clerk of the next township finds nothing where a request of another lies', async ({ page, request }) => {
  const resident = newPerson('侯')
  const { id } = await hasApplied(request, resident, '爸妈都不在了，我妹妹才十五还在读初三。')
  await isOnDuty(page.request, '唐敏')
  await page.goto(`/work/applications/${id}`)
  await expect(page.getByText(words('这里没有这一件'))).toBeVisible()
  await expect(page.getByText(resident.name)).toHaveCount(0)
})
