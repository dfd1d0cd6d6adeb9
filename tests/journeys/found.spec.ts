import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import type { VisitOrders } from '@yima/shared/visit/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { button, choosePlace, dock, heading, isOnDuty, newPerson, words, writeHeaders } from './people.ts'
import { deskIsKept, openWithoutNetwork, visitOnce } from './phone.ts'

const field = (page: Page, name: string) => page.getByRole('textbox', { name: words(name) })

const placesHere = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    // Whoever opens it before the app has made it would leave it empty.
    const made = await indexedDB.databases()
    if (!made.some(({ name }) => name === 'yima')) return false
    return new Promise<boolean>((tell) => {
      const opening = indexedDB.open('yima')
      opening.onerror = () => tell(false)
      opening.onsuccess = () => {
        const asked = opening.result.transaction('entries').objectStore('entries').getKey('places-kept')
        asked.onsuccess = () => {
          opening.result.close()
          tell(asked.result !== undefined)
        }
      }
    })
  })

async function newPhone(context: BrowserContext): Promise<Page> {
  await visitOnce(context)
  const page = await context.newPage()
  await page.goto('/')
  // The places of the county come when the phone has nothing else to do: until then no village can be chosen without a network.
  await expect.poll(() => placesHere(page), { timeout: 60_000 }).toBe(true)
  return page
}

test('a neighbour found in need: pointed out without a network, asked at the door without one, and her claims are there', async ({ browser, request }) => {
  const gran = newPerson('谷', '19480506')
  const finder = await browser.newContext()
  const neighbour = await newPhone(finder)
  await test.step('a neighbour says what he saw, without a name, a sign-in or a network', async () => {
    await neighbour.goto('/')
    await finder.setOffline(true)
    await neighbour.getByRole('link', { name: words('身边有人难') }).click()
    await expect(heading(neighbour, '您看到谁有难处？')).toBeVisible()
    await field(neighbour, '您看到谁有难处？').fill('她七十多了一个人过，腿脚不好，没有低保，没有收入')
    await choosePlace(neighbour, '稻香镇', '梅林村', '他在哪个村、哪个社区')
    await field(neighbour, '怎么找到他').fill('6组水塔下面')
    await field(neighbour, '他叫什么').fill(gran.name)
    await dock(neighbour).click()
    await expect(heading(neighbour, '记下了')).toBeVisible()
    await finder.setOffline(false)
    await expect(heading(neighbour, '收到了，谢谢您')).toBeVisible()
  })

  const workers = await browser.newContext()
  const worker = await newPhone(workers)
  await test.step('the worker of the village has her among the visits, and goes there without a network', async () => {
    await isOnDuty(worker.request, '罗永福')
    await worker.goto('/work/visits')
    await deskIsKept(worker)
    await expect(worker.getByRole('link', { name: words(gran.name) })).toContainText('第一次上门')
    await worker.getByRole('button', { name: words('带上') }).click()
    await expect(worker.getByText(words('要用的都在这部手机上'))).toBeVisible()
    await workers.setOffline(true)
    await openWithoutNetwork(worker, '/work/visits')
    await worker.getByRole('link', { name: words(gran.name) }).click()
    await expect(heading(worker, '第一次上门')).toBeVisible()
    await expect(worker.getByText('6组水塔下面').first()).toBeVisible()
  })

  await test.step('she agrees at the door; nothing that was said is asked again', async () => {
    await worker.getByRole('radio', { name: words('愿意办') }).check({ force: true })
    await expect(field(worker, '他遇到什么难处')).toHaveValue(/没有收入/)
    await expect(worker.getByRole('textbox', { name: '姓名', exact: true })).toHaveValue(gran.name)
    await field(worker, '身份证号').fill(gran.idNumber)
    await button(worker, '记下来').click()
    await expect(worker.getByText(words(`查进度还要 4 位：${gran.idNumber.slice(-4)}`))).toBeVisible()
    await workers.setOffline(false)
  })

  await test.step('the office has her own application with its claims, and the finder reads only that somebody is with her', async () => {
    await isOnDuty(request, '何文静')
    // The list is longer than a page by now, and what was written at the door is on its way.
    const found = async (): Promise<string> => {
      const answer = await request.post('/api/work/items/search', { data: { words: gran.name }, headers: writeHeaders() })
      return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? ''
    }
    await expect.poll(found).not.toBe('')
    const id = await found()
    const seen = async (): Promise<WorkApplication> => (await (await request.get(`/api/work/applications/${id}`)).json()) as WorkApplication
    await expect.poll(async () => (await seen()).kind).toBe('application')
    const { claims, person, notes } = await seen()
    expect(claims.map(({ programme }) => programme)).toContain('dibao')
    expect([person.name, person.idNumber, notes?.length]).toEqual([gran.name, gran.idNumber, 1])
    const { orders } = (await (await worker.request.get('/api/work/visits')).json()) as VisitOrders
    expect(orders.map(({ name }) => name)).not.toContain(gran.name)
    await neighbour.goto('/outreach/status')
    await dock(neighbour).click()
    await expect(heading(neighbour, '有人在帮他了')).toBeVisible()
    await expect(neighbour.getByRole('main')).not.toContainText(gran.name)
  })
  await finder.close()
  await workers.close()
})

test('two sisters taken for one are parted at the door, each with a visit and days of her own', async ({ page, context, request }) => {
  const elder = newPerson('澹台', '19490708')
  const younger = `${elder.name.slice(0, -1)}莲`
  const points = async (name: string, words: string): Promise<void> => {
    const data = { words, regionCode: '990101100201', name, whereToFind: '8组油坊旁', photos: [], finder: { as: 'neighbour', phone: null } }
    const answer = await request.post('/api/outreach', { data, headers: writeHeaders() })
    expect(answer.status(), await answer.text()).toBe(201)
  }
  await points(elder.name, '她摔断了腿，没人做饭')
  await points(younger, '她男人走了，家里断了收入')
  await visitOnce(context)
  await isOnDuty(page.request, '罗永福')
  await page.goto('/work/visits')
  await page.getByRole('link', { name: words(elder.name) }).click()
  await expect(heading(page, '第一次上门')).toBeVisible()
  const second = page.locator('.tight').filter({ hasText: '断了收入' })
  await expect(page.getByText('没人做饭').first()).toBeVisible()
  await button(second, '这句说的是另一个人').click()
  await button(page.getByRole('dialog'), '住的不是一处').click()
  await button(page.getByRole('dialog'), '分开').click()
  await expect(page.getByText(words('分开了，各去各的'))).toBeVisible()
  await page.getByRole('link', { name: words('看另一个人') }).click()
  await expect(page.getByText('断了收入').first()).toBeVisible()
  await expect(page.getByText('没人做饭')).toHaveCount(0)
  const { orders } = (await (await page.request.get('/api/work/visits')).json()) as VisitOrders
  expect(orders.map(({ name }) => name)).toEqual(expect.arrayContaining([elder.name, younger]))
})
