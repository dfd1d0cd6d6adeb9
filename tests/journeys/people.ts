import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test'
import type { SubmissionInput, Submitted } from '@yima/shared/application/contract'
import { checkDigit } from '@yima/shared/identity/id-number'
import { root } from '../../api/boot/places.mjs'

/**
 * For journeys that do not end or begin without a network: a browser that keeps nothing for later has a fifth less
 * to do. Others have everything as people have it.
 */
export const keepsNothing = { serviceWorkers: 'block' } as const

/** Somebody who applies: invented, under the prefix that was never allotted. */
export type Person = { name: string; idNumber: string; phone: string }

const given = [...'桂秀玉兰春菊冬梅国建明德福寿长安永和家有文才大志小芳']
const oneOf = (characters: readonly string[]): string => characters[randomInt(characters.length)] ?? ''

/**
 * The last places of an ID number, of which each process of journeys has its own: drawn by lot, two of fifty who were born
 * on one day would have one number in two of three runs, and be taken for one person. The demonstration has lower ones.
 */
const places = { first: 420, each: 290 }
const first = places.first + places.each * (Number(process.env['TEST_PARALLEL_INDEX'] ?? 0) % 2)
const begun = randomInt(places.each)
const givenOut = new Map<string, number>()

function ownPlace(born: string): number {
  const before = givenOut.get(born) ?? 0
  givenOut.set(born, before + 1)
  return first + ((begun + before) % places.each)
}

/** A person whom no other journey knows. */
export function newPerson(family: string, born = '19740312'): Person {
  const first17 = `990101${born}${ownPlace(born)}`
  return {
    name: `${family}${oneOf(given)}${oneOf(given)}${oneOf(given)}`,
    idNumber: first17 + checkDigit(first17),
    phone: `199${randomInt(10_000_000, 100_000_000)}`,
  }
}

const stories = JSON.parse(readFileSync(join(root, 'api', 'src', 'demo', 'stories.json'), 'utf8')) as { name: string; born: string }[]

/** Somebody of the demonstration: their number and telephone come of the place of their story. */
export function demoPerson(name: string): Person {
  const at = stories.findIndex((story) => story.name === name)
  const first17 = `990101${stories[at]?.born.replaceAll('-', '')}${100 + at}`
  return { name, idNumber: first17 + checkDigit(first17), phone: `1990001${1000 + at}` }
}

/** 梅林村 of 稻香镇. */
const meilin = '990101100201'

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const loose = (text: string): string => [...text.replace(/\s/g, '')].map(escaped).join('\\s*')

/** A text that contains these words; where its lines may break between clauses does not matter. */
export const words = (text: string): RegExp => new RegExp(loose(text))

/** These words and no others. */
export const just = (text: string): RegExp => new RegExp(`^\\s*${loose(text)}\\s*$`)

export const button = (at: Page | Locator, name: string): Locator => at.getByRole('button', { name: just(name) })
export const heading = (at: Page | Locator, name: string): Locator => at.getByRole('heading', { name: words(name) })

/** The button of the one thing that a page is for. */
export const dock = (page: Page): Locator => page.getByRole('region', { name: '操作' }).getByRole('button').first()

/** Opens /apply and says what is hard. */
export async function say(page: Page, sentence: string): Promise<void> {
  await page.goto('/apply')
  await page.getByRole('textbox', { name: '家里遇到什么难处？' }).fill(sentence)
}

/** What was written lies on the phone and outlives its page: whoever leaves in the very moment of writing leaves without it. */
export const liesOnPhone = (page: Page): Promise<void> =>
  expect(page.getByRole('banner').getByText('在这部手机上')).toBeVisible()

/** From the words to the answer. */
export async function seeWhatFits(page: Page): Promise<void> {
  await button(page, '看看能办什么').click()
  await expect(heading(page, '对上了')).toBeVisible()
}

/** From the answer to the last screen. */
export async function goToSign(page: Page): Promise<void> {
  await dock(page).click()
  await expect(heading(page, '留个名字，签个字')).toBeVisible()
}

/** Every SMS to this phone so far, newest first, as the demonstration keeps them. */
export async function smsTo(request: APIRequestContext, { phone }: Person): Promise<string[]> {
  const { messages } = await (await request.get('/api/demo/outbox')).json() as { messages: { to: string; body: string }[] }
  return messages.filter(({ to }) => to === phone).map(({ body }) => body)
}

