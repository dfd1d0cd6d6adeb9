import { expect, test, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test'
import type { ConsentAnswer, ConsentsOfApplication } from '@yima/shared/consent/contract'
import { startApp } from '../fixtures/app.mjs'
import {
  button, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, openClaim, phoneProofOf, sign, words, writeHeaders,
} from './people.ts'

test.use(keepsNothing)

/** Of his number the registers tell of no home and no wage: what they find in this family is what she said. */
const husband = { name: '温国强', idNumber: '990101195805129113' }

// Its days pass: nobody else may live in it.
let app: Awaited<ReturnType<typeof startApp>>
test.beforeAll(async () => {
  app = await startApp()
})
test.afterAll(() => app.stop())

const opened = async (browser: Browser): Promise<Page> => (await browser.newContext({ baseURL: app.url })).newPage()

/** Sits down at the desk before one request, for the first time or in a colleague's place. */
async function sitsDown(page: Page, officer: string, id: string): Promise<Locator> {
  await isOnDuty(page.request, officer)
  await page.goto(`/work/applications/${id}`)
  const claim = page.getByRole('article', { name: just('低保') })
  await expect(claim).toBeVisible()
  return claim
}

/** Opens the page that hears by itself of what happens, and hears already. */
async function follows(page: Page): Promise<void> {
  const live = page.waitForResponse('**/api/me/live')
  await page.goto('/track')
  await live
}

/** Fills in the sheet of one act with what is often said, and hands it over. */
async function does(claim: Locator, act: string, said: readonly string[], chosen: readonly string[] = []): Promise<void> {
  await button(claim, act).click()
  const sheet = claim.page().getByRole('dialog')
  for (const one of chosen) await sheet.getByRole(one.startsWith('和') ? 'checkbox' : 'radio', { name: words(one.replace(/^和/, '')) }).check()
  for (const phrase of said) await button(sheet, phrase).click()
  await button(sheet, act).click()
  await expect(claim.page().getByText(words(`记下了：${act}`))).toBeVisible()
}

/** What the two saw at home is written down: with what departments say, a decision rests on nothing else. */
async function seesAtHome(desk: APIRequestContext, id: string): Promise<void> {
  const household = { monthlyIncome: 1100, exemptMonthlyIncome: 0, employmentDeduction: 0, currentStatus: ['none'] }
  const facts = Object.entries(household).map(([key, value]) => ({ key, member: null, value }))
  const body = { source: 'visit', asOf: new Date().toISOString().slice(0, 10), facts, basis: '入户调查表', reason: '当面看的' }
  const answer = await desk.post(`/api/work/applications/${id}/facts`, { data: body, headers: writeHeaders() })
  expect(answer.ok()).toBe(true)
}

/** Whoever applied signs for herself, on her own phone. */
async function signsOwn(hers: APIRequestContext, id: string): Promise<void> {
  const { rows } = await (await hers.get(`/api/me/applications/${id}/consents`)).json() as ConsentsOfApplication
  const own = rows.find(({ role }) => role === 'applicant')
  const said: ConsentAnswer = { answer: 'sign', wording: own?.version ?? '', signature: `iVBORw0KGgo${'A'.repeat(40)}` }
  const answer = await hers.post(`/api/me/consents/${own?.id}/answer`, { data: { said }, headers: writeHeaders() })
  expect(answer.ok()).toBe(true)
}

/** Looks again until every department has answered. */
async function waitsForReport(county: Page): Promise<void> {
  const report = heading(county, '核对报告')
  await expect(async () => {
    const again = button(county, '看看有没有新答复')
    // Gone as soon as the last answer is there.
    if (await again.isVisible()) await again.click({ timeout: 5000 })
    await expect(report).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 120_000 })
}

test('a family signs, departments are asked, two visit, and only who had no hand in it confirms: she reads how much from when', async ({ browser }) => {
  const [hers, his, desk, county] = await Promise.all([opened(browser), opened(browser), opened(browser), opened(browser)])
  const mother = newPerson('温', '19600312')
  const { id } = await hasApplied(hers.request, mother, '家里三口人，一个月就一千一，想申请低保。', await phoneProofOf(hers, mother))
  const atTownship = await sitsDown(desk, '何文静', id)
  await follows(hers)

  await test.step('the clerk accepts, and the applicant reads at once that it waits for her family', async () => {
    await button(atTownship, '收下').click()
    await button(desk.getByRole('dialog'), '收下').click()
    await expect(await openClaim(hers, '低保')).toContainText('等您')
  })

  await test.step('she sends her husband a link; on his phone he reads what is asked and signs', async () => {
    await hers.getByRole('link', { name: words('看看家里还有谁没签') }).click()
    await button(hers, '添一位家人').click()
    const sheet = hers.getByRole('dialog')
    await sheet.getByRole('textbox', { name: just('姓名') }).fill(husband.name)
    await sheet.getByRole('textbox', { name: words('身份证号') }).fill(husband.idNumber)
    await button(sheet, '添上，做个链接').click()
    const link = hers.getByRole('link', { name: words('他就在旁边，用这部手机打开') })
    await expect(link).toBeVisible()
    await signsOwn(hers.request, id)
    await his.goto(await link.getAttribute('href') ?? '')
    await expect(his.getByText(words('家申请了救助'))).toBeVisible()
    await his.getByRole('textbox', { name: words('您身份证的最后 4 位') }).fill(husband.idNumber.slice(-4))
    await sign(his)
    await button(his, '同意，签好了').click()
    await expect(his.getByText(words('已经签好了'))).toBeVisible()
    await follows(hers)
    await openClaim(hers, '低保')
  })

  await test.step('the county asks the departments and records their report: she sees it', async () => {
    await isOnDuty(county.request, '周立新')
    await county.goto(`/work/applications/${id}/verification`)
    await button(county, '开始核对').click()
    await waitsForReport(county)
    await button(county, '按报告记：低保').click()
    const sheet = county.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('没有发现问题') }).check()
    await button(sheet, '按核对报告记录').click()
    await button(sheet, '记下').click()
    await expect(hers.getByText(words('收入和财产核对过了'))).toBeVisible()
  })

  await test.step('two of the township visit, write down what they saw and propose', async () => {
    await desk.reload()
    await does(atTownship, '记上门', ['住房、人口和说的一样', '入户调查表'], ['与说的相符', '和刘小勤'])
    await expect(hers.getByText(words('上门看过了'))).toBeVisible()
    await does(atTownship, '不用评议', ['已经查清，不用再办', '核对报告'])
    await seesAtHome(desk.request, id)
    await does(atTownship, '写初审意见', ['条件都符合', '入户调查表'], ['建议确认'])
    await expect(hers.getByText(words('初步意见写好了'))).toBeVisible()
  })

  await test.step('it is posted for its days, and goes on by itself', async () => {
    await does(atTownship, '贴公示', ['贴在村务公开栏', '核对报告'])
    await expect(hers.getByText(words('正在公示'))).toBeVisible()
    expect((await hers.request.post('/api/demo/time', { data: { days: 9 }, headers: writeHeaders() })).ok()).toBe(true)
  })

  await test.step('who looked into it reads why he may not confirm; a colleague confirms', async () => {
    const atCounty = await sitsDown(county, '周立新', id)
    await expect(atCounty).toContainText(words('确认：您参与过调查，要由别人来定'))
    await expect(button(atCounty, '确认')).toHaveCount(0)
    await does(await sitsDown(county, '冯雪', id), '确认', ['程序齐，条件符合', '核对报告'])
  })

  await test.step('she reads how much comes from when, how it was worked out, and what she can do', async () => {
    await expect(await openClaim(hers, '低保')).toContainText('通过了')
    await hers.getByRole('link', { name: /每月\s*820\s*元，从.*月起.*看决定书/s }).click()
    await expect(heading(hers, '低保：通过了')).toBeVisible()
    await expect(hers.getByText(/^每月\s*820\s*元$/)).toBeVisible()
    await expect(hers.getByText(/^从\s*\d{4}\s*年\s*\d+\s*月起$/)).toBeVisible()
    await expect(heading(hers, '是怎么算出来的')).toBeVisible()
    await expect(heading(hers, '不同意，可以这样')).toBeVisible()
  })
})
