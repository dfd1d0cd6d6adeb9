import { expect, test, type Locator, type Page } from '@playwright/test'
import { answerFrom } from '@yima/api/simulator/registers'
import {
  does, follows, isAccepted, isChecked, isDone, isSentLink, isWrittenDown, officerId, opened, signsAtWindow, signsByLink, signsOwn, sitsDown,
  waitsForReport,
} from './casework.ts'
import { button, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, openClaim, phoneProofOf, words, type Person } from './people.ts'

test.use(keepsNothing)

const photo = { name: '说明.png', mimeType: 'image/png', buffer: Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') }

/** What nobody but a visit and papers tells of this family: with what departments say, dibao can be decided. */
const seen = { monthlyIncome: 600, exemptMonthlyIncome: 0, employmentDeduction: 0, currentStatus: ['none'], householdSize: 2 }

/** The card under this heading. */
const cardOf = (page: Page, title: string): Locator => page.locator('section').filter({ has: heading(page, title) }).last()

test('a husband takes his word back before the decision: what was found is gone for everybody, and she reads it and asks him anew', async ({ page: hers, browser }) => {
  const [his, county] = [await opened(browser), await opened(browser)]
  const [wife, husband] = [newPerson('乔', '19680312'), newPerson('乔', '19660512')]
  const { id } = await hasApplied(hers.request, wife, '家里两口人，一个月就六百，想申请低保。', await phoneProofOf(hers, wife))
  await isOnDuty(county.request, '何文静')
  const claim = await isAccepted(county.request, id, 'dibao')
  const token = await isSentLink(hers.request, id, husband)
  await signsOwn(hers.request, id)
  await signsByLink(his.request, token, husband)
  await isDone(county.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [await officerId(county.request, '刘小勤')] })
  await isWrittenDown(county.request, claim, 'visit', seen)
  await isOnDuty(county.request, '梁波')
  const report = await isChecked(county.request, id)
  await isDone(county.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [], report })
  await follows(hers)
  await expect(await openClaim(hers, '低保')).toContainText('收入和财产核对过了')

  await test.step('he opens his link once more, reads what it means and takes it back', async () => {
    await his.goto(`/consent#${token}`)
    await expect(his.getByText(words('已经签好了'))).toBeVisible()
    await his.getByRole('textbox', { name: words('您身份证的最后 4 位') }).fill(husband.idNumber.slice(-4))
    await button(his, '收回授权').click()
    const sure = his.getByRole('dialog')
    await expect(sure).toContainText(words('凭它查到的不再用，要核对的几项停下，别的照办'))
    await button(sure, '收回').click()
    await expect(his.getByText(words('已经收回了'))).toBeVisible()
  })

  await test.step('her page says at once that nothing goes on without him, and who it is', async () => {
    await expect(hers.getByText(words('家里有人收回了授权'))).toBeVisible()
    await hers.getByRole('link', { name: words('家里有人收回了授权，查到的不再用') }).click()
    await expect(hers.getByText(words('有人没同意'))).toBeVisible()
    await expect(hers.getByRole('listitem').filter({ hasText: husband.name })).toContainText('收回了')
  })

  await test.step('the desk finds nothing of the report, and nobody can ask or confirm', async () => {
    await county.goto(`/work/applications/${id}/verification`)
    await expect(county.getByText(words('查到的都作废，也不能用来决定'))).toBeVisible()
    await expect(heading(county, '核对报告')).toHaveCount(0)
    await expect(button(county, '重新核对')).toHaveCount(0)
  })

  await test.step('she sends him a new link; he signs again, and the departments are asked anew', async () => {
    await button(hers, '把链接发给他').click()
    const link = await hers.getByRole('link', { name: words('他就在旁边，用这部手机打开') }).getAttribute('href')
    await signsByLink(his.request, new URL(link ?? '', hers.url()).hash.slice(1), husband)
    await follows(hers)
    await expect(await openClaim(hers, '低保')).toContainText(words('正在核对家里的收入和财产'))
    await county.reload()
    await button(county, '重新核对').click()
    await waitsForReport(county)
  })
})

