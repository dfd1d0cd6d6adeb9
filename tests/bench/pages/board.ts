import { chromium, type Page } from '@playwright/test'
import { noticePage, type NoticeLine, type VillageNotices } from '@yima/shared/notice/contract'
import { findBrowser } from '../../journeys/browser.mjs'

const slowdown = 4
const village = '990101100201'

const lineAt = (at: number): NoticeLine => ({
  ...{ id: `01900000-0000-7000-8000-${String(at).padStart(12, '0')}`, kind: 'review', name: ['张*兰', '李*', '欧阳*'][at % 3] ?? '王*' },
  ...{ programme: 'dibao', persons: 1 + (at % 4), amount: { yuan: 400 + at, per: 'monthly' }, cause: null, relative: null, change: null, since: null },
  ...{ until: '2099-12-28', days: { from: '2099-12-20', to: '2099-12-28', needed: 7, counted: at % 7, missed: at % 3 }, open: true },
})

/** What the board answers from this line on, as the api does. */
function answerOf(lines: readonly NoticeLine[], after: string | null): VillageNotices {
  const from = after === null ? 0 : lines.findIndex(({ id }) => id === after) + 1
  const items = lines.slice(from, from + noticePage)
  const next = from + noticePage < lines.length ? (items.at(-1)?.id ?? null) : null
  return {
    village: { code: village, name: '梅林村', town: '稻香镇' }, office: { name: '稻香镇', phone: null }, on: '2099-12-21',
    counts: { review: lines.length, temporary: 0, school: 0, change: 0, 'long-term': 0, relatives: 0 }, items, next,
  }
}

const rowsOf = (page: Page): Promise<number> => page.locator('.notice-list > li').count()

/** A finger that throws the whole list upwards, and every frame that was drawn meanwhile, in milliseconds, shortest first. */
async function thrown(page: Page): Promise<number[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.evaluate(`window.drawn = []; window.last = performance.now();
    const tick = (now) => { drawn.push(now - last); last = now; requestAnimationFrame(tick) }; requestAnimationFrame(tick)`)
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  for (let y = 0; y < height; y += 6000)
    await session.send('Input.synthesizeScrollGesture', { x: 180, y: 500, yDistance: -6000, speed: 3000, gestureSourceType: 'touch' })
  const frames = await page.evaluate<number[]>('window.drawn')
  return frames.slice(1).sort((one, other) => one - other)
}

/** So many lines on the board of a village, read to the end and scrolled through on a phone slowed four times. */
export async function scrollBoard(url: string, count: number): Promise<{ rows: number; frames: number[] }> {
  const { executablePath, args, env } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args, ...(env ? { env } : {}) })
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, serviceWorkers: 'block', locale: 'zh-CN' })
    const page = await context.newPage()
    const lines = Array.from({ length: count }, (_, at) => lineAt(at))
    await page.route(/\/api\/notices\//, (route) => {
      const json = answerOf(lines, new URL(route.request().url()).searchParams.get('after'))
      return route.fulfill({ headers: { 'x-yima-answer': 'yima' }, json })
    })
    await page.goto(`${url}/notices/${village}`)
    await page.locator('.notice-list > li').first().waitFor()
    for (let there = await rowsOf(page); there < count; there = await rowsOf(page)) {
      await page.getByRole('button', { name: /再看/ }).click()
      await page.locator('.notice-list > li').nth(there).waitFor({ state: 'attached' })
    }
    return { rows: await rowsOf(page), frames: await thrown(page) }
  } finally {
    await browser.close()
  }
}
