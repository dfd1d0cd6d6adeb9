import { readdirSync, readFileSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test'
import { findBrowser } from './browser.mjs'

/** A phone whose browser can die: what lies on its disk stays. */
export type Phone = {
  turnOn: () => Promise<BrowserContext>
  /** No farewell: the process is gone in the middle of whatever it does. */
  kill: () => void
  throwAway: () => void
}

/** The browser process itself, not its children, by the folder that only it was given. */
function processOf(folder: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).find((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return line.includes(`--user-data-dir=${folder}`) && !line.some((word) => word.startsWith('--type='))
    } catch {
      return false // it ended while we looked
    }
  })
}

export function newPhone(baseURL: string): Phone {
  const folder = mkdtempSync(join(tmpdir(), 'yima-phone-'))
  return {
    turnOn: async () =>
      chromium.launchPersistentContext(folder, {
        ...(await findBrowser()),
        baseURL,
        viewport: { width: 360, height: 740 },
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      }),
    kill: () => {
      const pid = processOf(folder)
      if (pid === undefined) throw new Error('The browser of this phone does not run.')
      process.kill(pid, 'SIGKILL')
    },
    throwAway: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/**
 * Waits until everything of the desk lies on this phone: it is fetched file by file once somebody opened it, and
 * whoever leaves the network before has a part of it.
 */
export async function deskIsKept(page: Page): Promise<void> {
  const { work = [] } = await (await page.request.get('/parts.json')).json() as { work?: string[] }
  expect(work.length).toBeGreaterThan(5)
  await expect.poll(() => page.evaluate(async (files) => {
    const cache = await caches.open('yima-parts')
    const kept = await Promise.all(files.map((file) => cache.match(file)))
    return files.filter((_file, at) => !kept[at])
  }, work), { timeout: 90_000 }).toEqual([])
}

/** Opens the page anew once all that was written on it lies on the phone: on its way out a browser gives no time for that. */
export async function reopen(page: Page): Promise<void> {
  await expect(page.locator('html[data-keeping]')).toHaveCount(0)
  await page.reload()
}

/** Opens home once and waits until everything lies on the phone. */
export async function visitOnce(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto('/')
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50))
  })
  await page.close()
}

/**
 * Opens a page without a network, which stays away. When the page before it goes late, Chromium forgets what it had told of
 * the network, and says that there is one: so it is told again.
 */
export async function openWithoutNetwork(page: Page, path: string): Promise<void> {
  await page.goto(path)
  const told = await page.context().newCDPSession(page)
  const none = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
  await told.send('Network.emulateNetworkConditions', none)
}
