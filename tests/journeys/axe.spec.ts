import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { lookOver, outline } from './looked-over.ts'
import { button, hasApplied, isAskedForMore, isOnDuty, just, keepsNothing, newPerson, phoneProofOf, readCode, sign, words, writeHeaders, type Person } from './people.ts'
import { Sweep } from './sweep.ts'

// A new page is one line of one of these walks; each state is looked over in every mode of looked-over.ts.

test.use(keepsNothing)

const story = '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。家里三口人，一个月就一千五。'
const accusation = '低保卡被村会计拿着，每个月取了给我们多少是多少。'

async function lookAtOpenPages(on: Sweep): Promise<void> {
  const { page } = on
  await on.open('/', 'home', 'home.title')
  await on.open('/me', 'me', 'me.title')
  await on.sheetOf(on.button('me.clear.title'), 'me: clear this phone')
  await on.open('/outbox', 'outbox: nothing to send', 'outbox.title')
  await on.open('/demo/outbox', 'messages of the demonstration', page.getByRole('article').first())
  await on.open('/code', 'my code: sign in first', 'code.mine.signin')
  await on.open('/verify', 'check a status', on.field('code.verify.ask'))
  await on.open('/consent', 'a consent: its number', on.field('signing.ask'))
  await on.open('/c', 'a code that a camera found', 'code.found.none')
  await on.open('/p/990101100201', 'the page of a village', page.getByRole('link', { name: words('何文静') }))
  await on.open('/open', 'what the county publishes', 'open.by-programme')
  await on.open('/open/checks', 'what is looked at again', 'spot-check.drawn')
  await on.open('/notices', 'notices: which village', page.getByRole('button', { name: '稻香镇' }))
  await page.getByRole('button', { name: '稻香镇' }).click()
  await on.look('notices: the villages of a township')
  await on.open('/notices/990101100201', 'notices: a village', page.getByRole('radio', { name: on.says('notice.segment.now') }))
  await on.open('/notices/990101100201/board', 'notices: the sheet', on.heading('notice-sheet.of'))
  await on.open('/notices/990101999999', 'notices: no such village', 'notice.none')
  await on.open('/complain', 'tell a supervisor: whom', 'complaint.whom.title')
  await on.open('/complain/talk', 'tell a supervisor: by receipt', 'complaint.talk.enter')
  await on.open('/nowhere', 'not found', 'common.trouble.not-found.title')
  await on.open('/track', 'track: by receipt', on.field('common.receipt.label'))
  await on.button('claim.receipt.ask').click()
  await on.look('track: something is missing')
  await page.getByRole('radio', { name: on.says('claim.way.phone') }).click()
  await on.look('track: by phone')
  await on.open('/policies', 'policies', 'policies.title')
  await on.open('/policies/trail', 'the sealed days', 'trail.title')
  await on.open('/policies/dibao', 'one policy', page.getByRole('heading', { level: 1 }))
  await on.open('/policies/items', 'who handles what', 'items.title')
  await on.open('/policies/items/township', 'what the township handles', 'items.level.township')
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
  await page.getByRole('region', { name: on.text('common.dock.label') }).getByRole('button').first().click()
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
  await on.open('/inbox', 'messages', 'inbox.title')
  await on.open('/me', 'me: signed in', page.getByRole('link', { name: on.says('me.looks.title') }))
  await on.open('/me/access', 'who looked', page.getByText('何文静').first())
  await on.button('mine.looks.why').click()
  await on.sheetOf(on.button('mine.looks.say'), 'who looked: ask why, with a word')
  await on.open('/me/consents', 'what I agreed to', page.getByRole('button', { name: words('诚信承诺书') }))
  await on.sheetOf(page.getByRole('button', { name: words('核对授权书') }).first(), 'what I agreed to: a wording')
  await on.open('/me/said', 'what I said', on.button('mine.said.correct'))
  await on.sheetOf(on.button('mine.said.correct'), 'what I said: put it right')
  await on.open('/me/record', 'my data', on.button('mine.save'))
  await on.open('/me/devices', 'my devices', 'me.devices.title')
  await on.open('/me/family', 'my family', 'family.title')
  await on.open('/me/helpers', 'who may help me', 'family.helpers.title')
  await on.open(`/me/helpers/${id}`, 'in nobody’s place', 'family.acting.none')
  await on.open('/join', 'an invitation that is none', 'family.join.title')
  await isAskedForMore(page.request)
  await on.open('/code', 'my code, and somebody asks', page.getByRole('link', { name: words('何文静要看您的资料') }))
  await on.open('/asked', 'asked: what may be shown', page.getByRole('checkbox', { name: words('姓名') }))
  await button(page, '给看这些').click()
  await expect(page.getByText(on.text('window.asked.missing'))).toBeVisible()
  await page.getByRole('checkbox', { name: words('姓名') }).check()
  await button(page, '给看这些').click()
  await expect(page.getByText(on.text('window.asked.given'))).toBeVisible()
  await on.look('asked: what is shown now')
  await on.open('/track', 'track: one’s own', 'claim.track.title')
  await on.sheetOf(on.button('claim.withdraw.start'), 'track: take it back')
  await page.getByRole('link', { name: words('出院小结') }).click()
  await expect(on.heading('claim.papers.title')).toBeVisible()
  await on.look('papers')
  await on.open('/outreach', 'somebody in need', on.field('outreach.title'))
  await on.button('outreach.more').click()
  await on.button('outreach.send').click()
  await on.look('somebody in need: everything is missing')
  await on.field('outreach.title').fill('她七十多了一个人过，腿脚不好，没有低保')
  await page.getByRole('button', { name: on.says('outreach.place') }).click()
  await on.sheet.getByRole('button', { name: '稻香镇' }).click()
  await on.sheet.getByRole('button', { name: '梅林村' }).click()
  await on.field('outreach.where').fill('3组老学校后面')
  await on.button('outreach.send').click()
  await expect(on.heading('outreach.received')).toBeVisible()
  await on.look('somebody in need: received')
  await on.open('/outreach/status', 'whether somebody has been there', on.button('outreach.status.ask'))
  await on.button('outreach.status.ask').click()
  await on.look('whether somebody has been there: the answer')
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
  await on.sheetOf(claim.getByRole('button', { name: just(on.text('work.act.accept')) }), 'staff: accept')
  await on.sheetOf(claim.getByRole('button', { name: on.says('work.act.ask-papers') }), 'staff: ask for papers')
  await on.sheetOf(claim.getByRole('button', { name: just(on.text('work.act.drop')) }), 'staff: do not accept')
  await on.sheetOf(on.button('work.act.add'), 'staff: add a programme')
  await on.sheetOf(on.button('work.look.noted'), 'staff: this look was noted')
  const request = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await on.open(`/work/households/${request}`, 'staff: a household', page.getByRole('link', { name: just(on.text('household.file.take')) }))
  await page.goto('/work')
  await page.getByRole('link', { name: words('任开富') }).last().click()
  await expect(page.getByRole('region', { name: on.says('work.person.wanted') })).toBeVisible()
  await on.look('staff: a visit to make')
  await on.sheetOf(on.button('work.act.agree'), 'staff: record the agreement')
  await page.getByRole('link', { name: on.says('outreach-desk.row') }).click()
  await expect(on.heading('outreach-desk.title')).toBeVisible()
  await page.getByRole('radio', { name: on.says('outreach-desk.met.agreed') }).check({ force: true })
  await on.button('outreach-desk.send').click()
  await on.look('staff: the first visit, asked at the door')
  await on.open('/work/cards', 'staff: printed cards', on.field('papers.name'))
  await on.open('/work/poster', 'staff: the poster of a village', 'place.poster.title')
  await on.open('/work/me', 'staff: me', page.getByRole('heading', { name: '何文静' }))
  await lookAtFamilies(on)
}

