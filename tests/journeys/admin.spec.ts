import { randomInt } from 'node:crypto'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { button, hasApplied, keepsNothing, newPerson, words } from './people.ts'

test.use(keepsNothing)

/** A phone of its own on which somebody of the demonstration is signed in. */
async function signedIn(browser: Browser, name: string, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(path)
  await page.getByRole('searchbox').fill(name)
  await page.getByRole('button', { name: words(name) }).first().click()
  return page
}

/** The organisation as the signed-in administrator's phone asks for it. */
const pendingOf = async (page: Page): Promise<number> => {
  const answer = await page.request.get('/api/admin/organisation')
  const { organisation } = (await answer.json()) as { organisation: { pending: object } }
  return Object.keys(organisation.pending).length
}

test('an administrator adds a clerk, another confirms, the clerk works, and is out the moment her post ends', async ({
  browser,
}) => {
  const number = `199${String(randomInt(100_000_000)).padStart(8, '0')}`
  const name = `柏小${'春夏秋冬梅兰竹菊'.charAt(randomInt(8))}${'山水田林'.charAt(randomInt(4))}`
  const qin = await signedIn(browser, '秦朗', '/admin')

  await test.step('the first administrator finds the office and adds her', async () => {
    await qin.getByRole('link', { name: words('地方和单位') }).click()
    await qin.getByRole('link', { name: words('稻香镇') }).click()
    await qin.getByRole('link', { name: words('救助窗口') }).click()
    await button(qin, '加一个人').click()
    await qin.getByLabel('姓名').fill(name)
    await qin.getByLabel('职务').fill('社会救助经办')
    await qin.getByLabel('值班手机').fill(number)
    await expect(qin.getByText(words('这一步要另一个人点头才算'))).toBeVisible()
    await button(qin, '提出来，等另一个人').click()
    await expect(qin.getByText(words('请写一句为什么'))).toBeVisible()
    await qin.getByLabel('为什么要改？').fill('新来的同事')
    await button(qin, '提出来，等另一个人').click()
    await expect(qin.getByText(words('提出来了，等另一个人点头'))).toBeVisible()
  })

  await test.step('she cannot be confirmed by the one who proposed her', async () => {
    await qin.goto('/admin/changes')
    const card = qin.getByRole('article').filter({ hasText: name })
    await expect(card).toContainText('秦朗')
    await expect(card).toContainText('您提的，要另一个人点头')
    await expect(button(card, '我看过，同意')).toHaveCount(0)
    await expect(button(card, '收回我提的')).toBeVisible()
  })

  await test.step('the second one sees who proposed it and why, and confirms', async () => {
    const peng = await signedIn(browser, '彭卫国', '/admin')
    await peng.getByRole('link', { name: words('等您点头') }).click()
    const card = peng.getByRole('article').filter({ hasText: name })
    await expect(card).toContainText('新来的同事')
    await expect(card).toContainText(`尾号 ${number.slice(-4)}`)
    const before = await pendingOf(peng)
    await button(card, '我看过，同意').click()
    await expect(card).toHaveCount(0)
    await expect.poll(() => pendingOf(peng)).toBeLessThan(before)
    await peng.context().close()
  })

  const resident = newPerson('谷')
  await hasApplied(qin.request, resident, '我男人上个月脑梗住院，自己掏了三万多。')
  const clerk = await signedIn(browser, name, '/work')
  await test.step('she signs in and sees the desk of her office', async () => {
    await expect(clerk.getByRole('link', { name: words(resident.name) })).toBeVisible()
  })

  await test.step('her end needs nobody else, and puts her out at once', async () => {
    await qin.goto('/admin')
    await qin.getByRole('searchbox').fill(name)
    await qin.getByRole('link', { name: words(name) }).click()
    await expect(qin.getByText(words('彭卫国点头')).first()).toBeVisible()
    // The first way in goes to her own phone; who sends it never sees it.
    await button(qin, '给本人发登录链接').click()
    await expect(qin.getByText(words(`发到尾号 ${number.slice(-4)} 了`))).toBeVisible()
    const { messages } = (await (await qin.request.get('/api/demo/outbox')).json()) as {
      messages: { to: string; body: string }[]
    }
    const link = /\/work\/invited#[\w-]+/.exec(messages.find(({ to }) => to === number)?.body ?? '')?.[0]
    expect(link).toBeDefined()
    expect(await qin.content()).not.toContain(link)
    await clerk.goto(link ?? '')
    await expect(clerk.getByText(words(name)).first()).toBeVisible()
    await button(qin, '离岗').click()
    const sheet = qin.getByRole('dialog')
    await sheet.getByLabel('为什么要改？').fill('借调期满')
    await button(sheet, '就这样改').click()
    await expect(qin.getByText(words('已经离岗')).first()).toBeVisible()
    expect((await clerk.request.get('/api/work/items')).status()).toBe(401)
  })
  await Promise.all([qin, clerk].map((page) => page.context().close()))
})
