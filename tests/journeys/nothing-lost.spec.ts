import { join } from 'node:path'
import { expect, test, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test'
import { root } from '../../api/boot/places.mjs'
import { standInFrontOf } from './new-version.ts'
import {
  button, choosePlace, fillLastScreen, goToSign, heading, isOnDuty, newPerson, receiptNumber, requestsFound, say, seeWhatFits, words, type Person,
} from './people.ts'
import { newPhone, openWithoutNetwork, visitOnce } from './phone.ts'

/** How many requests of this person the office holds. */
async function requestsOf(request: APIRequestContext, { name }: Person): Promise<number> {
  await isOnDuty(request, '何文静')
  return (await requestsFound(request, name)).length
}

const roof = '房子是土墙的，裂了好大一条缝，下雨就不敢睡。'
const photo = join(root, 'web', 'screenshots', 'home.png')
const shot = (page: Page) => page.getByRole('img', { name: '第 1 张照片' })
const wordsOn = (context: BrowserContext) =>
  context.pages()[0]!.getByRole('textbox', { name: '家里遇到什么难处？' })

/** Another tab finds these words: the process that typed them may end. A key pressed lives in it alone until its write is through. */
async function liesOnDisk(context: BrowserContext, written: string): Promise<void> {
  await expect(async () => {
    const other = await context.newPage()
    await other.goto('/apply')
    await expect(other.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue(written, { timeout: 2000 })
    await other.close()
  }).toPass({ timeout: 30_000 })
}

test('the browser dies while somebody writes and while it sends: the words are there, and arrive once', async ({ baseURL, request }) => {
  const phone = newPhone(baseURL ?? '')
  const resident = newPerson('鲁')
  try {
    let context = await phone.turnOn()
    let page = context.pages()[0]!
    await say(page, '')
    await page.getByRole('button', { name: '拍单子' }).setInputFiles(photo)
    await expect(shot(page)).toBeVisible()
    await wordsOn(context).pressSequentially(roof)
    await liesOnDisk(context, roof)
    await page.reload()
    await expect(wordsOn(context)).toHaveValue(roof)
    await wordsOn(context).press('End')
    await wordsOn(context).pressSequentially('墙也歪了。')
    await liesOnDisk(context, `${roof}墙也歪了。`)
    phone.kill()

    context = await phone.turnOn()
    page = context.pages()[0]!
    await page.goto('/apply')
    await expect(wordsOn(context)).toHaveValue(`${roof}墙也歪了。`)
    await expect(shot(page)).toBeVisible()
    await seeWhatFits(page)
    await goToSign(page)
    await fillLastScreen(page, resident)
    // The office has it, and its answer never arrives.
    const taken = new Promise<void>((done) => {
      void page.route('**/api/applications', async (route) => {
        await route.fetch()
        done()
      })
    })
    await button(page, '先交上去').click()
    await taken
    phone.kill()

    context = await phone.turnOn()
    page = context.pages()[0]!
    await page.goto('/apply')
    await receiptNumber(page)
    expect(await requestsOf(request, resident)).toBe(1)
    await context.close()
  } finally {
    phone.throwAway()
  }
})

test('a new version asks first, and what the old one wrote and could not send goes out under it', async ({ browser, baseURL, request }) => {
  const front = await standInFrontOf(baseURL ?? '')
  const context = await browser.newContext({ baseURL: front.url })
  const resident = newPerson('柯')
  try {
    await visitOnce(context)
    const page = await context.newPage()
    const other = await context.newPage()
    await other.goto('/policies')
    await say(page, roof)
    await page.getByRole('button', { name: '拍单子' }).setInputFiles(photo)
    await expect(shot(page)).toBeVisible()
    await seeWhatFits(page)
    await goToSign(page)
    await fillLastScreen(page, resident)
    front.bringNewVersion()
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    await expect(page.getByText(words('有新版了'))).toBeVisible()
    await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue(resident.name)
    await context.setOffline(true)
    await button(page, '先交上去').click()
    await expect(heading(page, '写好了，在这部手机上')).toBeVisible()

    const loaded = page.waitForEvent('load')
    await button(page, '现在换').click()
    await loaded
    await expect(heading(page, '写好了，在这部手机上')).toBeVisible()
    await expect(page.getByText(words('您写的和 1 张照片都在'))).toBeVisible()
    // The other tab was not touched; its next page comes from the new version.
    const anew = other.waitForEvent('load')
    await other.getByRole('main').getByRole('link', { name: '低保' }).first().click()
    await anew
    await expect(heading(other, '低保').first()).toBeVisible()

    await context.setOffline(false)
    await receiptNumber(page)
    expect(await requestsOf(request, resident)).toBe(1)
  } finally {
    await context.close()
    await front.close()
  }
})

/** Whether the phone has finished laying down what it needs without a network. */
const placesKept = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      new Promise<boolean>((done) => {
        const opening = indexedDB.open('yima')
        opening.onsuccess = () => {
          const asked = opening.result.transaction('entries').objectStore('entries').getKey('places-kept')
          asked.onsuccess = () => done(asked.result !== undefined)
        }
      }),
  )

test('after one visit every page for residents opens without a network', async ({ context }) => {
  await visitOnce(context)
  const page = await context.newPage()
  // The tree of places comes last: without it nobody could say in which village.
  await page.goto('/me')
  await expect.poll(() => placesKept(page)).toBe(true)
  await context.setOffline(true)
  const pages = [
    ['/', '有难处，说一句就行'],
    ['/apply', '家里遇到什么难处？'],
    ['/calculator', '算算能办啥'],
    ['/policies', '看政策'],
    ['/policies/dibao', '低保'],
    ['/policies/items/village', '村、社区'],
    ['/track', '办到哪一步了'],
    ['/outbox', '要送出的'],
    ['/me', '我的'],
  ] as const
  for (const [path, title] of pages) {
    await openWithoutNetwork(page, path)
    await expect(heading(page, title).first()).toBeVisible()
    await expect(page.getByText(words('没有网络')).first()).toBeVisible()
  }
  await say(page, roof)
  await seeWhatFits(page)
  await goToSign(page)
  await choosePlace(page, '稻香镇', '梅林村')
})
