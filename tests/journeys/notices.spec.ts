import { expect, test, type Locator, type Page } from '@playwright/test'
import { maskName } from '@yima/shared/identity/name'
import { isAccepted, isDone, isWrittenDown, opened } from './casework.ts'
import { startOwnCounty } from './own-county.ts'
import { hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, phoneProofOf, words, type Person } from './people.ts'

// Its days pass: nobody else may live in it.
let app: Awaited<ReturnType<typeof startOwnCounty>>
test.beforeAll(async () => {
  app = await startOwnCounty()
})
test.afterAll(() => app.stop())

/** The clerk has looked into his care subsidy and hangs it on the board of 梅林村. */
async function isPosted(clerk: Page, man: Person): Promise<void> {
  const { id } = await hasApplied(clerk.request, man, '我一级残疾，起不了床，要人照看。', await phoneProofOf(clerk, man), { added: ['disability-care'] })
  await isOnDuty(clerk.request, '何文静')
  const claim = await isAccepted(clerk.request, id, 'disability-care')
  await isWrittenDown(clerk.request, claim, 'document', { currentStatus: ['none'] }, { m1: { hasDisabilityCert: true, disabilityLevel: 1, hasLegalSupporter: true, supporterAble: true } })
  await isDone(clerk.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
  await isDone(clerk.request, claim, { type: 'propose', opinion: 'confirm' })
  await isDone(clerk.request, claim, { type: 'post-notice' })
}

/** Every colour in which anything of it is printed, or stands behind it. */
const inksOf = (sheet: Locator): Promise<string[]> => sheet.evaluate((whole) => {
  const inks = new Set<string>()
  for (const element of [whole, ...whole.querySelectorAll('*')]) {
    const { color, backgroundColor, fill, borderTopColor, borderTopWidth, borderBottomColor, borderBottomWidth } = getComputedStyle(element)
    inks.add(color)
    if (element instanceof SVGElement) inks.add(fill)
    if (parseFloat(borderTopWidth) > 0) inks.add(borderTopColor)
    if (parseFloat(borderBottomWidth) > 0) inks.add(borderBottomColor)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)') inks.add(backgroundColor)
  }
  return [...inks].sort()
})
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0

test('a clerk posts a notice; a neighbour finds her village, reads it without signing in, and again without a network until its last day', async ({ browser }) => {
  const [clerk, hers] = await Promise.all([opened(browser, { ...keepsNothing, baseURL: app.url }), opened(browser, { baseURL: app.url })])
  const man = newPerson('翁', '19790312')
  await isPosted(clerk, man)
  const line = hers.getByRole('article').filter({ has: hers.getByRole('heading', { name: just(maskName(man.name)) }) })

  await test.step('from the home page she looks for her village and reads what hangs there, masked', async () => {
    await hers.goto('/')
    await hers.getByRole('link', { name: words('看公示') }).click()
    await hers.getByRole('searchbox').fill('梅林')
    await hers.getByRole('link', { name: words('稻香镇梅林村') }).click()
    await expect(heading(hers, '梅林村公示')).toBeVisible()
    await expect(line).toContainText('残疾人护理补贴')
    await expect(line).toContainText(/已公示\s*0\s*天/)
    expect(await hers.content()).not.toContain(man.name)
  })

  await test.step('the sheet for the board is one page, black on white alone, with the same masked line', async () => {
    await hers.getByRole('link', { name: words('打印这个村的公示') }).click()
    const sheet = hers.locator('.paper-board')
    await expect(sheet.locator('.qr')).toBeAttached()
    await hers.emulateMedia({ media: 'print' })
    await expect(sheet).toBeVisible()
    await expect(sheet).toContainText(maskName(man.name))
    expect(await inksOf(sheet)).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    expect(pagesOf(await hers.pdf({ preferCSSPageSize: true }))).toBe(1)
    await hers.emulateMedia({ media: null })
    await hers.goBack()
    await expect(line).toBeVisible()
  })

  await test.step('the network is gone: what she read stands there, and says from when', async () => {
    await hers.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await hers.context().setOffline(true)
    await hers.reload()
    await expect(line).toBeVisible()
    await expect(hers.getByText(words('没有网络。下面是'))).toBeVisible()
  })

  await test.step('three weeks on it is gone from her phone, though it never heard of the end', async () => {
    await hers.clock.install({ time: Date.now() + 21 * 86_400_000 })
    await hers.reload()
    await expect(heading(hers, '现在没有正在公示的').or(hers.getByText(words('现在没有正在公示的'))).first()).toBeVisible()
    await expect(line).toHaveCount(0)
  })
})
