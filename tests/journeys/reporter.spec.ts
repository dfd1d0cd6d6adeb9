import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { ComplaintInbox, DeskComplaint } from '@yima/shared/complaint/desk-contract'
import { openMarked, readMarked } from '../../web/src/complaint/mark.ts'
import { fromBase64, openIdentityWith, openWith } from '../../web/src/complaint/seal.ts'
import {
  button, choosePlace, dock, hasApplied, heading, isOnDuty, keepsNothing, newPerson, overheard, phoneProofOf, say, words, writeHeaders,
} from './people.ts'
import { inConfidence, waysToWrite } from './in-confidence.ts'

test.use(keepsNothing)

/** What kind of matter it is, chosen by hand; the sheet closes by itself. */
async function isAbout(page: Page, category: string): Promise<void> {
  const row = page.getByRole('button', { name: words('这属于哪一类') })
  await row.click()
  await page.getByRole('dialog').getByRole('radio', { name: words(category) }).click({ force: true })
  await expect(row).toContainText(category)
}

/** From the last look to the twenty digits, copied and typed back. */
async function sendAndCopy(page: Page): Promise<string> {
  await expect(heading(page, '送出前，请看一遍')).toBeVisible()
  await dock(page).click()
  await expect(heading(page, '已收到。请抄在纸上')).toBeVisible()
  const receipt = (await page.locator('.slip .num [aria-hidden]').innerText()).replace(/\D/g, '')
  await button(page, '我抄好了').click()
  await page.getByRole('textbox', { name: words('照着纸上的 20 位填') }).fill(receipt)
  await button(page, '对一对').click()
  await expect(heading(page, '记好了，可以离开了')).toBeVisible()
  return receipt
}

/** A supervisor with the key of the own device. */
async function supervisor(request: APIRequestContext, officer: string) {
  await isOnDuty(request, officer)
  const get = async <T>(path: string): Promise<T> => (await (await request.get(`/api/oversight${path}`)).json()) as T
  const { identity } = await get<{ identity: string }>('/keys/demonstration')
  const look = (id: string): Promise<DeskComplaint> => get<DeskComplaint>(`/complaints/${id}`)
  const secretOf = async ({ key }: DeskComplaint): Promise<string> => openIdentityWith(identity, fromBase64(key))
  const wordsOf = async (one: DeskComplaint): Promise<unknown[]> => {
    const secret = await secretOf(one)
    const said = one.messages.flatMap(({ by, sealed }) => (by === 'identity' ? [] : [openMarked(secret, { id: one.id, by }, fromBase64(sealed))]))
    return (await Promise.all(said)).map(({ value }) => (value as { words?: string } | undefined)?.words)
  }
  const find = async (told: string): Promise<string> => {
    for (const { id } of (await get<ComplaintInbox>('/complaints')).items) if ((await wordsOf(await look(id))).includes(told)) return id
    throw new Error('not on this desk')
  }
  /** Who reported, by the secret that the server gives out once two agreed. */
  const nameOf = async (id: string): Promise<unknown> => {
    const one = await look(id)
    const sealed = one.messages.find(({ by }) => by === 'identity')?.sealed
    if (one.identityKey === null || sealed === undefined) return undefined
    const own = await openIdentityWith(await secretOf(one), fromBase64(one.identityKey))
    return (await readMarked(await secretOf(one), { id, by: 'identity' }, await openWith(own, fromBase64(sealed)))).value
  }
  const act = async (id: string, body: object): Promise<number> => {
    const { version } = await look(id)
    const sealed = Buffer.from('x').toString('base64')
    return (await request.post(`/api/oversight/complaints/${id}/acts`, { data: { ...body, version, sealed }, headers: writeHeaders() })).status()
  }
  return { look, find, nameOf, act }
}

test('a named complaint about a delay passes whoever had the request on the desk, and its name waits for two', async ({ page, browser }) => {
  const [asking, { phone: reachedAt }] = [newPerson('汪'), newPerson('汪')]
  const told = '临时救助交上去两个月了，每次去问都叫我等，没人说哪天有结果。'
  await test.step('she begins it at her own request, and is told that whoever handled it is kept out', async () => {
    const proof = await phoneProofOf(page, asking)
    await hasApplied(page.request, asking, '灶上的屋顶塌了半边，修不起，想问问能帮什么', proof)
    await page.goto('/track')
    await page.getByRole('button', { name: words('觉得不对？告诉监督的人') }).click()
    await expect(page.getByText(words('服务器会当场查一下是谁经手的'))).toBeVisible()
    await page.getByRole('radio', { name: words('镇上的工作人员') }).check({ force: true })
    await choosePlace(page, '稻香镇', '梅林村', '事情在哪里')
    await expect(page.getByText(words('经手过这件事的人'))).toBeVisible()
    await dock(page).click()
  })

  const receipt = await test.step('she tells it with her name, and copies the twenty digits', async () => {
    await page.getByRole('textbox', { name: '发生了什么事？' }).fill(told)
    await isAbout(page, '拖着不办')
    await dock(page).click()
    await page.getByRole('radio', { name: words('留名字和电话') }).check({ force: true })
    await page.getByRole('textbox', { name: '姓名' }).fill(asking.name)
    await page.getByRole('textbox', { name: '手机号' }).fill(reachedAt)
    return sendAndCopy(page)
  })
  inConfidence(told, reachedAt, ...waysToWrite(receipt))

  await test.step('the county reads it; the name opens only once a second supervisor agrees', async () => {
    const [first, second] = [await browser.newContext(), await browser.newContext()]
    const [one, other] = [await supervisor(first.request, '严明'), await supervisor(second.request, '石坚')]
    const id = await one.find(told)
    expect(await one.nameOf(id)).toBeUndefined()
    expect(await one.act(id, { type: 'ask-second', what: 'identity', category: null })).toBe(200)
    const [ask] = (await other.look(id)).asks
    expect(await other.act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true })).toBe(200)
    expect(await one.nameOf(id)).toMatchObject({ name: asking.name, phone: reachedAt })
  })

  await test.step('on another phone she reads by which day there is an answer, and takes a proof that tells nothing of it', async () => {
    const elsewhere = await (await browser.newContext()).newPage()
    await elsewhere.goto(`/complain/talk#${receipt}`)
    await expect(elsewhere.getByText(told)).toBeVisible()
    await expect(elsewhere.getByText(words('前告诉您收不收、谁来查'))).toBeVisible()
    await elsewhere.getByRole('button', { name: words('要一份“我说过”的证明') }).click()
    const paper = elsewhere.locator('.reported-paper')
    await expect(paper).toContainText('青禾县纪委监委')
    await expect(paper).not.toContainText(asking.name)
    await expect(paper).not.toContainText('两个月')
  })
})

