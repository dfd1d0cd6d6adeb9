import { expect, test, type Page } from '@playwright/test'
import {
  button, clerkSignIn, confirmPhone, heading, isOnDuty, isSignedIn, newPerson, words, writeHeaders, type Person,
} from './people.ts'
import { visitOnce } from './phone.ts'

/** Signs in on the page of the code, as whoever opens it first does. */
async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/code')
  await expect(heading(page, '登录以后，才有您的码')).toBeVisible()
  await confirmPhone(page, person)
  await page.getByRole('textbox', { name: '身份证号' }).fill(person.idNumber)
  await page.getByRole('main').getByRole('button', { name: words('登录') }).click()
}

const qr = (page: Page) => page.getByRole('img', { name: words('您的码') })
const drawn = (page: Page): Promise<string | null> => qr(page).locator('path').getAttribute('d')
const spokenNumber = (page: Page) => page.getByText(/^\d{3} \d{3} \d{4}$/)
/** Everything is kept on the phone that it needs without a network. */
const isKept = (page: Page): Promise<void> =>
  expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state), { timeout: 90_000 })
    .toBe('activated')

test('somebody shows a code that changes by itself, reads its number aloud, and shows one without a network', async ({ page, context }) => {
  await page.clock.install()
  const person = newPerson('申')
  await signIn(page, person)
  await expect(qr(page)).toBeVisible()
  await expect(spokenNumber(page)).toBeVisible()
  await expect(page.getByText(words('多看一样，都要您同意'))).toBeVisible()
  expect((await qr(page).boundingBox())?.width).toBeGreaterThan(280)
  const first = await drawn(page)
  await page.clock.runFor(31_000)
  await expect.poll(() => drawn(page)).not.toBe(first)
  const number = await spokenNumber(page).innerText()
  // Whoever reads ten digits aloud is not interrupted by the next QR.
  await page.clock.runFor(21_000)
  expect(await spokenNumber(page).innerText()).toBe(number)

  await isKept(page)
  await context.setOffline(true)
  await page.goto('/code')
  await page.clock.runFor(2000)
  await expect(page.getByText(words('没有网络，这个码也能用'))).toBeVisible()
  await expect(qr(page)).toBeVisible()
  await expect(spokenNumber(page)).toBeHidden()
  const signed = await drawn(page)
  await page.clock.runFor(32_000)
  await expect.poll(() => drawn(page)).not.toBe(signed)
})

test('a grandmother without a phone gets a card at the window, and what a stranger’s camera finds says what to do', async ({ page }) => {
  const person = newPerson('奶')
  await clerkSignIn(page)
  await page.goto('/work/cards')
  await button(page, '做一张纸卡').click()
  await expect(page.getByText(words('请先看本人和身份证')).first()).toBeVisible()
  await page.getByRole('textbox', { name: '证件上的姓名' }).fill(person.name)
  await page.getByRole('textbox', { name: '证件上的号码' }).fill(person.idNumber)
  await page.getByLabel('本人定的密码').fill('2580')
  await page.getByRole('checkbox', { name: words('我看到了本人和身份证') }).check()
  await button(page, '做一张纸卡').click()
  await expect(page.getByText(words('纸卡做好了，请打印'))).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  const paper = page.locator('.paper-card .face')
  await expect(paper).toBeVisible()
  const box = await paper.boundingBox()
  expect([Math.round((box?.width ?? 0) / 3.78), Math.round((box?.height ?? 0) / 3.78)]).toEqual([86, 54])
  expect(await paper.innerText()).not.toContain(person.name)
  await page.emulateMedia({ media: 'screen' })

  await page.goto(`/c#1k.990101.${'A'.repeat(22)}`)
  await expect(heading(page, '您捡到了一张纸码')).toBeVisible()
  await expect(page).toHaveURL(/\/c$/)
  await page.goto('/p/990101100201')
  await expect(heading(page, '稻香镇梅林村')).toBeVisible()
  await expect(page.getByRole('link', { name: words('何文静') })).toHaveAttribute('href', /^tel:0990-/)
})

test('another agency hears of a status that is none, that nobody signed, or that it cannot check yet', async ({ page, request }) => {
  const forged = (key: string) => `1e.990101.${key}.dibao.20991231.zzzzzz.${'A'.repeat(22)}.${'B'.repeat(86)}`
  await page.goto(`/verify#${forged('abcdefgh')}`)
  await expect(page.getByText(words('这里还核不了'))).toBeVisible()
  await expect(page).toHaveURL(/\/verify$/)
  const scanned = page.getByRole('textbox', { name: '扫出来的文字' })
  await scanned.fill('https://elsewhere.example/x')
  await button(page, '核一下').click()
  await expect(page.getByText(words('这不是身份证明码'))).toBeVisible()
  const { keys } = (await (await request.get('/api/codes/keys')).json()) as { keys: { id: string }[] }
  await scanned.fill(forged(keys[0]?.id ?? ''))
  await button(page, '核一下').click()
  await expect(page.getByText(words('这个码不是真的'))).toBeVisible()
})

test('somebody proven shows a status, and another agency without a network reads that it is true and whose it is not', async ({ page: hers, browser, request: desk }) => {
  const outbox = await (await hers.request.get('/api/demo/outbox')).json() as { statuses: { name: string; idNumber: string }[] }
  const holder = outbox.statuses.at(-1)
  if (!holder) throw new Error('nobody holds a status')
  const person = { ...holder, phone: newPerson('证').phone }
  const agency = await browser.newContext()
  const theirs = await agency.newPage()
  await Promise.all([isSignedIn(hers, person), isOnDuty(desk, '何文静'), visitOnce(agency)])
  await theirs.goto('/verify')
  await expect(theirs.getByText(words('名单核对'))).toBeVisible()

  await test.step('the clerk scans her code and sees her document', async () => {
    const { text } = await (await hers.request.post('/api/me/codes', { data: {}, headers: writeHeaders() })).json() as { text: string }
    const scanned = await desk.post('/api/work/scans', { data: { text, purpose: 'prove' }, headers: writeHeaders() })
    const { occasion } = await scanned.json() as { occasion: { id: string } }
    const data = { name: person.name, number: { kind: 'id-number', value: person.idNumber }, seen: true }
    expect((await desk.post(`/api/work/occasions/${occasion.id}/proof`, { data, headers: writeHeaders() })).status()).toBe(200)
  })

  await test.step('she shows her status, and another phone without a network checks it', async () => {
    await hers.goto('/code')
    const made = hers.waitForResponse(/\/api\/me\/entitlements\/[^/]+\/codes$/)
    await hers.getByRole('button', { name: words('给别的单位看') }).click()
    const { text } = await (await made).json() as { text: string }
    await expect(hers.getByRole('dialog').getByRole('img')).toBeVisible()
    await agency.setOffline(true)
    await theirs.goto(`/verify#${text}`)
    await expect(theirs.getByText(words('是真的：'))).toBeVisible()
    await expect(theirs.getByText(words('名单核对'))).toBeVisible()
    const said = await theirs.getByRole('main').innerText()
    for (const secret of [person.name, person.idNumber, person.phone]) expect(said).not.toContain(secret)
  })
  await agency.close()
})
