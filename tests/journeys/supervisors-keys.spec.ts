import { expect, test, type Browser, type Page } from '@playwright/test'
import type { Recoveries } from '@yima/shared/complaint/desk-contract'
import { button, isOnDuty, keepsNothing, words } from './people.ts'

test.use(keepsNothing)

/** A supervisor on a device of their own. */
async function deviceOf(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await isOnDuty(page.request, name)
  return page
}
const told = '我妈的临时救助交上去两个月了'
const keysOn = (page: Page): Promise<unknown> => page.goto('/oversight/keys')
const opened = async (page: Page): Promise<void> => {
  await page.goto('/oversight')
  await page.getByRole('link', { name: words('拖着不办') }).first().click()
}
/** The device of whoever is asked to take this seal off: any two of three offices can. */
async function whoHelps(browser: Browser, seal: string): Promise<Page> {
  for (const name of ['严明', '算盘生', '闻声', '鲁直']) {
    const page = await deviceOf(browser, name)
    const { help } = (await (await page.request.get('/api/oversight/recoveries')).json()) as Recoveries
    if (help.some((one) => one.seal === seal && one.by === '卫听')) return page
    await page.context().close()
  }
  throw new Error(`nobody takes off the ${seal} seal`)
}
const endOwn = async (page: Page): Promise<void> => {
  await button(page, '停用我的密钥').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox').fill('换了手机')
  await button(sheet, '停用密钥').click()
  await expect(page.getByText(words('您还没有密钥'))).toBeVisible()
}

test('a colleague with a new phone is signed for by digits read aloud and handed everything; with all keys lost, two other offices open it together', async ({ browser }) => {
  const [oversight, head, colleague] = await Promise.all(['鲁直', '卫听', '龚信'].map((name) => deviceOf(browser, name)))
  if (!oversight || !head || !colleague) throw new Error('no devices')

  await test.step('the county sends a complaint to the petition office of the city', async () => {
    await opened(oversight)
    await expect(oversight.getByText(told)).toBeVisible()
    await oversight.getByRole('button', { name: words('转给别的单位') }).first().click()
    const sheet = oversight.getByRole('dialog')
    await sheet.getByRole('radio', { name: /市信访局/ }).check({ force: true })
    await sheet.getByRole('textbox').fill('归你们办')
    await button(sheet, '转给别的单位').click()
    await expect(oversight.getByText(words('已经不在您这里了'))).toBeVisible()
  })

  await test.step('a colleague makes another key; the digits that the head types are read out, and others are refused', async () => {
    await keysOn(colleague)
    await endOwn(colleague)
    await button(colleague, '在这台设备上做我的密钥').click()
    const spoken = colleague.locator('.spoken')
    await expect(spoken).toHaveText(/\d{5} \d{5}/)
    const digits = (await spoken.innerText()).replace(/\D/g, '')
    await keysOn(head)
    await button(head, '给龚信签名').click()
    const sheet = head.getByRole('dialog')
    await sheet.getByRole('textbox').fill(`${digits.slice(0, 9)}${(Number(digits[9]) + 1) % 10}`)
    await button(sheet, '对得上就签名').click()
    await expect(sheet.getByText(words('数字对不上，没有签名'))).toBeVisible()
    await sheet.getByRole('textbox').fill(`${digits.slice(0, 5)} ${digits.slice(5)}`)
    await button(sheet, '对得上就签名').click()
    await expect(sheet).toBeHidden()
  })

  await test.step('all that opens on the head’s device is handed over at one press, and is read on the other', async () => {
    await button(head, '把打得开的都交给同事').click()
    await expect(head.getByText(words('1 件同事都能看了'))).toBeVisible()
    await opened(colleague)
    await expect(colleague.getByText(told)).toBeVisible()
    await expect(colleague.getByText('归你们办')).toBeVisible()
    await expect(colleague.getByText(words('说不准这是谁写的'))).toBeHidden()
    // The county may read it no more: what is said from here on is closed to it.
    await expect(colleague.getByText(words('能看的人换过，锁也换了'))).toBeVisible()
  })

  await test.step('both lose their keys: the head makes the office’s anew and asks two other offices', async () => {
    await keysOn(colleague)
    await endOwn(colleague)
    await keysOn(head)
    await button(head, '换单位密钥').click()
    const sheet = head.getByRole('dialog')
    await sheet.getByRole('textbox').fill('手机丢了')
    await button(sheet, '换单位密钥').click()
    await expect(sheet).toBeHidden()
    await keysOn(head)
    await expect(head.getByText(words('本单位打不开的'))).toBeVisible()
    await button(head, '请两个单位一起打开').click()
    await expect(head.getByText(words('已经请了，等别的单位'))).toBeVisible()
  })

  await test.step('one takes off the outer seal, another the inner one; neither alone reads it, the head does', async () => {
    for (const seal of ['outer', 'inner']) {
      const helper = await whoHelps(browser, seal)
      await keysOn(helper)
      await button(helper, '在这台设备上打开一层').click()
      await expect(button(helper, '在这台设备上打开一层')).toBeHidden()
    }
    await opened(head)
    await expect(head.getByText(told)).toBeVisible()
  })
})