test('a request that accuses the village accountant becomes a request and, apart from it, a report', async ({ page }) => {
  const need = '我娘瘫了三年，一家四口一个月只有九百块。'
  const accusation = '低保卡一直被村会计拿着，每回只给我们一半。'
  const said = overheard(page)
  await test.step('what accuses him goes the safe way, in memory, and the need stays a request', async () => {
    await say(page, `${need}${accusation}`)
    await button(page, '从这里拿掉，去安全地反映').click()
    await expect(heading(page, '您要说的是谁？')).toBeVisible()
    await page.getByRole('radio', { name: words('村里的干部') }).check({ force: true })
    await choosePlace(page, '清泉镇', '桥门村', '事情在哪里')
    await expect(page.getByText(words('会收到')).first()).toBeVisible()
    await dock(page).click()
    await expect(page.getByRole('textbox', { name: '发生了什么事？' })).toHaveValue(new RegExp(accusation.slice(0, 12)))
  })

  await test.step('it is received, and nothing that left the phone holds a word of it', async () => {
    await isAbout(page, '截留、挪用救助钱')
    await dock(page).click()
    inConfidence(accusation, ...waysToWrite(await sendAndCopy(page)))
    expect(said.some((one) => one.startsWith('POST') && one.includes('/api/complaints '))).toBe(true)
    expect(said.filter((one) => one.includes('会计') || one.includes('低保卡'))).toEqual([])
  })

  await test.step('her request lies where she left it, without him', async () => {
    await page.goto('/apply')
    await expect(page.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue(need)
  })
})

test('what is told about a head of the county’s civil affairs goes past the whole county to the city, with five megabytes of papers that a lost line stopped half way', async ({ page, context, browser }) => {
  const told = '彭局长叫经办把他小舅子的名字加进名单，说领导定了的。'
  const papers = { name: '流水.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(5 * 1024 * 1024, '流水') }
  inConfidence(told, papers.name)
  await test.step('before anything is sent the page says who will read it', async () => {
    await page.goto('/complain')
    await page.getByRole('radio', { name: words('县里的部门或领导') }).check({ force: true })
    await choosePlace(page, '清泉镇', '桥门村', '事情在哪里')
    await page.getByRole('button', { name: words('指出是哪一位') }).click()
    await page.getByRole('checkbox', { name: words('彭卫国') }).check({ force: true })
    await button(page, '选好了').click()
    await expect(page.getByText('市纪委监委')).toBeVisible()
    await dock(page).click()
  })

  const receipt = await test.step('stopped half way it goes on where it was', async () => {
    await page.getByRole('textbox', { name: '发生了什么事？' }).fill(told)
    await isAbout(page, '以权谋私')
    await page.setInputFiles('input[accept^="audio"]', papers)
    await dock(page).click()
    await expect(heading(page, '送出前，请看一遍')).toBeVisible()
    await page.route('**/api/complaints/parts/*/20', async (one) => { await context.setOffline(true); await one.abort() }, { times: 1 })
    await dock(page).click()
    await expect(page.getByRole('alert').or(page.getByText(words('没有网络'))).first()).toBeVisible()
    await expect(page.getByRole('progressbar')).not.toHaveAttribute('value', '0')
    await context.setOffline(false)
    const again = overheard(page)
    await dock(page).click()
    await expect(heading(page, '已收到。请抄在纸上')).toBeVisible()
    // What had arrived is not sent once more.
    expect(again.filter((one) => one.startsWith('PUT')).length).toBeLessThan(30)
    return (await page.locator('.slip .num [aria-hidden]').innerText()).replace(/\D/g, '')
  })
  inConfidence(...waysToWrite(receipt))

  await test.step('the city has it; no supervisor of the county does', async () => {
    const [city, ...others] = await Promise.all(['纪云', '严明', '鲁直', '闻声', '算盘生'].map(async (name) => supervisor((await browser.newContext()).request, name)))
    expect(await city?.find(told)).toEqual(expect.any(String))
    for (const other of others) await expect(other.find(told)).rejects.toThrow('not on this desk')
  })
})