/** The newest code that came to this phone. */
export async function readCode({ request }: Page, person: Person): Promise<string> {
  const codes = async (): Promise<string> => (await smsTo(request, person)).flatMap((body) => /(?<!\d)\d{6}(?!\d)/.exec(body) ?? [])[0] ?? ''
  await expect.poll(codes).toMatch(/^\d{6}$/)
  return codes()
}

/** Gives a phone number and the code that came to it. */
export async function confirmPhone(page: Page, person: Person): Promise<void> {
  await page.getByRole('textbox', { name: '手机号' }).fill(person.phone)
  await button(page, '发验证码').click()
  const code = page.getByRole('textbox', { name: '短信里的 6 位数字' })
  await expect(code).toBeFocused()
  await code.fill(await readCode(page, person))
}

/** Name, ID number, phone with its code. */
export async function introduce(page: Page, person: Person): Promise<void> {
  await page.getByRole('textbox', { name: '姓名' }).fill(person.name)
  await page.getByRole('textbox', { name: '身份证号' }).fill(person.idNumber)
  await expect(page.getByText('18 位都对上了')).toBeVisible()
  await confirmPhone(page, person)
}

/** Down the region tree to a village; `label` as the page asks for it. */
export async function choosePlace(page: Page, town: string, village: string, label = '哪个村、哪个社区'): Promise<void> {
  await page.getByRole('button', { name: words(label) }).click()
  const sheet = page.getByRole('dialog')
  await button(sheet, town).click()
  await expect(heading(sheet, town)).toBeVisible()
  await sheet.getByRole('button', { name: just(village) }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('button', { name: words(label) })).toHaveText(words(village))
}

/** A stroke: points of the pad, as parts of its width and height. */
export type Stroke = readonly (readonly [x: number, y: number])[]

/** 丁, as most people write it. */
const twoStrokes: readonly Stroke[] = [
  [[0.3, 0.3], [0.5, 0.28], [0.7, 0.29]],
  [[0.52, 0.3], [0.53, 0.55], [0.51, 0.82], [0.45, 0.72]],
]

/** Writes on the pad with the finger. */
export async function sign(page: Page, strokes: readonly Stroke[] = twoStrokes): Promise<void> {
  const pad = page.getByRole('img', { name: /签名板|signature/i })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad to sign on is not on the page.')
  for (const [first, ...rest] of strokes) {
    if (!first) continue
    await page.mouse.move(box.x + box.width * first[0], box.y + box.height * first[1])
    await page.mouse.down()
    for (const [x, y] of rest) await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 6 })
    await page.mouse.up()
  }
  await expect(page.getByRole('img', { name: new RegExp(`写了 ${strokes.length} 笔|${strokes.length} strokes`) })).toBeVisible()
}

/** Hands the application in and waits for the receipt; answers its 13 digits. */
export async function handIn(page: Page, label = '我同意，交上去'): Promise<string> {
  await button(page, label).click()
  return receiptNumber(page)
}

/** The number on the receipt, as it is read aloud. */
export async function receiptNumber(page: Page): Promise<string> {
  await expect(heading(page, '已收到')).toBeVisible()
  const digits = (await page.getByRole('main').getByText(/^\d{4} \d{4} \d{4} \d$/).first().innerText()).replace(/\D/g, '')
  expect(digits).toMatch(/^\d{13}$/)
  return digits
}

/** Everything the last screen needs from somebody without a phone who signs at the visit. */
export async function fillLastScreen(page: Page, { name, idNumber }: Person): Promise<void> {
  await page.getByRole('textbox', { name: '姓名' }).fill(name)
  await page.getByRole('textbox', { name: '身份证号' }).fill(idNumber)
  await button(page, '没有手机').click()
  await choosePlace(page, '稻香镇', '梅林村')
  await button(page, '留到上门时签').click()
}

const deviceKey = randomBytes(32).toString('base64url')
export const writeHeaders = (): Record<string, string> => ({ 'idempotency-key': randomUUID(), 'x-device-key': deviceKey })

/** A phone that was confirmed before the journey begins: what is handed in with the proof leaves its owner signed in. */
export async function phoneProofOf(page: Page, person: Person): Promise<string> {
  const { phone } = person
  await page.request.post('/api/phone-codes', { data: { phone }, headers: writeHeaders() })
  const data = { phone, code: await readCode(page, person) }
  const answer = await page.request.post('/api/phone-codes/confirm', { data, headers: writeHeaders() })
  return (await answer.json() as { phoneProof: string }).phoneProof
}