/** A number of which the banks know of some savings, and the registers of nothing else that was not said. */
function savesSomething(): { person: Person; savings: number } {
  for (;;) {
    const person = newPerson('阚', '19710312')
    const of = <S extends Parameters<typeof answerFrom>[0]>(source: S) => answerFrom(source, person.idNumber, 2026)
    if (of('banks').total > 2000 && of('tax').monthlyWage === 0 && of('property').homes === 0) return { person, savings: of('banks').total }
  }
}

test('a family contests what the bank says: the clock stands, the office looks at the paper and gives them right, and they read it', async ({ page: hers, browser }) => {
  const [desk, county] = [await opened(browser), await opened(browser)]
  const { person, savings } = savesSomething()
  const answers = { household: { householdSize: 1, financialAssets: 0 }, members: [] }
  const { id } = await hasApplied(hers.request, person, '我一个人过，没有存款，想申请低保。', await phoneProofOf(hers, person), { answers })
  await isOnDuty(desk.request, '何文静')
  const claim = await isAccepted(desk.request, id, 'dibao')
  await signsAtWindow(desk.request, id)
  await isOnDuty(county.request, '梁波')
  const report = await isChecked(county.request, id)
  await isDone(county.request, claim, { type: 'record', step: 'verification', found: 'differs', companions: [], report })

  const bank = cardOf(hers, '存款和理财')
  await test.step('she reads beside what she said what was found, says that it is wrong, and shows why', async () => {
    await follows(hers)
    await openClaim(hers, '低保')
    await hers.getByRole('link', { name: words('看部门查到的情况') }).click()
    await expect(bank).toContainText(words('和申报的不一样'))
    await expect(bank).toContainText(words(`部门查到 ${savings.toLocaleString('zh-CN')} 元`))
    await button(bank, '说说对不对').click()
    const sheet = hers.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('不对') }).check()
    await sheet.getByRole('textbox', { name: just('您的说明') }).fill('那是替村里代管的修路钱。')
    await sheet.getByLabel(words('拍材料')).last().setInputFiles(photo)
    await button(sheet, '说好了').click()
    await expect(bank).toContainText('家里说：不对')
  })

  await test.step('where it stands she reads that the clock does', async () => {
    await follows(hers)
    await expect(await openClaim(hers, '低保')).toContainText(words('您不认核对结果，正在重查'))
  })

  await test.step('who checked it may not answer; the clerk reads her words, sees her paper and gives her right', async () => {
    await county.goto(`/work/applications/${id}/verification`)
    await expect(county.getByText('那是替村里代管的修路钱。')).toBeVisible()
    await expect(button(county, '答复家里')).toHaveCount(0)
    await desk.goto(`/work/applications/${id}`)
    await desk.getByRole('link', { name: words('家里不认核对结果，等答复') }).click()
    const item = cardOf(desk, '存款和理财')
    await expect(item).toContainText('那是替村里代管的修路钱。')
    await button(item, '答复家里').click()
    const sheet = desk.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('以家里说的为准') }).check()
    await button(sheet, '看过材料，情况属实').click()
    await button(sheet, '答复').click()
    await expect(item).toContainText(words('何文静答复：以家里说的为准'))
  })

  await test.step('she reads the answer, and that the time runs again', async () => {
    await expect(hers.getByText(words('您不认核对结果，正在重查'))).toBeHidden()
    await hers.getByRole('link', { name: words('看部门查到的情况') }).click()
    await expect(bank).toContainText(words('何文静答复：以家里说的为准。看过材料，情况属实'))
  })
})

