import { expect, test, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { VisitsSeen } from '@yima/shared/visit/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { isAccepted } from './casework.ts'
import { button, hasApplied, heading, isOnDuty, newPerson, words, type Person } from './people.ts'
import { deskIsKept, newPhone, visitOnce } from './phone.ts'

const story = '我一个人过，七十多了，腿脚不好，没有收入，儿子不在了。'
const answers = { household: { householdSize: 1, vehicleCount: 0, monthlyIncome: 300 }, members: [{ id: 'm1', age: 76 }] }

const photo = (colour: number): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: { r: colour * 30, g: 80, b: 60 } } }).jpeg().toBuffer()

async function sign(page: Page, label: RegExp): Promise<void> {
  const part = page.getByRole('region', { name: label })
  const pad = part.getByRole('img')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad to sign on is not on the page.')
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.6, { steps: 6 })
  await page.mouse.up()
  await expect(part.getByRole('img', { name: /写了/ })).toBeVisible()
}

const docked = (page: Page) => page.getByRole('region', { name: '操作' }).getByRole('button').first()
const progress = async (page: Page): Promise<[number, number]> => {
  const [, all, done] = /(\d+) 件做了 (\d+) 件/.exec(await page.getByRole('main').innerText()) ?? []
  return [Number(all), Number(done)]
}

/** Answers the open line as it was said, or, where nothing was said, that it could not be seen; the house is looked at. */
async function answerOpen(page: Page, photos: number): Promise<void> {
  const open = page.locator('li.current')
  for (let at = 0; at < photos; at += 1)
    await open.locator('input[type=file]').setInputFiles({ name: `home-${at}.jpg`, mimeType: 'image/jpeg', buffer: await photo(at) })
  const same = open.getByRole('radio', { name: words('和说的一样') })
  if (await same.count()) await same.check({ force: true })
  else await open.getByRole('radio', { name: words('没法看') }).check({ force: true })
}

async function sees(request: APIRequestContext, id: string): Promise<VisitsSeen> {
  return (await (await request.get(`/api/work/applications/${id}/visits`)).json()) as VisitsSeen
}

/** A woman alone asks for dibao and support in extreme difficulty; both are taken in hand. */
async function awaitsVisit(request: APIRequestContext, person: Person): Promise<string> {
  await isOnDuty(request, '何文静')
  const { id } = await hasApplied(request, person, story, undefined, { answers, added: ['dibao', 'tekun'] })
  await isAccepted(request, id, 'dibao')
  await isAccepted(request, id, 'tekun')
  return id
}

async function openAtDoor(context: BrowserContext, person: Person): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('/work/visits')
  await page.getByRole('link', { name: words(person.name) }).click()
  await expect(heading(page, '入户调查')).toBeVisible()
  return page
}

test('a worker visits a home without a network, her phone dies, and all of it is at the office once', async ({ request, baseURL }) => {
  const person = newPerson('莫', '19500312')
  const id = await awaitsVisit(request, person)
  const phone = newPhone(baseURL ?? '')
  try {
    let context = await phone.turnOn()
    await visitOnce(context)
    let page = context.pages()[0] ?? (await context.newPage())
    await isOnDuty(page.request, '何文静')
    await page.goto('/work/visits')
    await deskIsKept(page)
    await page.getByRole('button', { name: words('带上') }).click()
    await expect(page.getByText(words('要用的都在这部手机上'))).toBeVisible()
    await context.setOffline(true)
    page = await openAtDoor(context, person)
    await page.getByRole('checkbox', { name: words('刘小勤') }).check({ force: true })
    await docked(page).click() // to why they came
    await docked(page).click()
    const [all] = await progress(page)
    for (let at = 0; at < 8; at += 1) {
      await answerOpen(page, 1)
      await docked(page).click()
    }
    await expect.poll(async () => (await progress(page))[1]).toBe(10)
    phone.kill()

    context = await phone.turnOn()
    await context.setOffline(true)
    page = await openAtDoor(context, person)
    // Nothing of it is lost, and the line that was next is open.
    expect(await progress(page)).toEqual([all, 10])
    const closed = page.getByText('1 张照片')
    const inHand = page.locator('li.current').getByRole('img', { name: /照片/ })
    await expect.poll(async () => (await closed.count()) + (await inHand.count())).toBe(8)
    while ((await progress(page))[1] < all - 2) {
      await answerOpen(page, 0)
      await docked(page).click()
    }
    await page.getByRole('button', { name: words('家里情况和说的一样') }).click()
    await docked(page).click()
    await sign(page, /^莫.*签字/)
    await sign(page, /调查人签字/)
    await sign(page, words('同行人签字：刘小勤'))
    await docked(page).click()
    await expect(heading(page, '做完了，都在这部手机上')).toBeVisible()
    expect((await sees(request, id)).visits).toEqual([])
    await page.close()

    page = await context.newPage()
    await context.setOffline(false)
    // A browser that died has forgotten who was signed in: the office asks, and all of it goes under her name.
    await isOnDuty(page.request, '何文静')
    await page.goto(`/work/visits/${id}`)
    await expect(heading(page, '已收到')).toBeVisible()
    const seen = await sees(request, id)
    expect(seen.visits).toMatchObject([{ who: ['何文静', '刘小勤'], person: { how: 'signed' }, summary: '家里情况和说的一样' }])
    expect(seen.items.flatMap(({ photos }) => photos)).toHaveLength(8)
    expect(seen.items).toHaveLength(all - 4)
    const { claims } = (await (await request.get(`/api/work/applications/${id}`)).json()) as WorkApplication
    for (const programme of ['dibao', 'tekun'])
      expect(claims.find((claim) => claim.programme === programme)?.process?.steps.find(({ step }) => step === 'visit')?.state).toBe('done')
    // On the desk it stands with both signatures, and the home is visited no more.
    await page.goto(`/work/applications/${id}/visits`)
    await expect(page.getByText(words('何文静、刘小勤'))).toBeVisible()
    await page.goto('/work/visits')
    await expect(heading(page, '上门')).toBeVisible()
    await expect(page.getByRole('link', { name: words(person.name) })).toHaveCount(0)
    await expect(button(page, '带上')).toHaveCount(0)
    await context.close()
  } finally {
    phone.throwAway()
  }
})
