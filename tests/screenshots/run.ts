import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import { root } from '../../api/boot/places.mjs'
import { startApp } from '../fixtures/app.mjs'
import { findBrowser } from '../journeys/browser.mjs'
import {
  button, choosePlace, goToSign, handIn, heading, introduce, isOnDuty, openRequest, say, seeWhatFits, sign, words, writeHeaders, type Stroke,
} from '../journeys/people.ts'

const folder = join(root, 'web', 'screenshots')
const story = '我男人上个月脑梗住院，自己掏了三万多，都是借的。女儿在读高二。家里三口人，一个月就一千五。'
const resident = { name: '丁小兰', idNumber: '990101197403125004', phone: '19900124831' }
/** 丁小兰 with a finger on glass. */
const name: readonly Stroke[] = [
  [[0.12, 0.3], [0.2, 0.28], [0.31, 0.28]], [[0.22, 0.29], [0.225, 0.6], [0.215, 0.8], [0.18, 0.72]],
  [[0.48, 0.2], [0.485, 0.55], [0.48, 0.8], [0.45, 0.73]], [[0.42, 0.42], [0.4, 0.55], [0.38, 0.62]], [[0.53, 0.4], [0.56, 0.5], [0.59, 0.6]],
  [[0.73, 0.18], [0.75, 0.23], [0.76, 0.27]], [[0.84, 0.16], [0.82, 0.22], [0.8, 0.27]], [[0.69, 0.36], [0.78, 0.34], [0.87, 0.35]],
  [[0.71, 0.55], [0.78, 0.54], [0.85, 0.54]], [[0.66, 0.78], [0.78, 0.76], [0.91, 0.77]],
]
type Look = { theme?: 'light' | 'dark'; size?: 'normal' | 'large' }

async function phone(browser: Browser, baseURL: string, { theme = 'light', size = 'normal' }: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL, viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: theme, reducedMotion: 'reduce',
  })
  const kept = JSON.stringify({ size, theme, language: 'zh-CN' })
  await context.addInitScript((preferences) => localStorage.setItem('yima.preferences', preferences), kept)
  return context.newPage()
}

/** The page as it stands, without what blinks, in as few colours as it needs. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.evaluate(() => document.fonts.ready)
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(folder, `${name}.png`), await sharp(picture).png({ palette: true, colours: 64, compressionLevel: 9, effort: 10 }).toBuffer())
}

const top = (page: Page): Promise<void> => page.evaluate(() => scrollTo(0, 0))

async function openPages(browser: Browser, url: string): Promise<void> {
  const page = await phone(browser, url)
  await page.goto('/')
  await take(page, 'home')
  await page.goto('/policies')
  await heading(page, '低保').or(page.getByRole('link', { name: /^低保/ })).first().waitFor()
  await take(page, 'policies')
  await page.goto('/calculator')
  await page.getByRole('textbox', { name: '家里遇到什么难处？' }).fill(story)
  await button(page, '接着算').click()
  await button(page, '为什么问这个').waitFor()
  await top(page)
  await take(page, 'calculator')
}

async function inOtherClothes(browser: Browser, url: string): Promise<void> {
  for (const [look, suffix] of [[{ theme: 'dark' }, 'dark'], [{ size: 'large' }, 'large']] as const) {
    const page = await phone(browser, url, look)
    await page.goto('/')
    if (suffix === 'dark') await take(page, 'home-dark')
    await say(page, story)
    await page.getByRole('region', { name: '我们听懂了这些' }).waitFor()
    if (suffix === 'large') await take(page, 'apply-say-large')
    else {
      await seeWhatFits(page)
      await top(page)
      await take(page, 'apply-answer-dark')
    }
    await page.context().close()
  }
}

/** From the words to the receipt; answers the id of the application. */
async function road(page: Page): Promise<string> {
  await say(page, story)
  const heard = page.getByRole('region', { name: '我们听懂了这些' })
  await heard.waitFor()
  await page.getByRole('textbox', { name: '家里遇到什么难处？' }).evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await page.evaluate(() => scrollBy(0, -20))
  await take(page, 'apply-say')
  await seeWhatFits(page)
  await page.getByLabel(words('都没有')).click()
  await button(page, '选好了').click()
  await page.getByLabel(words('都没有')).waitFor({ state: 'hidden' })
  // The end of the question and what it decides about.
  await page.getByRole('button', { name: words('低保') }).first().evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await take(page, 'apply-answer')
  await goToSign(page)
  await introduce(page, resident)
  await choosePlace(page, '稻香镇', '梅林村')
  await sign(page, name)
  await page.getByRole('region', { name: '家庭经济状况核对授权书' }).evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await page.evaluate(() => scrollBy(0, -64))
  await take(page, 'sign')
  await handIn(page)
  await top(page)
  await take(page, 'receipt')
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** The clerk's two pages, with one claim accepted and papers asked for another. */
async function desk(browser: Browser, url: string, id: string): Promise<void> {
  const page = await phone(browser, url)
  await isOnDuty(page.request, '何文静')
  await page.goto('/work')
  await page.getByRole('link', { name: words(resident.name) }).waitFor()
  const seen = button(page, '我看到了')
  for (let calls = await seen.count(); calls > 0; calls -= 1) {
    await seen.first().click()
    await expect(seen).toHaveCount(calls - 1)
  }
  await top(page)
  await take(page, 'work-list')
  await openRequest(page, resident.name)
  await page.getByRole('region', { name: words('提出的项目') }).waitFor()
  await top(page)
  await take(page, 'work-application')
  await actOnClaims(page.context(), id)
}

async function actOnClaims({ request }: BrowserContext, id: string): Promise<void> {
  const { claims } = await (await request.get(`/api/work/applications/${id}`)).json() as { claims: { id: string; programme: string }[] }
  const claimOf = (programme: string): string => claims.find((claim) => claim.programme === programme)?.id ?? ''
  const path = `/api/work/applications/${id}/claims`
  const papers = { papers: [{ paper: 'other', words: '学生证' }] }
  await request.post(`${path}/${claimOf('dibao')}/acceptance`, { data: {}, headers: writeHeaders() })
  await request.post(`${path}/${claimOf('education')}/papers`, { data: papers, headers: writeHeaders() })
}

const app = await startApp()
const { executablePath, args, env } = await findBrowser()
const browser = await chromium.launch({ executablePath, args, ...(env ? { env } : {}) })
try {
  mkdirSync(folder, { recursive: true })
  await openPages(browser, app.url)
  await inOtherClothes(browser, app.url)
  const page = await phone(browser, app.url)
  await desk(browser, app.url, await road(page))
  await page.goto('/track')
  await heading(page, '您的申请').waitFor()
  await page.getByText(words('请补 1 样')).first().waitFor()
  await take(page, 'track')
} finally {
  await browser.close()
  await app.stop()
}
const sizes = readdirSync(folder).map((name) => `${name} ${Math.round(statSync(join(folder, name)).size / 1024)} KB`)
process.stdout.write(`web/screenshots: ${sizes.join(', ')}\n`)
