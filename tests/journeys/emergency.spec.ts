import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { WorkApplication } from '@yima/shared/work/contract'
import { follows, isAccepted, isDone, isWrittenDown, officerId, opened } from './casework.ts'
import { startOwnCounty } from './own-county.ts'
import { button, dock, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, openClaim, phoneProofOf, sign, words, writeHeaders } from './people.ts'

test.use(keepsNothing)

// Its days pass: nobody else may live in it.
let app: Awaited<ReturnType<typeof startOwnCounty>>
test.beforeAll(async () => {
  app = await startOwnCounty()
})
test.afterAll(() => app.stop())

const photographed = (): Promise<Buffer> => sharp({ create: { width: 24, height: 16, channels: 3, background: { r: 40, g: 90, b: 60 } } }).jpeg().toBuffer()
/** What she owes once the office has looked into everything: nobody has seen her ID, and nothing was signed. */
const wanted = ['身份证', '诚信承诺书', '核对授权书，一起吃住的成年人都签']

/** Somebody else was paid in the same way, a day like any other. */
async function isPaid(desk: APIRequestContext, leader: APIRequestContext, { id, claimId }: { id: string; claimId: string }, name: string): Promise<void> {
  const post = async (as: APIRequestContext, path: string, data: object): Promise<void> =>
    expect((await as.post(`/api${path}`, { data, headers: writeHeaders() })).ok()).toBe(true)
  await post(desk, `/work/applications/${id}/claims/${claimId}/payments`, { yuan: 300, basis: '急难型先行救助', reason: '断粮两天' })
  const { payments } = await (await desk.get(`/api/work/applications/${id}`)).json() as WorkApplication
  const payment = payments?.find(({ claim }) => claim === claimId)?.payment?.id ?? ''
  await post(leader, `/work/payments/${payment}/settling`, { agrees: true })
  const bytes = await photographed()
  const { id: picture } = await (await desk.post('/api/files', { data: bytes, headers: { ...writeHeaders(), 'content-type': 'image/jpeg' } })).json() as { id: string }
  await post(desk, `/work/payments/${payment}/handing`, { receivedBy: name, at: new Date().toISOString(), handed: { how: 'signed', picture }, photos: [] })
}

const goesOn = async (county: Page, days: number): Promise<void> => {
  expect((await county.request.post('/api/demo/time', { data: { days }, headers: writeHeaders(), timeout: 200_000 })).ok()).toBe(true)
  await isOnDuty(county.request, '周立新')
}

