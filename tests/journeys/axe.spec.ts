import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import { root } from '../../api/boot/places.mjs'
import { lookOver } from './looked-over.ts'
import { hasApplied, isOnDuty, just, newPerson, readCode, sign, words, writeHeaders } from './people.ts'

type Language = 'zh-CN' | 'en'
type Mode = { name: string; language: Language; theme: 'light' | 'dark'; size: 'normal' | 'large'; least: number }

const modes: readonly Mode[] = [
  { name: 'light', language: 'zh-CN', theme: 'light', size: 'normal', least: 44 },
  { name: 'dark', language: 'zh-CN', theme: 'dark', size: 'normal', least: 44 },
  { name: 'large text', language: 'zh-CN', theme: 'light', size: 'large', least: 60 },
  { name: 'English', language: 'en', theme: 'light', size: 'normal', least: 44 },
]

const story = '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。家里三口人，一个月就一千五。'
const accusation = '低保卡被村会计拿着，每个月取了给我们多少是多少。'

/** The words of the pages in one language, by their keys: a sweep goes the same way in each. */
function readTexts(language: Language): Record<string, string> {
  const folder = join(root, 'web', 'src', 'locales', language)
  return Object.assign({}, ...readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object))
}

class Sweep {
  readonly page: Page
  readonly mode: Mode
  readonly texts: Record<string, string>

  constructor(page: Page, mode: Mode) {
    this.page = page
    this.mode = mode
    this.texts = readTexts(mode.language)
  }

  /** Looks over what is on the page now; goes on after a fault, so that one run names all of them. */
  async look(state: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    expect.soft(await lookOver(this.page, this.mode), `${this.mode.name}: ${state}`).toEqual([])
  }

  /** A sentence of a catalogue, with anything in the place of its figures. */
  says(key: string): RegExp {
    const text = this.texts[key]
    if (text === undefined) throw new Error(`No page says ${key}.`)
    return new RegExp(text.split(/\{[^}]*\}/).map((part) => words(part).source).join('.*'))
  }

  button(key: string, at: Page | Locator = this.page): Locator {
    return at.getByRole('button', { name: this.says(key) }).first()
  }

  search(key: string): Locator {
    return this.page.getByRole('searchbox', { name: this.says(key) })
  }

  field(key: string, at: Page | Locator = this.page): Locator {
    return at.getByRole('textbox', { name: this.texts[key] ?? key, exact: true })
  }

  heading(key: string): Locator {
    return this.page.getByRole('heading', { name: this.says(key) }).first()
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog')
  }

  /** Opens a sheet, looks it over, closes it. */
  async sheetOf(opener: Locator, state: string): Promise<void> {
    await opener.click()
    await expect(this.sheet).toBeVisible()
    await this.look(state)
    await this.page.keyboard.press('Escape')
    await expect(this.sheet).toBeHidden()
  }

  async open(path: string, state: string, ready: Locator): Promise<void> {
    await this.page.goto(path)
    await expect(ready).toBeVisible()
    await this.look(state)
  }
}

async function beginSweep(browser: Browser, mode: Mode): Promise<Sweep> {
  const context = await browser.newContext({ colorScheme: mode.theme, reducedMotion: 'reduce' })
  const kept = JSON.stringify({ size: mode.size, theme: mode.theme, language: mode.language })
  await context.addInitScript((preferences) => localStorage.setItem('yima.preferences', preferences), kept)
  return new Sweep(await context.newPage(), mode)
}

async function lookAtOpenPages(on: Sweep): Promise<void> {
  const { page } = on
  await on.open('/', 'home', on.heading('home.title'))
  await on.open('/me', 'me', on.heading('me.title'))
  await on.sheetOf(on.button('me.clear.title'), 'me: clear this phone')
  await on.open('/outbox', 'outbox: nothing to send', on.heading('outbox.title'))
  await on.open('/demo/outbox', 'messages of the demonstration', page.getByRole('article').first())
  await on.open('/nowhere', 'not found', on.heading('common.trouble.not-found.title'))
  await on.open('/track', 'track: by receipt', on.field('common.receipt.label'))
  await on.button('claim.receipt.ask').click()
  await on.look('track: something is missing')
  await page.getByRole('radio', { name: on.says('claim.way.phone') }).click()
  await on.look('track: by phone')
  await on.open('/policies', 'policies', on.heading('policies.title'))
  await on.open('/policies/dibao', 'one policy', page.getByRole('heading', { level: 1 }))
  await on.open('/policies/medical', 'another policy', page.getByRole('heading', { level: 1 }))
}

