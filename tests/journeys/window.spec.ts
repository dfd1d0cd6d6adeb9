import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test, type Page } from '@playwright/test'
import { cameraOf, film, type Held } from '../fixtures/camera.ts'
import { findBrowser } from './browser.mjs'
import { isOnDuty, isSignedIn, keepsNothing, newPerson, words, type Person } from './people.ts'

const ways: Record<string, readonly Held[]> = {
  upright: [{}],
  turned: [{ turned: 33 }],
  dim: [{ light: 0.18 }],
  small: [{ side: 110 }],
  moving: [{ aside: -150, blur: 2 }, { aside: -60, blur: 3 }, { aside: 40, blur: 2 }, { aside: 130, turned: 12, blur: 1.2 }],
}

/** A clerk's phone whose camera sees this film, as it is when the camera is opened. */
async function phoneThatSees(file: string, run: (page: Page) => Promise<void>): Promise<void> {
  const { args, ...launch } = await findBrowser()
  const browser = await chromium.launch({ ...launch, args: [...args, ...cameraOf(file)] })
  try {
    const baseURL = `http://localhost:${process.env['YIMA_JOURNEY_PORT']}`
    const context = await browser.newContext({ ...keepsNothing, baseURL, viewport: { width: 360, height: 740 }, locale: 'zh-CN' })
    await run(await context.newPage())
  } finally {
    await browser.close()
  }
}

/** A resident's phone of its own, at her code. */
async function phoneWithCode(desk: Page, person: Person): Promise<Page> {
  const context = await desk.context().browser()?.newContext({ ...keepsNothing, baseURL: new URL(desk.url()).origin, viewport: { width: 360, height: 740 }, locale: 'zh-CN' })
  if (!context) throw new Error('a desk without a browser')
  const phone = await context.newPage()
  await isSignedIn(phone, person)
  await phone.goto('/code')
  return phone
}

test('the camera at the window reads a code held straight, turned, in the dark, far away and in a shaking hand, and knows her who shows hers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yima-film-'))
  const file = join(folder, 'code.y4m')
  try {
    await film(file, 'nothing yet', [{}])
    await phoneThatSees(file, async (page) => {
      const strangers: string[] = []
      page.on('request', (request) => {
        if (new URL(request.url()).hostname !== 'localhost') strangers.push(request.url())
      })
      await isOnDuty(page.request, '何文静')
      await page.goto('/work/scan')
      await page.getByRole('radio', { name: words('问进度') }).check()
      for (const [at, [name, frames]] of Object.entries(ways).entries()) {
        // Nobody's code, each another one: that it was read is told by the answer that there is none such.
        const text = `http://localhost/c#1m.990101.${String(at).repeat(22)}`
        // The camera is opened anew for every code, and with it the film.
        await film(file, text, frames)
        const scanned = page.waitForRequest((request) => request.url().endsWith('/api/work/scans'))
        await page.getByRole('main').getByRole('button', { name: words(at === 0 ? '开始扫码' : '再扫一次') }).click()
        expect((await scanned).postDataJSON(), name).toMatchObject({ text, purpose: 'progress' })
        await expect(page.getByRole('alert').getByText('没有这个码')).toBeVisible()
      }
      // Her own phone, her own screen; a code lasts half a minute, so that a slow machine may have to look again.
      const woman = newPerson('秋')
      const hers = await phoneWithCode(page, woman)
      const code = hers.getByRole('img', { name: words('您的码') })
      const known = page.getByText(words('身份还没核实'))
      await expect(async () => {
        await film(file, await code.screenshot(), [{}])
        // The answer itself: the one to the code before still stands there when this one is asked.
        const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/work/scans'))
        await page.getByRole('main').getByRole('button', { name: words('再扫一次') }).click()
        expect((await answered).ok()).toBe(true)
      }).toPass()
      await expect(known).toBeVisible()
      await expect(hers.getByRole('link', { name: words('扫了您的码') })).toBeVisible()
      for (const secret of [woman.idNumber, woman.phone]) await expect(page.getByRole('main')).not.toContainText(secret)
      expect(strangers).toEqual([])
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