/** Somebody signed in on a phone of their own. */
async function ownPhone({ page }: Sweep, person: Person): Promise<APIRequestContext> {
  const own = await (await page.context().browser()?.newContext())?.newPage()
  if (!own) throw new Error('No other phone.')
  await hasApplied(own.request, person, '屋顶漏雨，没钱修。', await phoneProofOf(own, person))
  await own.request.get('/api/me/family')
  return own.request
}

async function lookAtFamilies(on: Sweep): Promise<void> {
  const { page } = on
  const twin = newPerson('解', '19500505')
  const mother = await ownPhone(on, twin)
  const ward = { who: 'new', name: '解小', number: { kind: 'none' }, kind: 'child', birthDate: '2019-04-04', relation: 'child' }
  expect((await mother.post('/api/me/family/wards', { data: ward, headers: writeHeaders() })).status()).toBe(201)
  await ownPhone(on, { ...twin, phone: newPerson('解').phone })
  await on.open('/work/family', 'staff: guardians who wait', on.button('family-desk.confirm'))
  await on.sheetOf(on.button('family-desk.confirm'), 'staff: confirm a guardian')
  await on.open('/work/family/names', 'staff: names that wait', 'family-desk.names')
  await on.open('/work/family/mandate', 'staff: help given face to face', on.field('family-desk.witness'))
  await isOnDuty(page.request, '冯雪')
  await on.open('/work/family/duplicates', 'staff: perhaps one person', on.button('family-desk.verdict.different'))
}

