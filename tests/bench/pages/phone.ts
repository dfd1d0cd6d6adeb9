import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { findBrowser } from '../../journeys/browser.mjs'

const slowdown = 4
const kbit = 1000 / 8

/** Watches a page from before its first byte; lies in `window.seen`. */
const watcher = `
window.seen = { paint: 0, largest: 0, shift: 0, longest: 0, usable: 0 }
new PerformanceObserver((l) => { for (const e of l.getEntries()) if (e.name === 'first-contentful-paint') seen.paint = e.startTime }).observe({ type: 'paint', buffered: true })
new PerformanceObserver((l) => { for (const e of l.getEntries()) seen.largest = e.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) seen.shift += e.value }).observe({ type: 'layout-shift', buffered: true })
new PerformanceObserver((l) => { for (const e of l.getEntries()) seen.longest = Math.max(seen.longest, e.duration) }).observe({ type: 'longtask', buffered: true })
const alive = () => { if (document.querySelector('#app')?.__vue_app__) seen.usable = performance.now(); else setTimeout(alive, 10) }
addEventListener('DOMContentLoaded', alive)`

/** Milliseconds since the page was asked for. `usable`: the page has come to life and answers a tap. */
export type Seen = { paint: number; largest: number; shift: number; longest: number; usable: number }

/** Milliseconds from waking the service worker to the first byte that it hands out. */
const inWorker = `(() => {
  const [page] = performance.getEntriesByType('navigation')
  return page.workerStart > 0 ? page.responseStart - page.workerStart : NaN
})()`

async function withProfile<T>(use: (profile: string) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'yima-phone-'))
  try {
    return await use(profile)
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Starts the browser on that profile, and ends it. */
async function withBrowser<T>(profile: string, use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const { executablePath, args, env } = await findBrowser()
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: args.filter((one) => !one.startsWith('--headless')),
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    ...(env ? { env } : {}),
  })
  try {
    await context.addInitScript(watcher)
    return await use(context)
  } finally {
    await context.close()
  }
}

async function slowed(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  return session
}

/** A page that is just being left for the next has none yet. */
const seen = (page: Page): Promise<Seen> =>
  page.evaluate('({ paint: 0, largest: 0, shift: 0, longest: 0, usable: 0, ...window.seen })')

async function usable(page: Page): Promise<Seen> {
  while ((await seen(page)).usable === 0) await page.waitForTimeout(50)
  await page.waitForTimeout(300) // the largest paint may come after
  return seen(page)
}

/**
 * The installed app on a phone without a network: installed once, then opened `times` over, each time by a browser
 * started anew on that profile, so that neither page nor worker is alive. Chromium slows only pages (the protocol
 * refuses workers), so what the worker took to hand out the page counts `slowdown` times, too.
 */
export const openColdOffline = (url: string, paths: readonly string[], times: number) =>
  withProfile(async (profile) => {
    await withBrowser(profile, (context) => install(context, url))
    const opened: Record<string, Seen[]> = {}
    for (let time = 0; time < times; time += 1)
      for (const path of paths) {
        const one = await withBrowser(profile, (context) => openOffline(context, new URL(path, url).href))
        ;(opened[path] ??= []).push(one)
      }
    return opened
  })

async function install(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
}

async function openOffline(context: BrowserContext, address: string): Promise<Seen> {
  await context.setOffline(true)
  const page = await context.newPage()
  await slowed(page)
  await page.goto(address)
  const one = await usable(page)
  const more = (slowdown - 1) * (await page.evaluate<number>(inWorker))
  if (Number.isNaN(more)) throw new Error(`${address} did not come from the phone's own store`)
  return { ...one, paint: one.paint + more, largest: one.largest + more, usable: one.usable + more }
}

const sentence = '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。'

/** A first visit over 400 kbit/s with 300 ms, and somebody who writes at once: the longest task while they write. */
export const visitAndWrite = (url: string) =>
  withProfile((profile) => withBrowser(profile, (context) => write(context, url)))

/** UI Events, “keyCode” of whatever an input method takes: 229. */
const ofKeyboard = { key: 'Process', windowsVirtualKeyCode: 229 }

async function write(context: BrowserContext, url: string) {
  const page = await context.newPage()
  const session = await slowed(page)
  await session.send('Network.enable')
  const line = { offline: false, latency: 300, downloadThroughput: 400 * kbit, uploadThroughput: 400 * kbit }
  await session.send('Network.emulateNetworkConditions', line)
  await page.goto(url, { waitUntil: 'commit' })
  const opened = await usable(page)
  await page.evaluate('window.seen.longest = 0')
  const box = page.locator('textarea').first()
  for (const letter of sentence) {
    await box.focus()
    // A keyboard on a phone tells the page of a key that says nothing, then of the word: what moves because of it is no surprise.
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...ofKeyboard })
    await session.send('Input.insertText', { text: letter })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...ofKeyboard })
    await page.waitForTimeout(120)
  }
  await page.locator('.heard').waitFor({ timeout: 120_000 })
  return { opened, writing: await seen(page), heard: await page.evaluate<number>('performance.now()') }
}
