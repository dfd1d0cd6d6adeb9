import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { freePort, startApp } from '../fixtures/app.mjs'
import { openIdentityService } from '../fixtures/identity-service.ts'
import { button, clerkSignIn, heading, just, keepsNothing, liesOnPhone, newPerson, sign, words } from './people.ts'

test.use(keepsNothing)

/** A phone that recognises its owner's finger: Chromium's own authenticator in software. */
async function withPasskeys(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  })
}

test('an officer makes a passkey, comes in with it, and finds every word under the lock after a quarter of an hour', async ({ page }) => {
  await withPasskeys(page)
  await page.clock.install()
  await clerkSignIn(page, '刘小勤')
  await page.goto('/work/me')
  await button(page, '加一把通行密钥').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox', { name: words('给这台设备起个名') }).fill('窗口的电脑')
  await button(sheet, '加一把通行密钥').click()
  await expect(page.getByText(words('加好了'))).toBeVisible()
  await expect(page.getByText('窗口的电脑')).toBeVisible()

  await button(page, '退出').click()
  await button(page, '用通行密钥进来').click()
  // They come in where they were.
  await expect(heading(page, '刘小勤')).toBeVisible()
  await expect(async () => {
    await button(page, '加一把通行密钥').click()
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 5000 })
  }).toPass()
  await page.getByRole('dialog').getByRole('textbox').fill('写了一半的')
  await page.clock.fastForward('16:00')
  await expect(heading(page, '锁上了')).toBeVisible()
  // The page is covered at once; the server hears of it a moment later.
  await expect.poll(async () => (await page.request.get('/api/work/items')).status()).toBe(423)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(heading(page, '锁上了')).toBeVisible()
  await button(page, '用通行密钥进来').click()
  await expect(heading(page, '锁上了')).toBeHidden()
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('写了一半的')
  expect((await page.request.get('/api/work/items')).status()).toBe(200)
})

test('a new server: its first administrator, a resident known to the identity service, her son abroad, a stolen phone', async ({ browser }) => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const service = await openIdentityService([`${url}/api/oidc/residents/callback`])
  const { name, idNumber } = newPerson('周')
  const son = newPerson('周', '19980312')
  service.know({ sub: 'zhou', name, id_number: idNumber })
  service.know({ sub: 'son', name: son.name, id_number: son.idNumber })
  const app = await startApp({
    port,
    env: {
      YIMA_DEMO: '0',
      YIMA_OIDC_RESIDENT_ISSUER: service.issuer,
      YIMA_OIDC_RESIDENT_CLIENT: service.clientId,
      YIMA_OIDC_RESIDENT_SECRET: service.clientSecret,
      YIMA_OIDC_RESIDENT_NAME: '青禾统一认证',
    },
  })
  try {
    const link = readFileSync(join(app.dataDir, 'first-administrator'), 'utf8').trim()
    const admin = await (await browser.newContext({ baseURL: url })).newPage()
    await withPasskeys(admin)
    await admin.goto(link)
    await expect(heading(admin, '第一位管理员')).toBeVisible()
    expect(admin.url()).not.toContain('#')
    await admin.getByRole('textbox', { name: words('您的姓名') }).fill('温如玉')
    await admin.getByRole('textbox', { name: words('县（市、区）的名称') }).fill('青禾县')
    await admin.getByRole('textbox', { name: words('给这台设备起个名') }).fill('办公室')
    await button(admin, '在这台设备上建通行密钥').click()
    await expect(admin).not.toHaveURL(/\/work\/first/)
    expect(await (await admin.request.get('/api/session')).json()).toMatchObject({ officer: { name: '温如玉', role: 'administrator' } })
    const again = await (await browser.newContext({ baseURL: url })).newPage()
    await again.goto(link)
    await expect(heading(again, '这个链接用过了').first()).toBeVisible()

    const comeIn = async (): Promise<Page> => {
      const page = await (await browser.newContext({ baseURL: url })).newPage()
      await page.goto('/track?way=phone')
      await button(page, '用青禾统一认证登录').click()
      await page.getByRole('textbox', { name: '账号' }).fill('zhou')
      await button(page, '登录').click()
      await expect(page).toHaveURL(/\/track\?way=phone$/)
      await expect.poll(async () => (await page.request.get('/api/me/applications')).status()).toBe(200)
      return page
    }
    const stolen = await comeIn()
    await stolen.goto('/apply')
    await stolen.getByRole('textbox', { name: '家里遇到什么难处？' }).fill('只有她知道的难处')
    await liesOnPhone(stolen)
    await stolen.goto('/track')
    const mine = await comeIn()
    const asked = await mine.request.post('/api/me/family/invitations', {
      data: { called: son.name, relation: 'child' },
      headers: { origin: url, 'idempotency-key': randomUUID(), 'x-device-key': randomBytes(32).toString('base64url') },
    })
    const { token } = (await asked.json()) as { token: string }
    const abroad = await (await browser.newContext({ baseURL: url })).newPage()
    await abroad.goto(`/join#${token}`)
    await abroad.getByRole('textbox', { name: '手机号' }).fill('+49 151 2345 6789')
    await button(abroad, '发验证码').click()
    const told = abroad.getByRole('status').filter({ hasText: words('外国号码收不到验证码') })
    await button(told, '用青禾统一认证登录').click()
    await abroad.getByRole('textbox', { name: '账号' }).fill('son')
    await button(abroad, '登录').click()
    // He is where he was: the invitation has waited for him, and for nobody on the way.
    await sign(abroad)
    await button(abroad, '我同意，加入').click()
    await expect(abroad.getByText(words('您是家里人了'))).toBeVisible()

    await mine.goto('/me/devices')
    await mine.getByRole('button', { name: words('Chrome') }).click()
    await button(mine.getByRole('dialog'), '让它退出').click()
    await expect(mine.getByText(just('退出了'))).toBeVisible()

    // On the very page on which she wrote: it is opened anew by itself, and no browser writes her words back into it.
    await stolen.goto('/apply')
    await expect.poll(() => stolen.evaluate(() => performance.getEntriesByType('navigation').map((one) => (one as PerformanceNavigationTiming).type)).catch(() => [])).toEqual(['reload'])
    await expect(stolen.locator('html[data-alive]')).toBeAttached()
    await expect(stolen.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue('')
    expect((await stolen.request.get('/api/me/applications')).status()).toBe(401)
    await stolen.goto('/track')
    await expect(stolen.getByRole('radio', { name: words('受理号') }).or(stolen.getByRole('textbox', { name: words('受理号') })).first()).toBeVisible()
  } finally {
    await app.stop()
    await service.close()
  }
})
