import { expect, test } from '@playwright/test'
import {
  backToList, button, choosePlace, clerkSignIn, dock, goToSign, handIn, heading, introduce, just, keepsNothing, newPerson, openClaim, openRequest, say,
  seeWhatFits, sign, words,
} from './people.ts'

const story = '我男人上个月脑梗住院，自己掏了三万多，都是借的。女儿在读高二。家里三口人，一个月就一千五。'
const photo = { name: '出院小结.png', mimeType: 'image/png', buffer: Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') }

test('a resident says one sentence, signs and follows it while the clerk of her township accepts it', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const desk = await (await browser.newContext(keepsNothing)).newPage()
  const resident = newPerson('周')
  await clerkSignIn(desk)

  await test.step('she says what is hard and corrects what was understood', async () => {
    await say(page, story)
    const heard = page.getByRole('region', { name: '我们听懂了这些' })
    await expect(heard).toContainText('您家 3 口人')
    await expect(heard).toContainText('您说的“三口人”')
    await button(heard, '改：您家 3 口人').click()
    await page.getByRole('dialog').getByRole('radio', { name: '4' }).click()
    await expect(heard).toContainText('您家 4 口人')
    await expect(heard).toContainText('您改过、答过的')
  })

  await test.step('she sees what fits and why, and answers the one question', async () => {
    await seeWhatFits(page)
    await expect(page.getByRole('button', { name: words('低保') }).first()).toBeVisible()
    await page.getByRole('checkbox', { name: just('都没有') }).check()
    await button(page, '选好了').click()
    await expect(page.getByRole('checkbox', { name: just('都没有') })).toBeHidden()
    await expect(page.getByText(words('前，有两个人上门看看'))).toBeVisible()
  })

  const number = await test.step('she says who she is, agrees with her finger and has a receipt', async () => {
    await goToSign(page)
    await introduce(page, resident)
    await choosePlace(page, '稻香镇', '梅林村')
    await expect(page.getByRole('region', { name: '诚信承诺书' })).toBeVisible()
    await expect(page.getByRole('region', { name: '家庭经济状况核对授权书' })).toContainText('核对中心')
    await sign(page)
    const digits = await handIn(page)
    await expect(page.getByRole('img', { name: words('二维码') })).toBeVisible()
    return digits
  })

  await test.step('the clerk finds her in the list and reads her words with what was understood', async () => {
    await expect(desk.getByRole('link', { name: words(resident.name) })).toBeVisible({ timeout: 60_000 })
    await openRequest(desk, resident.name)
    const said = desk.getByRole('region', { name: '本人说的话' })
    await expect(said.locator('mark').filter({ hasText: '三口人' })).toBeVisible()
    await expect(desk.getByText(words('在手机上签了承诺书和授权书'))).toBeVisible()
  })

  await test.step('the clerk accepts two, asks once for the papers of another, leaves one out', async () => {
    const claims = desk.getByRole('region', { name: words('提出的项目') }).getByRole('article')
    const claimOf = (programme: string) => desk.getByRole('article', { name: just(programme) })
    await expect(claims).not.toHaveCount(0)
    await button(claimOf('低保'), '收下').click()
    await button(desk.getByRole('dialog'), '收下').click()
    await expect(desk.getByText(words('收下了：低保'))).toBeVisible()

    await button(claimOf('医疗救助'), '要补材料').click()
    const sheet = desk.getByRole('dialog')
    await sheet.getByRole('textbox', { name: '别的材料' }).fill('出院小结')
    await button(sheet, '要这 1 样').click()
    await expect(desk.getByText(words('告诉本人补 1 样'))).toBeVisible()

    await button(claimOf('助学'), '不收').click()
    await button(desk.getByRole('dialog'), '问过本人，不要这一项').click()
    await button(desk.getByRole('dialog'), '不收这一项').click()
    await expect(desk.getByText(words('没有收，原因已告诉本人'))).toBeVisible()

    await button(desk, '收下刚性支出困难').click()
    await button(desk.getByRole('dialog'), '收下').click()
    await expect(desk.getByText(words('收下了：刚性支出困难'))).toBeVisible()
  })

  await test.step('she sees what became of each and sends the paper as a photo', async () => {
    await page.getByRole('link', { name: just('看进度') }).click()
    await expect(heading(page, '您的申请')).toBeVisible()
    await expect(await openClaim(page, '低保')).toContainText('收下了')
    await expect(await openClaim(page, '助学')).toContainText('问过本人，不要这一项')
    await page.getByRole('link', { name: words('医疗救助：请补 1 样') }).click()
    await expect(heading(page, '请补 1 样')).toBeVisible()
    await page.getByLabel(words('拍一张出院小结')).last().setInputFiles(photo)
    await dock(page).click()
    await expect(page.getByText(words('都齐了'))).toBeVisible()
  })

  await test.step('her phone proves by the slip that nobody changed anything since', async () => {
    await page.goto('/track')
    await button(page, '查查有没有人改过').click()
    await expect(page.getByRole('status').filter({ hasText: /没\s*人\s*改\s*过/ })).toContainText(words('这部手机上的收据'))
  })

  await test.step('the clerk sees that it came', async () => {
    await backToList(desk)
    await expect(desk.getByRole('link', { name: words(resident.name) })).toContainText(/看申请|看材料/, { timeout: 60_000 })
    await openRequest(desk, resident.name)
    const medical = desk.getByRole('article', { name: just('医疗救助') })
    await expect(medical).toContainText('出院小结')
    await expect(medical).not.toContainText('还没交')
    await expect(desk.getByRole('region', { name: '经过' })).toContainText('收到材料')
  })
  expect(number).toHaveLength(13)
})
