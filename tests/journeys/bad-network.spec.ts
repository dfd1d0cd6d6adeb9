import { randomFillSync } from 'node:crypto'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { startSlowProxy, type BadNetwork } from '../fixtures/slow-proxy.ts'
import { button, fillLastScreen, goToSign, heading, isOnDuty, newPerson, receiptNumber, requestsFound, seeWhatFits } from './people.ts'

/** A photo of a few hundred kilobytes: what a phone's camera leaves after the page has made it smaller. */
async function photo(): Promise<Buffer> {
  const [width, height] = [900, 700]
  const noise = randomFillSync(Buffer.alloc(width * height * 3))
  return sharp(noise, { raw: { width, height, channels: 3 } }).blur(1).jpeg({ quality: 90 }).toBuffer()
}

test('on a slow line that breaks again and again an application with a photo arrives, once', async ({ page, request, baseURL }) => {
  test.setTimeout(300_000)
  const network: BadNetwork = { delayMs: 100, kbps: 1200 }
  const proxy = await startSlowProxy(Number(new URL(baseURL ?? '').port), network)
  try {
    const resident = newPerson('蒲')
    await page.goto(`http://localhost:${proxy.port}/apply`)
    await page.getByRole('textbox', { name: '家里遇到什么难处？' }).fill('房子是土墙的，裂了好大一条缝，下雨就不敢睡。')
    await page.locator('input[type=file]').first().setInputFiles({ name: 'wall.jpg', mimeType: 'image/jpeg', buffer: await photo() })
    await seeWhatFits(page)
    await goToSign(page)
    await fillLastScreen(page, resident)
    network.resetChance = 0.15
    await button(page, '先交上去').click()
    // Chance decides how often it breaks. Where a page itself did not come, people press its button or open it anew.
    await expect(async () => {
      const broken = page.url().startsWith('chrome-error:') || (await button(page, '再试一次').isVisible())
      if (broken) await page.goto(`http://localhost:${proxy.port}/apply`)
      await expect(heading(page, '已收到')).toBeVisible({ timeout: 10_000 })
    }).toPass({ timeout: 200_000 })
    await receiptNumber(page)
    await isOnDuty(request, '何文静')
    const mine = await requestsFound(request, resident.name)
    expect(mine).toHaveLength(1)
    const seen = await (await request.get(`/api/work/applications/${mine[0] ?? ''}`)).json() as { photos: unknown[] }
    expect(seen.photos).toHaveLength(1)
  } finally {
    await proxy.close()
  }
})
