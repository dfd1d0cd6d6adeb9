import { expect, test, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test'
import { startApp } from '../fixtures/app.mjs'
import {
  button, hasApplied, isOnDuty, just, keepsNothing, newPerson, openClaim, phoneProofOf, words, writeHeaders,
} from './people.ts'

test.use(keepsNothing)

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

/** Fills in the sheet of one act with what is often said, and hands it over. */
async function does(claim: Locator, act: string, said: readonly string[], chosen: readonly string[] = []): Promise<void> {
  await button(claim, act).click()
  const sheet = claim.page().getByRole('dialog')
  for (const one of chosen) await sheet.getByRole(one.startsWith('和') ? 'checkbox' : 'radio', { name: words(one.replace(/^和/, '')) }).check()
  for (const phrase of said) await button(sheet, phrase).click()
  await button(sheet, act).click()
  await expect(claim.page().getByText(words(`记下了：${act}`))).toBeVisible()
}

/** What the two saw at home is written down: a decision rests on nothing else. */
async function seesAtHome(desk: APIRequestContext, id: string): Promise<void> {
  const household = {
    hukouLocal: true, hukouClass: 'rural', householdSize: 3, monthlyIncome: 1100, exemptMonthlyIncome: 0, employmentDeduction: 0,
    financialAssets: 1000, vehicleCount: 0, houseCount: 1, hasCommercialProperty: false, hasEnterprise: false, currentStatus: ['none'],
  }
  const facts = Object.entries(household).map(([key, value]) => ({ key, member: null, value }))
  const body = { source: 'visit', asOf: new Date().toISOString().slice(0, 10), facts, basis: '入户调查表', reason: '当面看的' }
  const answer = await desk.post(`/api/work/applications/${id}/facts`, { data: body, headers: writeHeaders() })
  expect(answer.ok()).toBe(true)
}

test('an applicant watches how two look into it, is heard when it is late, and only who had no hand in it confirms', async ({ browser }) => {
  const [hers, desk, county] = await Promise.all([opened(browser), opened(browser), opened(browser)])
  const mother = newPerson('温')
  const { id } = await hasApplied(hers.request, mother, '家里三口人，一个月就一千一，想申请低保。', await phoneProofOf(hers, mother))
  const atTownship = await sitsDown(desk, '何文静', id)
  const live = hers.waitForResponse('**/api/me/live')
  await hers.goto('/track')
  await live

  await test.step('the clerk accepts, and the applicant reads at once who does what now', async () => {
    await button(atTownship, '收下').click()
    await button(desk.getByRole('dialog'), '收下').click()
    const claim = await openClaim(hers, '低保')
    await expect(claim).toContainText(words('正在核对家里的收入和财产'))
    await expect(claim).toContainText(words('县里在办'))
    await expect(button(hers, '催一催')).toHaveCount(0)
  })

  await test.step('the county checks, two of the township visit and propose: she sees each step', async () => {
    const atCounty = await sitsDown(county, '周立新', id)
    await does(atCounty, '记核对结果', ['收入、财产和说的一样', '核对报告'], ['与说的相符'])
    await expect(hers.getByText(words('收入和财产核对过了'))).toBeVisible()
    await desk.reload()
    await does(atTownship, '记上门', ['住房、人口和说的一样', '入户调查表'], ['与说的相符', '和刘小勤'])
    await expect(hers.getByText(words('上门看过了'))).toBeVisible()
    await does(atTownship, '不用评议', ['已经查清，不用再办', '核对报告'])
    await seesAtHome(desk.request, id)
    await does(atTownship, '写初审意见', ['条件都符合', '入户调查表'], ['建议确认'])
    await expect(hers.getByText(words('初步意见写好了'))).toBeVisible()
  })

  await test.step('weeks pass, it is late: she urges once, and reads that it was said', async () => {
    expect((await hers.request.post('/api/demo/time', { data: { days: 60 }, headers: writeHeaders() })).ok()).toBe(true)
    await button(hers, '催一催').click()
    await expect(hers.getByText(words('催过了'))).toBeVisible()
    await expect(button(hers, '催一催')).toHaveCount(0)
  })

  await test.step('it is posted for its days, and goes on by itself', async () => {
    await does(await sitsDown(desk, '何文静', id), '贴公示', ['贴在村务公开栏', '核对报告'])
    await expect(hers.getByText(words('正在公示'))).toBeVisible()
    expect((await hers.request.post('/api/demo/time', { data: { days: 9 }, headers: writeHeaders() })).ok()).toBe(true)
  })

  await test.step('who looked into it reads why he may not confirm; a colleague confirms, and she reads it', async () => {
    const atCounty = await sitsDown(county, '周立新', id)
    await expect(atCounty).toContainText(words('确认：您参与过调查，要由别人来定'))
    await expect(button(atCounty, '确认')).toHaveCount(0)
    await does(await sitsDown(county, '冯雪', id), '确认', ['程序齐，条件符合', '核对报告'])
    await expect(await openClaim(hers, '低保')).toContainText('通过了')
  })
})
