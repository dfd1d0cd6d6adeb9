import { join } from 'node:path'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { root } from '../../api/boot/places.mjs'
import { button, fillLastScreen, goToSign, heading, isOnDuty, newPerson, receiptNumber, requestsFound, say, seeWhatFits, words, type Person } from './people.ts'

const photo = join(root, 'web', 'screenshots', 'home.png')

const requestsOf = async (request: APIRequestContext, { name }: Person): Promise<number> => (await requestsFound(request, name)).length

async function fillAll(page: Page, person: Person): Promise<void> {
  await say(page, '房子是土墙的，裂了好大一条缝，下雨就不敢睡。')
  await seeWhatFits(page)
  await goToSign(page)
  await fillLastScreen(page, person)
}

test('the network goes before sending: the receipt comes by itself when it returns, and once', async ({ page, context, request }) => {
  const resident = newPerson('牟')
  await say(page, '房子是土墙的，裂了好大一条缝，下雨就不敢睡。')
  await page.getByRole('button', { name: '拍单子' }).setInputFiles(photo)
  await expect(page.getByRole('img', { name: '第 1 张照片' })).toBeVisible()
  await seeWhatFits(page)
  await goToSign(page)
  await fillLastScreen(page, resident)
  await context.setOffline(true)
  await button(page, '先交上去').click()
  await expect(heading(page, '写好了，在这部手机上')).toBeVisible()
  await expect(page.getByText(words('您写的和 1 张照片都在'))).toBeVisible()
  await context.setOffline(false)
  await receiptNumber(page)
  await isOnDuty(request, '何文静')
  const [id] = await requestsFound(request, resident.name)
  expect(await requestsOf(request, resident)).toBe(1)
  const { photos } = await (await request.get(`/api/work/applications/${id}`)).json() as { photos: string[] }
  expect(photos).toHaveLength(1)
})

test('the answer is lost on its way: it is asked for again and nothing happens twice', async ({ page, request }) => {
  const resident = newPerson('覃')
  let lost = 0
  await page.route('**/api/applications', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await fillAll(page, resident)
  await button(page, '先交上去').click()
  await receiptNumber(page)
  await isOnDuty(request, '何文静')
  expect([lost, await requestsOf(request, resident)]).toEqual([1, 1])
})

test('what was written and not yet sent survives closing the page, and the next can be written while it waits', async ({ page, context, request }) => {
  const resident = newPerson('庞')
  await fillAll(page, resident)
  await context.setOffline(true)
  await button(page, '先交上去').click()
  await expect(heading(page, '写好了，在这部手机上')).toBeVisible()

  const neighbour = newPerson('阎')
  await test.step('her neighbour is written for on the same phone while she waits', async () => {
    await page.getByRole('button', { name: words('再写一份') }).click()
    const box = page.getByRole('textbox', { name: '家里遇到什么难处？' })
    await expect(box).toHaveValue('')
    await box.fill('我腿断了有三级残疾证，老婆在家种两亩地，一个月不到一千五。')
    await seeWhatFits(page)
    await goToSign(page)
    await fillLastScreen(page, neighbour)
    await button(page, '先交上去').click()
    await expect(heading(page, '写好了，在这部手机上')).toBeVisible()
  })

  await page.close()
  await context.setOffline(false)
  const later = await context.newPage()
  await later.goto('/apply')
  await test.step('each comes to its own receipt', async () => {
    const hers = await receiptNumber(later)
    const other = later.getByRole('link', { name: words('的也收到了') })
    await other.click()
    await expect(other).toBeHidden()
    expect(await receiptNumber(later)).not.toBe(hers)
  })
  await isOnDuty(request, '何文静')
  expect([await requestsOf(request, resident), await requestsOf(request, neighbour)]).toEqual([1, 1])
})
