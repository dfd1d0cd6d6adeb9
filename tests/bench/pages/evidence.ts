import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../../journeys/browser.mjs'
import { button, choosePlace, dock, heading, words } from '../../journeys/people.ts'

const slowdown = 4

/** Milliseconds: the longest the page did nothing else, and from the tap to the receipt; `steps`: percentages that somebody saw. */
export type Sent = { longest: number; whole: number; steps: number }

/** From the first question to the last look, with one recording of so many bytes. */
async function readyToSend(page: Page, url: string, bytes: number): Promise<void> {
  await page.goto(`${url}/complain`)
  await page.getByRole('radio', { name: words('镇上的工作人员') }).check({ force: true })
  await choosePlace(page, '稻香镇', '沟井村', '事情在哪里')
  await dock(page).click()
  await page.getByRole('textbox', { name: '发生了什么事？' }).fill('窗口的人拖了三个月，每次都说材料不齐。')
  await page.setInputFiles('input[accept^="audio"]', { name: '1.m4a', mimeType: 'audio/mp4', buffer: Buffer.alloc(bytes, 'what was recorded') })
  await dock(page).click()
  await heading(page, '送出前，请看一遍').waitFor()
}

/** So much evidence sealed and sent by a phone slowed four times, and what the page felt of it. */
export async function sendEvidence(url: string, bytes: number): Promise<Sent> {
  const { executablePath, args, env } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args, ...(env ? { env } : {}) })
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, serviceWorkers: 'block', locale: 'zh-CN' })
    const page = await context.newPage()
    await readyToSend(page, url, bytes)
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.evaluate(`window.felt = { longest: 0, steps: new Set() }
      new PerformanceObserver((l) => { for (const e of l.getEntries()) felt.longest = Math.max(felt.longest, e.duration) }).observe({ type: 'longtask' })
      const look = () => { const at = /\\d+%/.exec(document.body.innerText); if (at) felt.steps.add(at[0]); requestAnimationFrame(look) }; look()`)
    const begun = Date.now()
    await dock(page).click()
    await button(page, '我抄好了').waitFor({ timeout: 300_000 })
    const felt = await page.evaluate<{ longest: number; steps: number }>('({ longest: felt.longest, steps: felt.steps.size })')
    return { ...felt, whole: Date.now() - begun }
  } finally {
    await browser.close()
  }
}
