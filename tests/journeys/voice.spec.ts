import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { ComplaintInbox, DeskComplaint } from '@yima/shared/complaint/desk-contract'
import { openMarked, sealMarked } from '../../web/src/complaint/mark.ts'
import { fromBase64, openIdentityWith, toBase64 } from '../../web/src/complaint/seal.ts'
import { inConfidence, waysToWrite } from './in-confidence.ts'
import { button, choosePlace, dock, heading, isOnDuty, keepsNothing, overheard, words, writeHeaders } from './people.ts'

test.use(keepsNothing)

const told = '镇纪委的贺书记收了我两百块好处费，才肯收我反映低保的材料。'
const more = '那天窗口的老王也在场。'
const fileName = '周素芬的录音.m4a'
const recorded = '听得见的：两百块放在桌上了。'
const answer = '查过了，钱已经退了，人也处理了。'

/** Whom it is about, what happened, a last look: to the receipt. */
async function tell(page: Page): Promise<string> {
  await page.goto('/complain')
  await page.getByRole('radio', { name: words('镇上的工作人员') }).check({ force: true })
  await choosePlace(page, '稻香镇', '沟井村', '事情在哪里')
  await page.getByRole('button', { name: words('指出是哪一位') }).click()
  await page.getByRole('checkbox', { name: words('贺成刚') }).check({ force: true })
  await button(page, '选好了').click()
  await expect(page.getByText('青禾县纪委监委')).toBeVisible()
  await dock(page).click()
  await page.getByRole('textbox', { name: '发生了什么事？' }).fill(told)
  await expect(page.getByText('要好处费')).toBeVisible()
  await page.setInputFiles('input[accept^="audio"]', { name: fileName, mimeType: 'audio/mp4', buffer: Buffer.alloc(300_000, recorded) })
  await dock(page).click()
  await expect(heading(page, '送出前，请看一遍')).toBeVisible()
  await dock(page).click()
  await expect(heading(page, '已收到。请抄在纸上')).toBeVisible()
  return (await page.locator('.slip .num [aria-hidden]').innerText()).replace(/\D/g, '')
}

/** A supervisor who takes it up and says what came of it, with the key of the own device. */
async function decide(request: APIRequestContext): Promise<string[]> {
  const get = async <T>(path: string): Promise<T> => (await (await request.get(`/api/oversight${path}`)).json()) as T
  const { identity } = await get<{ identity: string }>('/keys/demonstration')
  const read: string[] = []
  for (const { id } of (await get<ComplaintInbox>('/complaints')).items) {
    const secret = await openIdentityWith(identity, fromBase64((await get<DeskComplaint>(`/complaints/${id}`)).key))
    const said = async () => Promise.all((await get<DeskComplaint>(`/complaints/${id}`)).messages.map(async ({ by, sealed }) => ((await openMarked(secret, { id, by }, fromBase64(sealed))).value as { words: string } | undefined)?.words ?? ''))
    if (!(await said()).includes(told)) continue
    read.push(...(await said()))
    for (const [at, { measures, ...act }] of [{ type: 'accept' }, { type: 'decide', finding: 'upheld', measures: ['put-right'] }].entries()) {
      const { version } = await get<DeskComplaint>(`/complaints/${id}`)
      const sealed = toBase64(await sealMarked(secret, { id, by: 'office', at: at + 1 }, { version: 1, type: 'decision', words: answer, files: [], finding: act.finding, measures }))
      const acted = await request.post(`/api/oversight/complaints/${id}/acts`, { data: { ...act, version, sealed }, headers: writeHeaders() })
      expect([acted.status(), await acted.text()]).toEqual([200, expect.any(String)])
    }
  }
  return read
}

test('whoever would have received it never hears of it, and its writer reads on any phone what came of it', async ({ page, browser }) => {
  const said = overheard(page)
  const receipt = await test.step('she tells it without a sign-in and copies the twenty digits', () => tell(page))
  inConfidence(told, more, answer, fileName, recorded, ...waysToWrite(receipt))

  await test.step('she types them back: a wrong copy is said, a right one lets her go', async () => {
    await button(page, '我抄好了').click()
    const typed = page.getByRole('textbox', { name: words('照着纸上的 20 位填') })
    await typed.fill(`${receipt.slice(0, 19)}${(Number(receipt[19]) + 1) % 10}`)
    await button(page, '对一对').click()
    await expect(page.getByText(words('和回执号对不上'))).toBeVisible()
    await typed.fill(receipt)
    await button(page, '对一对').click()
    await expect(heading(page, '记好了，可以离开了')).toBeVisible()
  })

  await test.step('nothing that left the phone holds a word of it, the name of a file or the receipt, and no cookie went along', async () => {
    expect(said.some((one) => one.startsWith('POST') && one.includes('/api/complaints '))).toBe(true)
    expect(said.filter((one) => [told.slice(0, 10), '录音', receipt, receipt.slice(8)].some((secret) => one.includes(secret)))).toEqual([])
    expect(await page.title()).toBe('一码')
  })

  await test.step('the county reads and decides; the one who is meant finds nothing on his desk', async () => {
    const meant = await (await browser.newContext()).newPage()
    await isOnDuty(meant.request, '贺成刚')
    expect((await decide(meant.request))).toEqual([])
    const county = await (await browser.newContext()).newPage()
    await isOnDuty(county.request, '严明')
    expect(await decide(county.request)).toContain(told)
  })

  await test.step('on another phone the receipt alone opens the answer; she says more and rates it', async () => {
    const other = await (await browser.newContext()).newPage()
    await other.goto(`/complain/talk#${receipt}`)
    await expect(other.getByText(answer).first()).toBeVisible()
    await expect(other.getByText(words('说不准这是谁写的'))).toBeHidden()
    expect(new URL(other.url()).hash).toBe('')
    await expect(heading(other, '有结果了')).toBeVisible()
    await expect(other.getByText('办错的事改过来了')).toBeVisible()
    await expect(other.getByText(words('查的结果，对不上'))).toBeHidden()
    await other.getByRole('textbox', { name: words('还有要说的') }).fill(more)
    await dock(other).click()
    await expect(other.getByText(more)).toBeVisible()
    await button(other, '解决了').click()
    await expect(other.getByText(words('您说：解决了'))).toBeVisible()
  })
})
