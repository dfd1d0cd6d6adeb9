import { expect, type APIRequestContext, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test'
import type { ConsentAct, ConsentAnswer, ConsentLink, ConsentRow, ConsentsOfApplication } from '@yima/shared/consent/contract'
import type { DecisionPreview } from '@yima/shared/decision/contract'
import type { RecordFacts } from '@yima/shared/fact/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkVerification } from '@yima/shared/verification/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { button, heading, isOnDuty, just, words, writeHeaders } from './people.ts'

/** A claim that journeys follow after its acceptance. */
export type Claim = { id: string; claimId: string }

/** One more person with a browser of their own. */
export const opened = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext(options)).newPage()

async function posted<Answer>(as: APIRequestContext, path: string, data: object): Promise<Answer> {
  const answer = await as.post(`/api${path}`, { data, headers: writeHeaders() })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return await answer.json() as Answer
}
const got = async <Answer>(as: APIRequestContext, path: string): Promise<Answer> => await (await as.get(`/api${path}`)).json() as Answer

// What a hand did in another journey, done at once: the way to where this one begins.

/** The office takes one programme of a request in hand. */
export async function isAccepted(desk: APIRequestContext, id: string, programme: string): Promise<Claim> {
  const { claims } = await got<WorkApplication>(desk, `/work/applications/${id}`)
  const claimId = claims.find((claim) => claim.programme === programme)?.id ?? ''
  await posted(desk, `/work/applications/${id}/claims/${claimId}/acceptance`, {})
  return { id, claimId }
}

const usual = { basis: '核对报告', reason: '按规定办' }
type Act<Of = ProcessAct> = Of extends ProcessAct ? Omit<Of, 'basis' | 'reason'> : never

/** One act on an accepted claim; a decision is given on what it rests on now. */
export async function isDone(desk: APIRequestContext, { id, claimId }: Claim, act: Act): Promise<void> {
  const path = `/work/applications/${id}/claims/${claimId}`
  const decides = act.type === 'confirm' || act.type === 'refuse'
  const seen = decides ? { seen: (await got<DecisionPreview>(desk, `${path}/preview`)).seen } : {}
  await posted(desk, `${path}/process`, { ...usual, ...act, ...seen })
}

type Found = { [key: string]: boolean | number | string | readonly string[] }

/** What was seen at home or on papers is written down: with what departments say, a decision rests on nothing else. */
export async function isWrittenDown(
  desk: APIRequestContext, { id }: Pick<Claim, 'id'>, source: RecordFacts['source'], household: Found, members: { [id: string]: Found } = {},
): Promise<void> {
  const of = (facts: Found, member: string | null) => Object.entries(facts).map(([key, value]) => ({ key, member, value }))
  const facts = [...of(household, null), ...Object.entries(members).flatMap(([member, known]) => of(known, member))]
  const body = { source, asOf: new Date().toISOString().slice(0, 10), facts, basis: '原件已核对', reason: '当面看的' }
  await posted(desk, `/work/applications/${id}/facts`, body)
}

const hand = `iVBORw0KGgo${'A'.repeat(40)}`
const consentsOf = (as: APIRequestContext, under: 'me' | 'work', id: string) => got<ConsentsOfApplication>(as, `/${under}/applications/${id}/consents`)
const ofApplicant = ({ rows }: ConsentsOfApplication): ConsentRow => {
  const own = rows.find(({ role }) => role === 'applicant')
  if (own === undefined) throw new Error('Whoever applied was asked for no signature.')
  return own
}

/** Whoever applied signs for herself, on her own phone. */
export async function signsOwn(hers: APIRequestContext, id: string): Promise<void> {
  const own = ofApplicant(await consentsOf(hers, 'me', id))
  const said: ConsentAnswer = { answer: 'sign', wording: own.version, signature: hand }
  await posted(hers, `/me/consents/${own.id}/answer`, { said })
}

/** Whoever applied signs at the window with the identity card on the table: from then on she is shown her own figures. */
export async function signsAtWindow(desk: APIRequestContext, id: string): Promise<void> {
  const own = ofApplicant(await consentsOf(desk, 'work', id))
  const act: ConsentAct = { type: 'sign', place: 'window', wording: own.version, signature: hand, seen: true }
  await posted(desk, `/work/applications/${id}/consents/${own.id}/acts`, act)
}

export type Relative = { name: string; idNumber: string }

/** Another adult of the family is named and sent a link; answers what stands behind its `#`. */
export const isSentLink = async (hers: APIRequestContext, id: string, { name, idNumber }: Relative): Promise<string> =>
  (await posted<ConsentLink>(hers, `/me/applications/${id}/consents`, { name, idNumber })).token

/** Whoever got a link signs by it. */
export async function signsByLink(his: APIRequestContext, token: string, { idNumber }: Relative): Promise<void> {
  const { version } = await posted<{ version: string }>(his, '/consents/look', { token })
  const said: ConsentAnswer = { answer: 'sign', wording: version, signature: hand }
  await posted(his, '/consents/answer', { token, lastFour: idNumber.slice(-4), said })
}

/** The departments are asked, and their report is there; answers its number. */
export async function isChecked(county: APIRequestContext, id: string): Promise<string> {
  const path = `/work/applications/${id}/verification`
  await posted(county, path, {})
  const report = async (): Promise<string> => (await got<WorkVerification>(county, path)).report?.id ?? ''
  await expect.poll(report).not.toBe('')
  return report()
}

/** The id of an officer of whom the desk speaks by name. */
export async function officerId(request: APIRequestContext, name: string): Promise<string> {
  const { officers } = await got<{ officers: { id: string; name: string }[] }>(request, '/staff/officers')
  return officers.find((officer) => officer.name === name)?.id ?? ''
}

// By hand.

/** Sits down at the desk before one request, for the first time or in a colleague's place; answers the card of the claim. */
export async function sitsDown(page: Page, officer: string, id: string, programme = '低保'): Promise<Locator> {
  await isOnDuty(page.request, officer)
  await page.goto(`/work/applications/${id}`)
  const claim = page.getByRole('article', { name: just(programme) })
  await expect(claim).toBeVisible()
  return claim
}

/** Opens the page that hears by itself of what happens, and hears already. */
export async function follows(page: Page): Promise<void> {
  const live = page.waitForResponse('**/api/me/live')
  await page.goto('/track')
  await live
}

/** Fills in the sheet of one act with what is often said, and hands it over. */
export async function does(claim: Locator, act: string, said: readonly string[], chosen: readonly string[] = []): Promise<void> {
  await button(claim, act).click()
  const sheet = claim.page().getByRole('dialog')
  for (const one of chosen) await sheet.getByRole(one.startsWith('和') ? 'checkbox' : 'radio', { name: words(one.replace(/^和/, '')) }).check()
  for (const phrase of said) await button(sheet, phrase).click()
  await button(sheet, act).click()
  await expect(claim.page().getByText(words(`记下了：${act}`))).toBeVisible()
}

/** Looks again until every department has answered. */
export async function waitsForReport(county: Page): Promise<void> {
  const report = heading(county, '核对报告')
  await expect(async () => {
    const again = button(county, '看看有没有新答复')
    // Gone as soon as the last answer is there.
    if (await again.isVisible()) await again.click({ timeout: 5000 })
    await expect(report).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 120_000 })
}
