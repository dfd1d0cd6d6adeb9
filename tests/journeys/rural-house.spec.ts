import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { opened } from './casework.ts'
import { button, heading, isOnDuty, isSignedIn, just, keepsNothing, openClaim, words, type Person } from './people.ts'
import { deskIsKept } from './phone.ts'

test.use(keepsNothing)

/** Whose house is under way in the demonstration: nobody else lives in it. */
const family: Person = { name: '汪素云', idNumber: '990101195506184008', phone: '19900011300' }

let colour = 0
async function photo(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const background = { r: (colour += 17) % 256, g: 120, b: 90 }
  return { name: 'house.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 320, height: 240, channels: 3, background } }).jpeg().toBuffer() }
}

async function takes(page: Page, ...spots: string[]): Promise<void> {
  for (const spot of spots) {
    await page.getByLabel(just(`拍${spot}`)).last().setInputFiles(await photo())
    await expect(page.getByRole('img', { name: words(`${spot}，刚拍的`) })).toBeVisible()
  }
}

/** Opens the works on the house from the list. */
async function stands(page: Page, officer: string): Promise<void> {
  await isOnDuty(page.request, officer)
  await page.goto('/work/renovations')
  await page.getByRole('link', { name: words(family.name) }).click()
  await expect(heading(page, `${family.name}家的房子`)).toBeVisible()
}

const opens = (page: Page, what: string): Promise<void> => page.getByRole('button', { name: words(what) }).first().click()

async function looks(page: Page, seen: string): Promise<void> {
  await opens(page, '上门看工程')
  await takes(page, '房子正面')
  await page.getByRole('radio', { name: words('正常') }).check()
  await page.getByRole('textbox', { name: just('看到了什么') }).fill(seen)
  await button(page, '交上去').click()
}

async function proposes(page: Page, said: string, ...spots: string[]): Promise<void> {
  await page.reload()
  await opens(page, '提出验收这一步')
  await takes(page, ...spots)
  await page.getByRole('textbox', { name: just('做到什么程度') }).fill(said)
  await button(page, '提出验收').click()
  await expect(page.getByText(words('等第二个人验收')).first()).toBeVisible()
}

async function accepts(page: Page, released: string): Promise<void> {
  await page.reload()
  await button(page, '验收通过，放出这一笔').click()
  await expect(page.getByText(words(`已放出 ${released}`))).toBeVisible()
}

test('a dangerous house is looked at, stopped and accepted stage by stage, to the proof of its last instalment', async ({ browser }) => {
  const [clerk, leader, worker, hers] = (await Promise.all([1, 2, 3, 4].map((at) => opened(browser, at === 3 ? { serviceWorkers: 'allow' } : {})))) as [Page, Page, Page, Page]
  await Promise.all([stands(clerk, '何文静'), stands(leader, '谭志远'), stands(worker, '罗永福'), isSignedIn(hers, family)])

  await test.step('the walls were seen by two: the clerk proposes that they are done, the leader confirms, and their part is released', async () => {
    await proposes(clerk, '墙砌好了，尺寸和图纸一致', '房子正面')
    await expect(clerk.getByText(words('是您提出的，请另一个人确认'))).toBeVisible()
    await accepts(leader, '14,000 元')
  })

  await test.step('the worker of the village looks at the roof where there is no network: it goes by itself later', async () => {
    await worker.reload()
    await opens(worker, '上门看工程')
    // The last picture from there stands beside the camera, before anything is taken.
    await expect(worker.getByText(words('请站在同一个地方拍')).first()).toBeVisible()
    await takes(worker, '房子正面')
    // The village is far: what the desk needs lies on her phone before she goes.
    await deskIsKept(worker)
    await worker.context().setOffline(true)
    await worker.getByRole('radio', { name: words('正常') }).check()
    await worker.getByRole('textbox', { name: just('看到了什么') }).fill('屋架上好了')
    await button(worker, '交上去').click()
    await expect(worker.getByRole('status').filter({ hasText: /^在这部手机上$/ })).toBeVisible()
    await worker.context().setOffline(false)
    await expect(worker.getByText(words('上门看过 4 次'))).toBeVisible()
    await expect(worker.getByText('屋架上好了')).toBeVisible()
  })

  await test.step('the clerk stops the works, and the family reads why; nothing is accepted until they go on', async () => {
    await clerk.reload()
    await opens(clerk, '叫停工程')
    await button(clerk.getByRole('dialog'), '墙体倾斜，有倒塌危险').click()
    await button(clerk.getByRole('dialog'), '发停工通知').click()
    await expect(clerk.getByText(words('现在停工，复工以后才能验收'))).toBeVisible()
    // On paper there is the notice, and nothing else.
    await expect(clerk.getByRole('button', { name: words('打印停工通知') })).toBeVisible()
    await clerk.emulateMedia({ media: 'print' })
    await expect(clerk.locator('.paper-stop')).toBeVisible()
    await expect(clerk.locator('#app')).toBeHidden()
    await clerk.emulateMedia({ media: null })
    await hers.goto('/track')
    const card = await openClaim(hers, '危房改造')
    await expect(card).toContainText('墙体倾斜，有倒塌危险')
    await expect(card).toContainText('14,000 元')
    await leader.reload()
    await opens(leader, '可以复工')
    await button(leader.getByRole('dialog'), '已经加固，重新看过').click()
    await button(leader.getByRole('dialog'), '通知复工').click()
    await expect(leader.getByText(words('叫停工程'))).toBeVisible()
  })

  await test.step('roof and house are accepted; the last part needs a picture from every place of before', async () => {
    await proposes(clerk, '屋顶盖好了', '房子正面')
    await accepts(leader, '21,000 元')
    await worker.reload()
    await looks(worker, '门窗都装好了')
    await expect(worker.getByText(words('上门看过 5 次'))).toBeVisible()
    await clerk.reload()
    await opens(clerk, '提出验收这一步')
    await takes(clerk, '房子正面')
    await clerk.getByRole('textbox', { name: just('做到什么程度') }).fill('完工，可以住了')
    await button(clerk, '提出验收').click()
    await expect(clerk.getByText(words('还差 1 张'))).toBeVisible()
    await takes(clerk, '屋里')
    await button(clerk, '提出验收').click()
    await expect(clerk.getByText(words('等第二个人验收')).first()).toBeVisible()
    await accepts(leader, '28,000 元')
    await expect(leader.getByText(words('完工，可以住了'))).toBeVisible()
    await expect(leader.getByText(words('何文静、谭志远验收放出')).last()).toBeVisible()
  })

  await test.step('the family sees its own house before and after, and all that was released', async () => {
    await hers.reload()
    const card = await openClaim(hers, '危房改造')
    await expect(card).toContainText('房子修好了')
    await expect(card).toContainText('已经放出 28,000 元，一共 28,000 元')
    const after = card.getByRole('img', { name: words('屋里，最近') })
    await expect(after).toBeVisible()
    expect(await after.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(0)
  })
})