async function lookAtCalculator(on: Sweep): Promise<void> {
  const { page } = on
  await on.open('/calculator', 'calculator', on.field('calculator.start.say'))
  await on.field('calculator.start.say').fill(story)
  await on.look('calculator: with words')
  await on.button('calculator.start.go.said').click()
  await expect(on.button('calculator.why')).toBeVisible()
  await on.look('calculator: a question')
  await on.sheetOf(on.button('calculator.why'), 'calculator: why this is asked')
  await on.button('calculator.ask.finish').click()
  await expect(on.heading('calculator.result.title')).toBeVisible()
  await on.look('calculator: the result')
  await on.sheetOf(page.getByRole('main').getByRole('listitem').getByRole('button').first(), 'calculator: one programme')
}

async function lookAtFirstScreen(on: Sweep): Promise<void> {
  const { page } = on
  await on.open('/apply', 'apply: nothing said', on.field('application.say.title'))
  await on.button('application.next.answer').click()
  await on.look('apply: something is missing')
  await on.field('application.say.title').fill(`家里没米下锅了。${accusation}${story}`)
  await expect(page.getByRole('alert', { name: on.says('application.danger.label') })).toBeVisible()
  await expect(page.getByRole('group', { name: on.says('application.complaint.title') })).toBeVisible()
  await on.look('apply: danger, an accusation, understood facts')
  await on.button('application.complaint.take-out').click()
  await on.sheetOf(on.button('application.heard.change.label'), 'apply: correct what was understood')
  await on.field('application.say.title').fill(story)
}

async function lookAtAnswer(on: Sweep): Promise<void> {
  const { page } = on
  await on.button('application.next.answer').click()
  await expect(on.heading('application.answer.title')).toBeVisible()
  await on.look('apply: the answer')
  await on.sheetOf(page.getByRole('main').getByRole('listitem').getByRole('button').first(), 'apply: one programme')
  await on.sheetOf(on.button('assessment.add'), 'apply: ask for another programme')
}