test('somebody without food is paid the same day by two pairs of hands, reads what is wanted by when, and the papers follow', async ({ browser }) => {
  const [hers, desk, leader, county] = (await Promise.all(['hers', 'desk', 'leader', 'county'].map(() => opened(browser, { baseURL: app.url })))) as [Page, Page, Page, Page]
  const hungry = newPerson('呼延')
  const { id } = await hasApplied(hers.request, hungry, '家里没米下锅了，两天没吃饱饭，孩子在哭。', await phoneProofOf(hers, hungry), { added: ['temporary'] })
  await Promise.all([isOnDuty(desk.request, '何文静'), isOnDuty(leader.request, '谭志远'), isOnDuty(county.request, '周立新')])
  const claim = await isAccepted(desk.request, id, 'temporary')

  await test.step('she reads by which hour of tomorrow she is to have it', async () => {
    await follows(hers)
    await expect(await openClaim(hers, '临时救助')).toContainText(/明天 \d\d:\d\d 前办好/)
  })

  await test.step('the clerk says how much she needs today, and cannot confirm it herself', async () => {
    await desk.goto(`/work/applications/${id}`)
    await desk.getByRole('link', { name: words('先给急用的钱') }).click()
    await desk.getByRole('textbox', { name: just('多少元') }).fill('９００')
    await button(desk, '断粮断炊').click()
    await button(desk, '提交，请别人确认').click()
    await expect(desk.getByText(words('等另一个人确认'))).toBeVisible()
    await expect(button(desk, '确认给 900 元')).toHaveCount(0)
  })

  await test.step('the township’s leader finds it in the ledger, reads for whom it is, and confirms', async () => {
    await leader.goto('/work/reserve')
    await expect(heading(leader, '稻香镇备用金')).toBeVisible()
    await leader.getByRole('link', { name: words('先行救助') }).click()
    await expect(leader.getByText(hungry.name)).toBeVisible()
    await button(leader, '确认给 900 元').click()
    await expect(leader.getByText(words('把钱给到手里'))).toBeVisible()
  })

  await test.step('the money comes into her hands: she signs on the clerk’s phone', async () => {
    await desk.reload()
    await expect(desk.getByRole('textbox', { name: words('谁收的钱') })).toHaveValue(hungry.name)
    await sign(desk)
    await button(desk, '钱给到了').click()
    await expect(desk.getByText(words('还要补的'))).toBeVisible()
    await expect(desk.getByText(words(`${hungry.name}，签了字`))).toBeVisible()
  })

  await test.step('she reads how much came, from whom, and which papers are still wanted', async () => {
    await follows(hers)
    const card = await openClaim(hers, '临时救助')
    await expect(card).toContainText('急用的钱先给您了')
    await expect(card).toContainText('900 元')
    await expect(card).toContainText('诚信承诺书')
  })

  await test.step('what it lacks is done afterwards, and the county sees that papers of her family are missing all the same', async () => {
    const companion = await officerId(desk.request, '刘小勤')
    await isWrittenDown(desk.request, { id }, 'visit', { emergencyEvent: 'other', basicLifeBroken: true })
    await isDone(desk.request, claim, { type: 'propose', opinion: 'confirm' })
    await isDone(leader.request, claim, { type: 'confirm', named: '900 元' })
    await isDone(desk.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
    await isDone(desk.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [companion] })
    await isDone(desk.request, claim, { type: 'post-notice' })
    const late = newPerson('令狐')
    const his = await hasApplied(hers.request, late, '断粮了，孩子饿。', undefined, { added: ['temporary'] })
    await isPaid(desk.request, leader.request, await isAccepted(desk.request, his.id, 'temporary'), late.name)
    await county.goto('/work/reserve')
    await county.getByRole('link', { name: words('稻香镇') }).click()
    await expect(county.getByRole('link', { name: words('第 2 笔：900 元') })).toContainText('补齐')
    // Her notice hangs five working days, of which two weeks have more.
    await goesOn(county, 12)
    await county.reload()
    await expect(heading(county, '账上 3 笔')).toBeVisible()
    await expect(county.getByRole('link', { name: words('第 2 笔：900 元') })).toContainText('家里的材料没齐')
    await follows(hers)
    await expect(await openClaim(hers, '临时救助')).toContainText('诚信承诺书')
    await expect(county.getByRole('link', { name: words('第 3 笔：300 元') })).toContainText('补齐')
  })

  await test.step('she is asked for them on her phone, photographs each, and the ledger says that the papers are in', async () => {
    await isOnDuty(desk.request, '何文静')
    await desk.goto(`/work/applications/${id}`)
    await button(desk.getByRole('article', { name: just('临时救助') }), '要补材料').click()
    const sheet = desk.getByRole('dialog')
    for (const paper of wanted) await sheet.getByRole('checkbox', { name: words(paper) }).check()
    await button(sheet, `要这 ${wanted.length} 样`).click()
    await expect(desk.getByText(words(`告诉本人补 ${wanted.length} 样`))).toBeVisible()
    await follows(hers)
    await hers.getByRole('link', { name: words(`临时救助：请补 ${wanted.length} 样`) }).click()
    for (const paper of wanted) await hers.getByLabel(words(`拍一张${paper}`)).last().setInputFiles({ name: `${paper}.jpg`, mimeType: 'image/jpeg', buffer: await photographed() })
    await dock(hers).click()
    await expect(hers.getByText(words('都齐了'))).toBeVisible()
    await county.reload()
    await expect(heading(county, '账上 3 笔')).toBeVisible()
    await expect(county.getByRole('link', { name: words('第 2 笔：900 元') })).toHaveCount(0)
  })

  await test.step('papers that never come are late above, first of all, and hers are not among them', async () => {
    await goesOn(county, 10)
    await county.goto('/work/reserve')
    await expect(county.getByRole('link', { name: words('稻香镇') })).toContainText('手续晚了没补的 1 笔')
    await county.getByRole('link', { name: words('稻香镇') }).click()
    await expect(county.getByRole('link', { name: words('第 3 笔：300 元') })).toContainText('手续晚了')
  })
})
