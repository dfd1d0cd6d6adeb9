import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import { does, follows, isAccepted, isDone, isWrittenDown, opened, signsOwn, sitsDown, waitsForReport } from './casework.ts'
import { startOwnCounty } from './own-county.ts'
import { button, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, openClaim, openRequest, phoneProofOf, sign, words, writeHeaders } from './people.ts'

test.use(keepsNothing)
// One after the other in one app: its days pass.
test.describe.configure({ mode: 'default' })

/** Of his number the registers tell of no home and no wage: what they find in this family is what she said. */
const husband = { name: '温国强', idNumber: '990101195805129113' }

// Nobody else may live in it.
let app: Awaited<ReturnType<typeof startOwnCounty>>
test.beforeAll(async () => {
  app = await startOwnCounty()
})
test.afterAll(() => app.stop())

/** So many people with a browser each. */
const people = <Each extends readonly string[]>(browser: Browser, ...each: Each): Promise<{ [At in keyof Each]: Page }> =>
  Promise.all(each.map(() => opened(browser, { baseURL: app.url }))) as Promise<{ [At in keyof Each]: Page }>

/** The days of a notice go by, with all that they bring about for every claim of the county. */
async function daysPass(request: APIRequestContext, days: number): Promise<void> {
  expect((await request.post('/api/demo/time', { data: { days }, headers: writeHeaders(), timeout: 200_000 })).ok()).toBe(true)
}

test('a family signs, departments are asked, two visit, and only who had no hand in it confirms: she reads how much from when', async ({ browser }) => {
  const [hers, his, desk, county] = await people(browser, 'hers', 'his', 'desk', 'county')
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
    await isWrittenDown(desk.request, { id }, 'visit', { monthlyIncome: 1100, exemptMonthlyIncome: 0, employmentDeduction: 0, currentStatus: ['none'] })
    await does(atTownship, '写初审意见', ['条件都符合', '入户调查表'], ['建议确认'])
    await expect(hers.getByText(words('初步意见写好了'))).toBeVisible()
  })

  await test.step('it is posted for its days, and goes on by itself', async () => {
    await does(atTownship, '贴公示', ['贴在村务公开栏', '核对报告'])
    await expect(hers.getByText(words('正在公示'))).toBeVisible()
    await daysPass(hers.request, 9)
  })

  await test.step('who looked into it reads why he may not confirm; a colleague confirms', async () => {
    const atCounty = await sitsDown(county, '周立新', id)
    await expect(atCounty).toContainText(words('确认：您参与过调查或认定过情况，要由别人来定：没经过手的同事，或者上一级'))
    await expect(button(atCounty, '确认')).toHaveCount(0)
    await does(await sitsDown(county, '冯雪', id), '确认', ['程序齐，条件符合', '核对报告'])
  })

  await test.step('she reads how much comes from when, what her identity card would show her besides, and what she can do', async () => {
    await expect(await openClaim(hers, '低保')).toContainText('通过了')
    await hers.getByRole('link', { name: /每月\s*820\s*元，\s*从.*月\s*起.*看决定书/s }).click()
    await expect(heading(hers, '低保：通过了')).toBeVisible()
    await expect(hers.getByText(/^每月\s*820\s*元$/)).toBeVisible()
    await expect(hers.getByText(/^从\s*\d{4}\s*年\s*\d+\s*月起$/)).toBeVisible()
    await expect(hers.getByText(words('身份还没核实，部门查到的数先不显示'))).toBeVisible()
    await expect(heading(hers, '不同意，可以这样')).toBeVisible()
  })
})