test('an old man is refused by a wrong entry, reads which condition failed and until when he may say so; somebody else looks again and grants it', async ({ page: his, browser }) => {
  const [desk, county] = [await opened(browser), await opened(browser)]
  const man = newPerson('宗', '19400312')
  const { id } = await hasApplied(his.request, man, '我八十六了，想领高龄津贴。', await phoneProofOf(his, man), { added: ['elderly'] })
  await isOnDuty(desk.request, '何文静')
  const claim = await isAccepted(desk.request, id, 'elderly')
  await isDone(desk.request, claim, { type: 'record', step: 'verification', found: 'differs', companions: [] })
  await isWrittenDown(desk.request, claim, 'document', { hukouLocal: false }, { m1: { age: 86 } })
  await isDone(desk.request, claim, { type: 'propose', opinion: 'refuse' })
  await follows(his)

  await test.step('the county looks at what fails, and refuses', async () => {
    const atCounty = await sitsDown(county, '周立新', id, '高龄津贴')
    await button(atCounty, '不予确认').click()
    const sheet = county.getByRole('dialog')
    await expect(sheet.getByText(words('按已定的情况：不符合'))).toBeVisible()
    await button(sheet, '核对报告').click()
    await sheet.getByRole('textbox', { name: words('情况和理由') }).fill('户口簿上不在本县。')
    await button(sheet, '不予确认').click()
    await expect(county.getByText(words('记下了：不予确认'))).toBeVisible()
  })

  await test.step('he reads the condition that failed, on whose word, and what he can do until when', async () => {
    await expect(await openClaim(his, '高龄津贴')).toContainText('没有通过')
    await his.getByRole('link', { name: words('看决定书') }).click()
    await expect(heading(his, '高龄津贴：这次没有通过')).toBeVisible()
    const paper = his.getByRole('main')
    await expect(paper).toContainText(words('户口不在本县'))
    await expect(paper).toContainText('户口簿上不在本县。')
    await expect(paper).toContainText(/看\s*过\s*材\s*料/)
    for (const remedy of ['请青禾县民政局复核一次', '向青禾县人民政府申请行政复议', '向青禾县人民法院起诉'])
      await expect(paper).toContainText(new RegExp(`年\\d+月\\d+日前\\s*${words(remedy).source}`))
    await button(his, '请原单位复核').click()
    const sheet = his.getByRole('dialog')
    await sheet.getByRole('textbox', { name: words('哪里不对') }).fill('户口去年就迁回来了，有户口本。')
    await button(sheet, '交上去').click()
    await expect(his.getByText(words('已经请求复核，换一位同志在看'))).toBeVisible()
    await expect(paper).not.toContainText(words('复核一次'))
  })

  await test.step('a colleague reads why, writes down the household book, and decides which of two words holds', async () => {
    const atTownship = await sitsDown(desk, '刘小勤', id, '高龄津贴')
    await expect(atTownship).toContainText(words('写初审意见'))
    await expect(desk.getByRole('region', { name: '经过' })).toContainText('户口去年就迁回来了，有户口本。')
    await desk.goto(`/work/applications/${id}/facts`)
    await desk.getByRole('button', { name: words('户口在本县') }).click()
    const paper = desk.getByRole('dialog')
    await paper.getByRole('radio', { name: words('本县，农村户口') }).click()
    await paper.getByRole('radio', { name: words('看过材料') }).check()
    await button(paper, '原件已核对').click()
    await button(paper, '本人出示的').click()
    await button(paper, '记下来').click()
    await button(desk, '认定哪个算').click()
    const choice = desk.getByRole('dialog')
    await choice.getByRole('radio', { name: words('刘小勤') }).check()
    await button(choice, '看过原件').click()
    await button(choice, '就按这个').click()
    await expect(heading(desk, '说法不一样的')).toBeHidden()
    await does(await sitsDown(desk, '刘小勤', id, '高龄津贴'), '写初审意见', ['条件都符合', '核对报告'], ['建议确认'])
  })

  await test.step('who refused may not decide again; a colleague confirms', async () => {
    const again = await sitsDown(county, '周立新', id, '高龄津贴')
    await expect(again).toContainText(words('确认：您参与过调查或认定过情况，要由别人来定：没经过手的同事，或者上一级'))
    await does(await sitsDown(county, '冯雪', id, '高龄津贴'), '确认', ['程序齐，条件符合', '核对报告'])
  })

  await test.step('he reads how much from when', async () => {
    await follows(his)
    await expect(await openClaim(his, '高龄津贴')).toContainText('通过了')
    await his.getByRole('link', { name: words('看决定书') }).click()
    await expect(his.getByText(words('这是复核以后的决定'))).toBeVisible()
    await expect(his.getByText(/^每月\s*50\s*元$/)).toBeVisible()
    await expect(his.getByText(/^从\s*\d{4}\s*年\s*\d+\s*月起$/)).toBeVisible()
  })
})