async function lookAtLastScreen(on: Sweep): Promise<string> {
  const { page } = on
  const person = newPerson('段')
  await page.getByRole('region', { name: on.texts['common.dock.label'] ?? '' }).getByRole('button').first().click()
  await expect(on.heading('application.sign.title')).toBeVisible()
  await on.button('application.next.send').click()
  await on.look('apply: everything is missing on the last screen')
  await on.sheetOf(on.button('application.consent.full'), 'apply: the commitment')
  await on.field('application.name.label').fill(person.name)
  await on.field('application.id.label').fill(person.idNumber)
  await on.field('identity.phone.label').fill(person.phone)
  await on.button('identity.code.send').click()
  await on.field('identity.code.label').fill(await readCode(page, person))
  await page.getByRole('button', { name: on.says('application.place.label') }).click()
  await expect(on.sheet.getByRole('button', { name: '稻香镇' })).toBeVisible()
  await on.look('apply: which township')
  await on.sheet.getByRole('button', { name: '稻香镇' }).click()
  await on.sheet.getByRole('button', { name: '梅林村' }).click()
  await sign(page)
  await on.look('apply: the last screen, filled in')
  await on.button('application.next.send').click()
  await expect(on.heading('common.outbox.received')).toBeVisible()
  await on.look('receipt')
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** The office accepts one claim and asks for papers of another, so that every state of a card is there. */
async function officeActs(page: Page, id: string): Promise<void> {
  await isOnDuty(page.request, '何文静')
  const { claims } = await (await page.request.get(`/api/work/applications/${id}`)).json() as { claims: { id: string }[] }
  const act = async (at: number, command: string, data: object): Promise<void> => {
    const answer = await page.request.post(`/api/work/applications/${id}/claims/${claims[at]?.id}/${command}`, { data, headers: writeHeaders() })
    expect(answer.ok()).toBe(true)
  }
  await act(0, 'acceptance', {})
  await act(1, 'papers', { papers: [{ paper: 'other', words: '出院小结' }], note: '拍照就行，不用来' })
}

async function lookAtTrack(on: Sweep, id: string): Promise<void> {
  const { page } = on
  await officeActs(page, id)
  await on.open('/track', 'track: one’s own', on.heading('claim.track.title'))
  await on.sheetOf(on.button('claim.withdraw.start'), 'track: take it back')
  await page.getByRole('link', { name: words('出院小结') }).click()
  await expect(on.heading('claim.papers.title')).toBeVisible()
  await on.look('papers')
  await on.open('/apply?for=other', 'apply: for somebody else', on.field('application.say.title.other'))
  await on.field('application.say.title.other').fill('村头的老李一个人住，六十八了没儿没女。')
  await on.button('application.next.outreach').click()
  await expect(on.heading('application.sign.title.other')).toBeVisible()
  await on.look('apply: where somebody else is to be found')
}

async function lookAtDesk(on: Sweep): Promise<void> {
  const { page } = on
  await on.open('/work', 'staff: sign in', on.search('work.signin.search'))
  const hungry = newPerson('温')
  await hasApplied(page.request, hungry, '家里没米下锅了，两天没吃饱饭。')
  await isOnDuty(page.request, '何文静')
  await on.open('/work', 'staff: the list', page.getByRole('link', { name: words('周素芬') }))
  // Of several calls the first stands whole, whoever's it is.
  await page.getByRole('alert').first().getByRole('link').click()
  await expect(page.getByRole('region', { name: on.says('work.danger.label') })).toBeVisible()
  await on.look('staff: an urgent request')
  await on.open('/work', 'staff: the list again', page.getByRole('link', { name: words('周素芬') }))
  await page.getByRole('link', { name: words('周素芬') }).last().click()
  const claim = page.getByRole('region', { name: on.says('work.claims.title') }).getByRole('article').first()
  await expect(claim).toBeVisible()
  for (const details of await page.getByRole('main').locator('summary').all()) await details.click()
  await on.look('staff: a request')
  await on.sheetOf(claim.getByRole('button', { name: just(on.texts['work.act.accept'] ?? '') }), 'staff: accept')
  await on.sheetOf(claim.getByRole('button', { name: on.says('work.act.ask-papers') }), 'staff: ask for papers')
  await on.sheetOf(claim.getByRole('button', { name: just(on.texts['work.act.drop'] ?? '') }), 'staff: do not accept')
  await on.sheetOf(on.button('work.act.add'), 'staff: add a programme')
  await on.sheetOf(on.button('work.look.noted'), 'staff: this look was noted')
  await page.goto('/work')
  await page.getByRole('link', { name: words('任开富') }).last().click()
  await expect(page.getByRole('region', { name: on.says('work.person.wanted') })).toBeVisible()
  await on.look('staff: a visit to make')
  await on.sheetOf(on.button('work.act.agree'), 'staff: record the agreement')
  await on.open('/work/me', 'staff: me', page.getByRole('heading', { name: '何文静' }))
}

test('whoever draws faint words, a tiny button, two titles or a page too wide is found out', async ({ page }) => {
  await page.goto('/me')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.evaluate(() => {
    const faint = document.createElement('p')
    faint.textContent = 'too faint to read'
    faint.style.cssText = 'color:#ddd;background:#fff;font-family:monospace'
    const wide = document.createElement('p')
    wide.style.cssText = 'width:420px;height:1px'
    const title = document.createElement('h1')
    title.textContent = 'second'
    const tiny = document.createElement('button')
    tiny.textContent = 'tiny'
    tiny.style.cssText = 'width:20px;height:20px'
    document.querySelector('main')?.prepend(faint, wide, title, tiny)
  })
  const found = (await lookOver(page, { least: 44, language: 'en' })).join('\n')
  for (const fault of ['color-contrast', 'tiny', '2 h1', '320 px scrolls', '360 px scrolls', 'the language says zh-CN']) expect(found).toContain(fault)
})

for (const mode of modes) {
  test(`in ${mode.name} everybody can read, reach and operate every page of residents`, async ({ browser }) => {
    test.setTimeout(600_000)
    const on = await beginSweep(browser, mode)
    await lookAtOpenPages(on)
    await lookAtCalculator(on)
    await lookAtFirstScreen(on)
    await lookAtAnswer(on)
    await lookAtTrack(on, await lookAtLastScreen(on))
  })

  test(`in ${mode.name} every officer can read, reach and operate every page of staff`, async ({ browser }) => {
    test.setTimeout(600_000)
    await lookAtDesk(await beginSweep(browser, mode))
  })
}
