import { readFileSync } from 'node:fs'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { IssuedCard } from '@yima/shared/code/contract'
import {
  button, choosePlace, clerkSignIn, confirmPhone, hasApplied, heading, isOnDuty, newPerson, receiptNumber, requestsFound, sign, words,
  writeHeaders, type Person,
} from './people.ts'
import { reopen, visitOnce } from './phone.ts'

const photo = {
  name: '户口簿.png', mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
}

async function begin(page: Page, purpose = '申请'): Promise<void> {
  await page.getByRole('radio', { name: words(purpose) }).first().check()
  await button(page, '开始扫码').click()
}
/** From the words to the last step, with a photo of a paper. */
async function writeFor(page: Page, sentence: string): Promise<void> {
  await page.getByRole('textbox', { name: '本人说的话，照着写' }).fill(sentence)
  await page.getByLabel('拍材料').locator('input').or(page.locator('input[type=file]')).first().setInputFiles(photo)
  await expect(page.getByRole('img', { name: '第 1 张' }).or(page.locator('.shots img'))).toBeVisible()
  await button(page, '看看能办什么').click()
  await expect(heading(page, '能办什么')).toBeVisible()
  await button(page, '去签字').click()
  await expect(heading(page, '住处和签字')).toBeVisible()
}

type Built = Record<string, { file: string }>
/** The files of these parts of the app: their names are hashes alone. */
function filesOf(parts: readonly string[]): string[] {
  const built = JSON.parse(readFileSync(new URL('../../web/dist/.vite/manifest.json', import.meta.url), 'utf8')) as Built
  return parts.map((part) => Object.entries(built).find(([source]) => source.endsWith(`/${part}.vue`))?.[1].file ?? part)
}

/** What a page needs later lies on the phone: whoever goes to a door has opened it before. */
const hasFetched = (page: Page, parts: readonly string[]): Promise<void> =>
  expect
    .poll(async () => {
      const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
      return filesOf(parts).filter((file) => !names.some((name) => name.endsWith(`/${file}`)))
    })
    .toEqual([])

async function aCard(request: APIRequestContext, { name, idNumber }: Person): Promise<IssuedCard> {
  const answer = await request.post('/api/work/cards', { data: { name, number: { kind: 'id-number', value: idNumber }, seen: true, pin: '2468' }, headers: writeHeaders() })
  return (await answer.json()) as IssuedCard
}
const requestsOf = async (request: APIRequestContext, name: string): Promise<number> => (await requestsFound(request, name)).length

test('a grandmother with a paper card: PIN, her words, a paper, her signature on the clerk’s phone with the line cut, and her slip', async ({ page, context, request }) => {
  const granny = newPerson('韦', '19410506')
  await isOnDuty(request, '何文静')
  const card = await aCard(request, granny)
  await visitOnce(context)
  await clerkSignIn(page)
  await page.goto('/work/scan')
  await begin(page)
  await page.getByRole('textbox', { name: '念的数字' }).fill(card.number)
  await button(page, '用这个数字').click()
  await page.getByLabel('卡的密码，请本人输').fill('2468')
  await button(page, '核对密码').click()
  await expect(heading(page, '韦*')).toBeVisible()
  await page.getByRole('link', { name: words('帮着写申请') }).click()
  await writeFor(page, '老伴走了，我一个人没有收入，房子漏雨。')

  // The line is cut while she is about to sign; the phone is opened anew and has everything.
  await context.setOffline(true)
  await reopen(page)
  await expect(heading(page, '住处和签字')).toBeVisible()
  await choosePlace(page, '稻香镇', '梅林村')
  await sign(page)
  await button(page, '本人同意，交上去').click()
  await expect(heading(page, '都在这部手机上')).toBeVisible()
  expect(await requestsOf(request, granny.name)).toBe(0)
  await context.setOffline(false)

  const number = await receiptNumber(page)
  expect(number).toHaveLength(13)
  await expect(page.getByText(words('没有留手机号。请打小条'))).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.paper80')).toContainText('韦*')
  await page.emulateMedia({ media: 'screen' })
  expect(await requestsOf(request, granny.name)).toBe(1)
  await button(page, '小条给了，办下一位').click()
  await expect(heading(page, '扫码认人')).toBeVisible()
  await expect(page.getByRole('link', { name: words('韦*') })).toHaveCount(0)
})

test('a worker at a door without a network: scans what her phone signed, writes for her before a witness, and it goes once when there is a network', async ({ browser, page, context, request }) => {
  const woman = newPerson('蓝')
  const hers = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const phone = await hers.newPage()
  await hasApplied(phone.request, woman, '屋顶漏雨，没钱修。')
  const known = phone.waitForResponse((answer) => answer.url().endsWith('/me/code-devices'))
  await phone.goto('/code')
  await confirmPhone(phone, woman)
  await phone.getByRole('textbox', { name: '身份证号' }).fill(woman.idNumber)
  await phone.getByRole('main').getByRole('button', { name: words('登录') }).click()
  await known
  await visitOnce(hers)
  await visitOnce(context)
  await isOnDuty(page.request, '罗永福')
  await page.goto('/work/scan')
  const reader = page.waitForResponse((answer) => answer.url().endsWith('.wasm'))
  await begin(page)
  await reader
  await hasFetched(page, ['FilePage', 'AnswerStep', 'HeardFacts', 'SignStep'])
  await context.setOffline(true)
  await hers.setOffline(true)
  await phone.goto('/code')
  await expect(phone.getByText(words('没有网络，这个码也能用'))).toBeVisible()
  const shown = await phone.getByRole('img', { name: words('您的码') }).screenshot()
  await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: shown })
  await expect(heading(page, '没有网，也能办')).toBeVisible()
  await button(page, '先记下，帮着写').click()

  await writeFor(page, '孩子上学，学费交不起。')
  await choosePlace(page, '稻香镇', '梅林村')
  await button(page, '不会写字，找人见证').click()
  await page.getByRole('radio', { name: words('听完了，说同意') }).check()
  await page.getByRole('textbox', { name: '见证人姓名' }).fill('王支书')
  await button(page, '本人同意，交上去').click()
  await expect(heading(page, '都在这部手机上')).toBeVisible()
  await page.getByRole('link', { name: words('扫下一位') }).click()
  const waits = page.getByRole('link', { name: words('孩子上学') })
  await expect(waits).toContainText('在这部手机上')

  await context.setOffline(false)
  await waits.click()
  expect(await receiptNumber(page)).toHaveLength(13)
  await expect(page.getByText(words('会发短信'))).toBeVisible()
  await isOnDuty(request, '何文静')
  expect(await requestsOf(request, woman.name)).toBe(2)
  await hers.close()
})
