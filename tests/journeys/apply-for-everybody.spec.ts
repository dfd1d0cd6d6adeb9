import { expect, test, type Locator, type Page } from '@playwright/test'
import {
  button, choosePlace, goToSign, heading, just, keepsNothing, newPerson, receiptNumber, say, seeWhatFits, sign, words,
} from './people.ts'
import { reopen } from './phone.ts'

test.use(keepsNothing)

const sentence = '我腿断了有三级残疾证，老婆在家种两亩地，家里四口人，一个月不到一千五。'

test('somebody who was interrupted finds words, answers and signature as they were', async ({ page }) => {
  const resident = newPerson('吴')
  await say(page, sentence)
  await seeWhatFits(page)
  await goToSign(page)
  await page.getByRole('textbox', { name: '姓名' }).fill(resident.name)
  await sign(page)
  await choosePlace(page, '稻香镇', '梅林村')
  await reopen(page)
  await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue(resident.name)
  await expect(page.getByRole('img', { name: '您签好的名字' })).toBeVisible()
  await expect(page.getByRole('button', { name: words('哪个村、哪个社区') })).toContainText('梅林村')
  await page.goto('/apply?step=say')
  await expect(page.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue(sentence)
  await expect(page.getByText(words('上次写的还在'))).toBeVisible()
})

test('a slip in the ID number is explained where it stands, and what was typed stays', async ({ page }) => {
  const { idNumber } = newPerson('何')
  await say(page, sentence)
  await seeWhatFits(page)
  await goToSign(page)
  const field = page.getByRole('textbox', { name: '身份证号' })
  await field.fill(idNumber.slice(0, 16))
  await expect(page.getByText(words('还差 2 位'))).toBeVisible()
  const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('1') ? '2' : '1'}`
  await field.fill(wrong)
  await expect(field).toHaveAccessibleDescription(words('有一位对不上。请照身份证再看一遍'))
  await field.fill(`${idNumber.slice(0, 10)}13${idNumber.slice(12)}`)
  await expect(field).toHaveAccessibleDescription(words('第 7 到 14 位是生日，好像不对'))
  await button(page, '我同意，交上去').click()
  await expect(field).toHaveValue(`${idNumber.slice(0, 10)}13${idNumber.slice(12)}`)
  // What is wrong first, the empty name, takes the focus a moment later; whoever types before would type there.
  await expect(page.getByRole('textbox', { name: '姓名' })).toBeFocused()
  await field.fill(idNumber)
  await expect(page.getByText('18 位都对上了')).toBeVisible()
})

/** Tab after Tab, as somebody without a mouse or a finger. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`No way to ${target.toString()} with the Tab key.`)
}

async function pressOn(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

test('somebody who has only a keyboard gets to the receipt', async ({ page }) => {
  const { name, idNumber } = newPerson('易')
  await page.goto('/')
  await pressOn(page, page.getByRole('link', { name: just('说说家里的难处') }))
  const box = page.getByRole('textbox', { name: '家里遇到什么难处？' })
  await box.waitFor()
  await tabTo(page, box)
  await page.keyboard.insertText(sentence)
  await pressOn(page, button(page, '看看能办什么'))
  await expect(heading(page, '对上了')).toBeFocused()
  await pressOn(page, page.getByRole('button', { name: words('申请这') }))
  await expect(heading(page, '留个名字，签个字')).toBeFocused()
  await tabTo(page, page.getByRole('textbox', { name: '姓名' }))
  await page.keyboard.insertText(name)
  await tabTo(page, page.getByRole('textbox', { name: '身份证号' }))
  await page.keyboard.insertText(idNumber)
  await pressOn(page, button(page, '没有手机'))
  await pressOn(page, page.getByRole('button', { name: words('哪个村、哪个社区') }))
  await pressOn(page, button(page.getByRole('dialog'), '稻香镇'))
  await pressOn(page, button(page.getByRole('dialog'), '梅林村'))
  await expect(page.getByRole('button', { name: words('哪个村、哪个社区') })).toBeFocused()
  await pressOn(page, button(page, '用键盘写名字'))
  await tabTo(page, page.getByRole('textbox', { name: '您的名字' }))
  await page.keyboard.insertText(name)
  await pressOn(page, button(page, '我同意，交上去'))
  await receiptNumber(page)
})

test('somebody who reads English gets to the receipt', async ({ page }) => {
  const { name, idNumber } = newPerson('麦')
  await page.goto('/me')
  await page.getByRole('radio', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.goto('/apply')
  await page.getByRole('textbox', { name: 'What is hard at home?' }).fill(sentence)
  await expect(page.getByRole('region', { name: 'This is what we understood' })).toContainText('From “四口人”')
  await page.getByRole('button', { name: 'See what is possible' }).click()
  await expect(page.getByRole('heading', { name: /We found \d+ programme/ })).toBeVisible()
  await page.getByRole('button', { name: /Apply for/ }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('textbox', { name: 'ID number' }).fill(idNumber)
  await page.getByRole('button', { name: 'No phone' }).click()
  await page.getByRole('button', { name: 'Village or community' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '稻香镇' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '梅林村' }).click()
  await page.getByRole('button', { name: 'Sign at the visit' }).click()
  await page.getByRole('button', { name: 'Send it now' }).click()
  await expect(page.getByRole('heading', { name: 'Received' })).toBeVisible()
  await expect(page.getByText(/^\d{4} \d{4} \d{4} \d$/).first()).toBeVisible()
})
