import { expect, test, type Cookie, type Page } from '@playwright/test'
import { button, hasApplied, heading, isSignedIn, keepsNothing, liesOnPhone, newPerson, phoneProofOf, say, words } from './people.ts'

test.use(keepsNothing)

const box = (page: Page) => page.getByRole('textbox', { name: '家里遇到什么难处？' })

/** Opens every page that could hold something of the other, and finds what stands there for somebody who left nothing. */
async function findsNothing(page: Page, secrets: readonly string[], own: { track: string; inbox: string }): Promise<void> {
  const pages = [
    ['/outbox', page.getByText(words('没有要送的')).first()],
    ['/inbox', page.getByText(words(own.inbox)).first()],
    ['/track', page.getByText(words(own.track)).first()],
    ['/me', heading(page, '我的').first()],
    ['/apply', box(page)],
  ] as const
  for (const [path, stands] of pages) {
    await page.goto(path)
    await expect(page.locator('html[data-alive]')).toBeAttached()
    await expect(stands).toBeVisible()
    for (const secret of secrets) await expect(page.locator('body')).not.toContainText(secret)
  }
  await expect(box(page)).toHaveValue('')
}

/** What lies on this phone under the mark of its owner. */
const keptUnder = (page: Page, mark: string): Promise<number> => page.evaluate((whose) => new Promise<number>((done) => {
  const opening = indexedDB.open('yima')
  opening.onsuccess = () => {
    const keys = opening.result.transaction('entries').objectStore('entries').getAllKeys()
    keys.onsuccess = () => done(keys.result.filter((key) => String(key).endsWith(whose)).length)
  }
}), mark)
const markOf = async (page: Page): Promise<string> =>
  ((await (await page.request.get('/api/session')).json()) as { resident: { mark: string } }).resident.mark

test('two of one family share a phone: neither finds what the other wrote, handed in, was told or waits to send, and signing out leaves nothing', async ({ page, context }) => {
  const grandmother = newPerson('谷', '19480203')
  const daughter = newPerson('柏', '19750812')
  const hers = { draft: '药钱也没着落，想问问还有啥能办。', story: '老伴走了，我一个人种不动地。' }
  const { receiptNumber } = await hasApplied(page.request, grandmother, hers.story, await phoneProofOf(page, grandmother))
  const grouped = receiptNumber.replace(/(\d{4})(?=\d)/g, '$1 ')
  const mark = await markOf(page)
  let signIn: Cookie[] = []

  await test.step('the grandmother leaves a receipt, messages, a draft, and a wish that waits for the network', async () => {
    await page.goto('/inbox')
    await expect(heading(page, '申请收到了')).toBeVisible()
    await say(page, hers.draft)
    await liesOnPhone(page)
    await page.goto('/track')
    await expect(page.getByText(grouped).first()).toBeVisible()
    await context.setOffline(true)
    await button(page, '收回申请').click()
    await button(page.getByRole('dialog'), '收回').click()
    await expect(page.getByText(words('您要收回申请')).first()).toBeVisible()
    // Somebody else takes the phone before there is a network again.
    signIn = await context.cookies()
    await context.clearCookies()
    await context.setOffline(false)
    // With the network back the page may just then find out that nobody is signed in, and open itself anew.
    await expect(() => page.goto('/outbox')).toPass()
    await expect(page.getByText(words('写到一半的申请')).first()).toBeVisible()
    await expect(heading(page, '在这部手机上的（1）')).toBeVisible()
  })

  await test.step('her daughter signs in on it and finds nothing of hers', async () => {
    await isSignedIn(page, daughter)
    await page.goto('/me')
    await expect(button(page, '退出')).toBeVisible()
    await findsNothing(page, [grandmother.name, receiptNumber, grouped, hers.draft, hers.story], { track: '这个号还没有申请', inbox: '还没有消息' })
    await box(page).fill('孩子上大学，学费供不起。')
    await liesOnPhone(page)
    await page.goto('/outbox')
    await expect(page.getByText(words('写到一半的申请')).first()).toBeVisible()
  })

  await test.step('the grandmother comes back to what is hers, which goes by itself now, and to nothing of her daughter’s', async () => {
    // Not under the hands of an open page, which would begin anew as soon as it is somebody else's.
    await page.goto('about:blank')
    await context.clearCookies()
    await context.addCookies(signIn)
    await page.goto('/me')
    await expect(button(page, '退出')).toBeVisible()
    await page.goto('/apply')
    await expect(box(page)).toHaveValue(hers.draft)
    await expect.poll(async () => (await page.request.get('/api/me/applications')).text()).toContain('"withdrawn"')
    await page.goto('/outbox')
    await expect(heading(page, '还没交的')).toBeVisible()
    await expect(heading(page, '在这部手机上的')).toHaveCount(0)
    await expect(page.locator('body')).not.toContainText('学费供不起')
  })

  await test.step('she signs out, is asked about the half-written one, and nothing of hers stays, in another tab neither', async () => {
    const other = await context.newPage()
    await other.goto('/outbox')
    await expect(other.getByText(words('写到一半的申请')).first()).toBeVisible()
    expect(await keptUnder(page, mark)).toBeGreaterThan(0)
    await page.goto('/me')
    await button(page, '退出').click()
    await expect(page.getByRole('dialog')).toContainText('有一份申请写了一半')
    await button(page.getByRole('dialog'), '不要了，退出').click()
    await expect(page.getByRole('link', { name: words('看您申请的全部进度') })).toBeVisible()
    expect(await keptUnder(page, mark)).toBe(0)
    await expect(other.getByText(words('没有要送的')).first()).toBeVisible()
    await other.close()
    await findsNothing(page, [grandmother.name, receiptNumber, grouped, hers.draft, hers.story], { track: '受理号', inbox: '登录后能看到消息' })
  })
})
