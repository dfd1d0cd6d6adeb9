import { expect, test, type Page } from '@playwright/test'
import { deskIsKept } from './phone.ts'

const keptFiles = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await caches.open('yima-parts')).keys()).length)

test('what was opened once opens without a network: every policy for everybody, the desk for whoever used it', async ({ page, context }) => {
  await page.goto('/')
  await page.evaluate(async () => { await navigator.serviceWorker.ready })
  expect(await keptFiles(page)).toBe(0) // a resident's phone does not pay for the desk
  await page.goto('/work')
  await deskIsKept(page)
  await context.setOffline(true)
  await page.goto('/policies/medical')
  await expect(page.locator('h1')).toHaveText('医疗救助')
  await expect(page.locator('main')).toContainText('可能要的材料')
  await page.goto('/work')
  await expect(page.locator('h1')).toBeVisible()
})
