import { expect, test, type Page } from '@playwright/test'
import { inConfidence } from './in-confidence.ts'
import { button, isOnDuty, keepsNothing, words } from './people.ts'

test.use(keepsNothing)

const opened = async (page: Page, what: string): Promise<void> => {
  await page.goto('/oversight')
  await page.getByRole('link', { name: words(what) }).first().click()
}
const say = async (page: Page, act: string, text: string): Promise<void> => {
  inConfidence(text)
  await page.getByRole('button', { name: words(act) }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox').fill(text)
  await button(sheet, act).click()
  await expect(sheet).toBeHidden()
}

const decided = '已经批评教育，材料当天收下。'

test('a supervisor opens on the own device what was told about a clerk, asks and decides', async ({ page, browser }) => {
  await test.step('it is opened here, and the township it is about has nothing of it', async () => {
    await isOnDuty(page.request, '严明')
    await opened(page, '要好处')
    await expect(page.getByText('叫我拿两条烟去')).toBeVisible()
    const town = await (await browser.newContext()).newPage()
    await isOnDuty(town.request, '贺成刚')
    await town.goto('/oversight')
    await expect(town.getByText(words('没有收到反映'))).toBeVisible()
  })

  await test.step('taken up, asked about and decided, in words that only devices open', async () => {
    await say(page, '受理', '收到了，已经受理。')
    await expect(page.getByText('收到了，已经受理。')).toBeVisible()
    await say(page, '问一句', '请说一下是哪一天。')
    await say(page, '记一条备注', '先看窗口的监控。')
    await page.getByRole('button', { name: words('办结') }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('部分属实') }).check()
    await sheet.getByRole('textbox').fill(decided)
    await button(sheet, '办结').click()
    await expect(sheet.getByText('查出来是真的，请选做了什么')).toBeVisible()
    await sheet.getByRole('checkbox', { name: words('批评教育') }).check()
    inConfidence(decided, '叫我拿两条烟去')
    await button(sheet, '办结').click()
    await expect(page.getByText(words('做了：批评教育了有关的人'))).toBeVisible()
    await expect(page.getByText(words('部分属实')).first()).toBeVisible()
  })
})