test('a disabled man’s subsidy is proposed by the township, reviewed by the federation and only then confirmed by civil affairs; he reads each of them', async ({ browser }) => {
  const [his, federation, county] = await people(browser, 'his', 'federation', 'county')
  const man = newPerson('翁', '19790312')
  const { id } = await hasApplied(his.request, man, '我一级残疾，起不了床，要人照看。', await phoneProofOf(his, man), { added: ['disability-care'] })
  await isOnDuty(county.request, '何文静')
  const claim = await isAccepted(county.request, id, 'disability-care')
  await isWrittenDown(county.request, claim, 'document', { currentStatus: ['none'] }, { m1: { hasDisabilityCert: true, disabilityLevel: 1, hasLegalSupporter: true, supporterAble: true } })
  await isDone(county.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
  await isDone(county.request, claim, { type: 'propose', opinion: 'confirm' })
  await isDone(county.request, claim, { type: 'post-notice' })
  await follows(his)

  await test.step('it hangs out its days; then it lies with the federation, and he reads where', async () => {
    await expect(await openClaim(his, '残疾人护理补贴')).toContainText('正在公示')
    await daysPass(his.request, 9)
    await expect(his.getByText(words('部门正在审核'))).toBeVisible()
  })

  await test.step('civil affairs has nothing to confirm before', async () => {
    await isOnDuty(county.request, '周立新')
    await county.goto(`/work/applications/${id}`)
    await expect(county.getByText('这里没有这一件')).toBeVisible()
  })

  await test.step('the federation finds it in its own list, sees nothing that is not its own, and reviews', async () => {
    await isOnDuty(federation.request, '夏荷')
    await federation.goto('/work')
    await openRequest(federation, man.name)
    const atFederation = federation.getByRole('article', { name: just('残疾人护理补贴') })
    await does(atFederation, '记审核', ['按我们的政策，符合', '核对报告'], ['与说的相符'])
    await expect(button(atFederation, '确认')).toHaveCount(0)
    await expect(federation.getByRole('article', { name: words('照料服务') })).toHaveCount(0)
  })

  await test.step('he reads that the department has reviewed; civil affairs confirms, and he reads how much', async () => {
    await expect(his.getByText(words('部门审核过了'))).toBeVisible()
    await does(await sitsDown(county, '周立新', id, '残疾人护理补贴'), '确认', ['程序齐，条件符合', '核对报告'])
    await expect(await openClaim(his, '残疾人护理补贴')).toContainText('通过了')
    await his.getByRole('link', { name: words('看决定书') }).click()
    await expect(his.getByText(/每月\s*\d+\s*元/).first()).toBeVisible()
  })
})

test('a mother asks for help with school: it goes to the education office, comes back with a reason, goes again, and is decided there; she reads where it is', async ({ browser }) => {
  const [hers, school, desk] = await people(browser, 'hers', 'school', 'desk')
  const mother = newPerson('柏', '19820312')
  const { id } = await hasApplied(hers.request, mother, '女儿在读高二，家里是低保户，学费供不起。', await phoneProofOf(hers, mother), { added: ['education'] })
  await isOnDuty(desk.request, '何文静')
  const claim = await isAccepted(desk.request, id, 'education')
  await follows(hers)

  const helps = await openClaim(hers, '助学')

  await test.step('it went to the education office by itself, and she reads where it is and whom to ask there', async () => {
    await expect(helps).toContainText(words('转到青禾县教育局，等那边接收'))
    await expect(helps).toContainText(words('问青禾县教育局'))
  })

  const atSchool = school.getByRole('article', { name: words('助学') })
  await test.step('that office finds it in its own list and gives it back with a reason, which the township reads', async () => {
    await isOnDuty(school.request, '田甜')
    await school.goto('/work')
    await openRequest(school, mother.name)
    await does(atSchool, '退回', ['户籍不在这里', '岗位安排'])
    await expect(helps).toContainText('退回了原来的单位')
    const atTownship = await sitsDown(desk, '何文静', id, '助学')
    await expect(desk.getByRole('region', { name: '经过' })).toContainText(words('户籍不在这里'))
    await does(atTownship, '转办', ['归那边办', '岗位安排'], ['教育局'])
    await expect(helps).toContainText('转给了别的单位')
  })

  await test.step('it takes it over and answers for it; she reads that, too', async () => {
    await school.reload()
    await does(atSchool, '接收', ['归我们办，已接收', '岗位安排'])
    await expect(helps).toContainText(words('转到青禾县教育局，那边接收了'))
    await expect(helps).toContainText(words('问田甜，青禾县教育局'))
  })

  await test.step('it looks into it, posts it at the school, and as nobody else is there, the county decides', async () => {
    await isWrittenDown(school.request, claim, 'document', { currentStatus: ['dibao'] }, { m1: { studentStage: 'none' }, m2: { studentStage: 'senior' } })
    await isDone(school.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
    await isDone(school.request, claim, { type: 'skip', step: 'visit' })
    await isDone(school.request, claim, { type: 'record', step: 'appraisal', found: 'fits', companions: [] })
    await isDone(school.request, claim, { type: 'propose', opinion: 'confirm' })
    await isDone(school.request, claim, { type: 'post-notice' })
    await daysPass(hers.request, 9)
    await expect(helps).toContainText(words('下面没有人能办，已转到县里'))
    await does(await sitsDown(desk, '周立新', id, '助学'), '确认', ['程序齐，条件符合', '核对报告'])
    await expect(helps).toContainText('通过了')
    await hers.getByRole('link', { name: words('看决定书') }).click()
    await expect(hers.getByText(words('每年')).first()).toBeVisible()
  })
})
