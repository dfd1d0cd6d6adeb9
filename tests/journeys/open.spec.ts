import { expect, test } from '@playwright/test'

test('somebody who types the address sees the first page, from this server alone', async ({ page, baseURL }) => {
  const hosts = new Set<string>()
  page.on('request', (request) => { hosts.add(new URL(request.url()).host) })
  await page.goto('/')
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  expect([...hosts]).toEqual([new URL(baseURL ?? '').host])
})

test('whoever watches over the server sees that it is well', async ({ request }) => {
  const answer = await request.get('/api/health')
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toMatchObject({ status: 'ok', database: 'embedded' })
})