/** A resident's session without the way through the form; the pages of this browser find it when they open. */
export async function isSignedIn(page: Page, person: Person): Promise<void> {
  const who = { identity: 'id-number', idNumber: person.idNumber }
  const data = { phone: person.phone, phoneProof: await phoneProofOf(page, person), who }
  expect((await page.request.post('/api/sessions', { data, headers: writeHeaders() })).status()).toBe(201)
}

/** What somebody answers and asks for besides their words. */
type Said = Pick<Extract<SubmissionInput, { forWhom: 'self' }>, 'answers' | 'added'>

/** An application that was made before the journey begins: the road itself is another journey's subject. */
export async function hasApplied(
  request: APIRequestContext, { name, idNumber, phone }: Person, sentence: string, phoneProof?: string, more: Partial<Said> = {},
): Promise<Submitted> {
  const proven = phoneProof === undefined ? {} : { phoneProof }
  const data: SubmissionInput = {
    forWhom: 'self', words: sentence, regionCode: meilin, photos: [], applicant: { identity: 'id-number', name, idNumber, phone, ...proven },
    answers: { household: {}, members: [] }, added: [], consent: { method: 'at-visit' }, ...more,
  }
  const answer = await request.post('/api/applications', { data, headers: writeHeaders() })
  expect(answer.status()).toBe(201)
  return await answer.json() as Submitted
}

/** An officer's session without the way through the picker. */
export async function isOnDuty(request: APIRequestContext, name: string): Promise<void> {
  const { officers } = await (await request.get('/api/staff/officers')).json() as { officers: { id: string; name: string }[] }
  const officerId = officers.find((officer) => officer.name === name)?.id
  const answer = await request.post('/api/staff/sessions', { data: { officerId }, headers: writeHeaders() })
  expect(answer.status()).toBe(201)
}

/** Whoever is signed in here as a resident was recognised at the window by the officer signed in here, who asks for more; answers the occasion. */
export async function isAskedForMore(request: APIRequestContext): Promise<string> {
  const made = await request.post('/api/me/codes', { data: {}, headers: writeHeaders() })
  const { text } = await made.json() as { text: string }
  const scanned = await request.post('/api/work/scans', { data: { text, purpose: 'progress' }, headers: writeHeaders() })
  const { occasion } = await scanned.json() as { occasion: { id: string } }
  const asked = await request.post(`/api/work/occasions/${occasion.id}/ask`, { data: { scopes: ['name', 'contact'] }, headers: writeHeaders() })
  expect(asked.ok()).toBe(true)
  return occasion.id
}

/** Everything a page says to the network from now on: addresses and bodies. */
export function overheard(page: Page): string[] {
  const said: string[] = []
  page.context().on('request', (request) => said.push(`${request.method()} ${decodeURIComponent(request.url())} ${request.postData() ?? ''}`))
  return said
}

/** A clerk sits down at the desk. */
export async function clerkSignIn(page: Page, name = '何文静'): Promise<void> {
  await page.goto('/work')
  await page.getByRole('button', { name: words(`${name}，`) }).click()
  await expect(heading(page, '今天要办')).toBeVisible()
}

/** Opens somebody's request from the list, which renews itself. */
export async function openRequest(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: words(name) }).first().click()
  await expect(page.getByRole('banner').getByText(words(name)).first()).toBeVisible()
}

/** From a request back to the list. */
export async function backToList(page: Page): Promise<void> {
  await page.getByRole('banner').getByLabel('返回').click()
  await expect(heading(page, '今天要办')).toBeVisible()
}

/** The card of one programme on /track, spread out. */
export async function openClaim(page: Page, programme: string): Promise<Locator> {
  const card = page.getByRole('region', { name: just(programme) })
  const row = page.getByRole('button', { name: new RegExp(`^${programme}`) })
  await expect(card.or(row).first()).toBeVisible()
  if (await row.isVisible()) await row.click()
  await expect(card).toBeVisible()
  return card
}

/** The requests of somebody that the desk of whoever asks holds: looked for, because its list is longer than a page. */
export async function requestsFound(request: APIRequestContext, name: string): Promise<string[]> {
  const answer = await request.post('/api/work/items/search', { data: { words: name }, headers: writeHeaders() })
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] }
  return items.filter((item) => item.name === name).map(({ id }) => id)
}