/** Faults that everybody meets, and one that only one mode shows. */
const faults = (): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    .t-faint { color: #ddd; background: #fff; font-family: monospace }
    .t-tiny { width: 20px; height: 20px }
    .t-wide { height: 1px; width: 420px }
    .t-dark { font-family: monospace } [data-theme=dark] .t-dark { color: #222; background: #000 }
    .t-finger { min-width: 50px; min-height: 50px; width: 50px; height: 50px }
    .t-title { display: none } [data-size] .t-title { display: block }
    .t-largest { height: 1px } [data-size=largest] .t-largest { width: 340px }
    .t-english { height: 1px } :lang(en) > body .t-english { width: 430px }`)
  document.adoptedStyleSheets = [sheet]
  const main = document.querySelector('main')
  const add = (tag: string, name: string, text = ''): HTMLElement => {
    const element = document.createElement(tag)
    element.className = name
    element.textContent = text
    main?.prepend(element)
    return element
  }
  for (const name of ['t-wide', 't-largest', 't-english']) add('p', name)
  add('p', 't-faint', 'too faint to read')
  add('p', 't-dark', 'too faint at night')
  add('h1', 't-title', 'second')
  add('button', 't-tiny', 'tiny')
  add('button', 't-finger', 'for fingers')
  const nameless = add('a', 't-nameless', '中')
  nameless.setAttribute('href', '/me')
  new MutationObserver(() => { nameless.textContent = document.documentElement.lang === 'en' ? '' : '中' })
    .observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] })
}

test('whoever draws faint words, a tiny button, two titles or a page too wide is found out, in whichever mode', async ({ page }) => {
  await page.goto('/me')
  await expect(page.locator('html[data-alive]')).toBeAttached()
  await page.evaluate(faults)
  const found = await lookOver(page)
  const told = (mode: string): string => found.filter((fault) => fault.startsWith(`${mode}: `)).join('\n')
  for (const fault of ['color-contrast: <p class="t-faint"', 'tiny', '360 px scrolls']) expect(told('light')).toContain(fault)
  for (const onlyElsewhere of ['t-dark', 'for fingers', 'h1', 't-nameless']) expect(told('light')).not.toContain(onlyElsewhere)
  expect(told('dark')).toContain('color-contrast: <p class="t-dark"')
  for (const fault of ['for fingers', '2 h1']) expect(told('large text')).toContain(fault)
  for (const fault of ['link-name', 'tiny']) expect(told('English')).toContain(fault)
  expect(told('zh-CN, normal text')).toContain('320 px scrolls')
  expect(told('zh-CN, largest text')).toContain('t-largest')
  expect(told('en, normal text')).toContain('t-english')
  expect(await outline(page, 'en')).toContain('the language says zh-CN')
})

test('in every mode everybody can read, reach and operate every page of residents', async ({ browser }) => {
  test.setTimeout(600_000)
  const on = await Sweep.begin(browser)
  await lookAtOpenPages(on)
  await lookAtCalculator(on)
  await lookAtFirstScreen(on)
  await lookAtAnswer(on)
  await lookAtTrack(on, await lookAtLastScreen(on))
})

test('in every mode every officer can read, reach and operate every page of staff', async ({ browser }) => {
  test.setTimeout(600_000)
  await lookAtDesk(await Sweep.begin(browser))
})
