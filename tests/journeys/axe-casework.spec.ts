import { expect, test } from '@playwright/test'
import { demoPerson, hasApplied, isOnDuty, isSignedIn, keepsNothing, newPerson, phoneProofOf, words, writeHeaders } from './people.ts'
import { Sweep } from './sweep.ts'

// What comes after acceptance, in the walk of axe.spec.ts: who signs, what departments say, facts, the decision, the household.

test.use(keepsNothing)

type Claims = { claims: { id: string; state: string }[] }
const story = '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。家里三口人，一个月就一千五。'

/** Somebody applies, and the first of what she asks for is accepted. */
async function accepted({ page }: Sweep): Promise<{ id: string; claim: string }> {
  const person = newPerson('段')
  const { id } = await hasApplied(page.request, person, story, await phoneProofOf(page, person))
  await isOnDuty(page.request, '何文静')
  const { claims } = await (await page.request.get(`/api/work/applications/${id}`)).json() as Claims
  const claim = claims[0]?.id ?? ''
  const answer = await page.request.post(`/api/work/applications/${id}/claims/${claim}/acceptance`, { data: {}, headers: writeHeaders() })
  expect(answer.ok()).toBe(true)
  return { id, claim }
}

async function lookAtFamily(on: Sweep): Promise<void> {
  const { page } = on
  const { id, claim } = await accepted(on)
  await on.open(`/me/applications/${id}/consents`, 'who of the family has signed', on.button('signing.add'))
  await on.sheetOf(on.button('signing.add'), 'who of the family has signed: one more')
  await on.open(`/me/applications/${id}/verification`, 'what departments said: nothing yet', page.getByText(on.text('verification.own.none')))
  await on.open(`/me/decisions/${claim}`, 'a decision: none yet', page.getByText(on.text('decision.none'), { exact: true }))
  const made = await page.request.post(`/api/me/applications/${id}/consents`, { data: { name: '段大山' }, headers: writeHeaders() })
  const { token } = await made.json() as { token: string }
  await on.open(`/consent#${token}`, 'a consent: to be signed', on.button('signing.refuse'))
  await on.open(`/consent#${token.slice(0, -4)}AAAA`, 'a consent: a link that opens nothing', page.getByText(on.text('signing.dead.unknown')))
}

/** A refusal of the demonstration, as whoever asked reads it. */
async function lookAtRefusal(on: Sweep): Promise<void> {
  const { page } = on
  await isSignedIn(page, demoPerson('季长河'))
  const { applications } = await (await page.request.get('/api/me/applications')).json() as { applications: Claims[] }
  const refused = applications.flatMap(({ claims }) => claims).find(({ state }) => state === 'refused')
  await on.open(`/me/decisions/${refused?.id}`, 'a decision: not granted', on.button('decision.recheck'))
  await on.sheetOf(on.button('decision.recheck'), 'a decision: looked at once more')
}

/** A request of somebody of the demonstration that is not over, and what of it is not. */
async function underWay({ page }: Sweep, name: string): Promise<{ id: string; claim: string }> {
  await page.goto('/work')
  const links = page.getByRole('link', { name: words(name) })
  await expect(links.first()).toBeVisible()
  const found = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''))
  for (const id of found) {
    const { claims } = await (await page.request.get(`/api/work/applications/${id}`)).json() as Claims
    const open = claims.find(({ state }) => state !== 'confirmed')
    if (open) return { id, claim: open.id }
  }
  throw new Error(`Nothing of ${name} is under way.`)
}

async function lookAtDesk(on: Sweep): Promise<void> {
  const { page } = on
  await isOnDuty(page.request, '何文静')
  const { id } = await underWay(on, '周素芬')
  const of = `/work/applications/${id}`
  await on.open(`${of}/facts`, 'staff: facts of a family', page.getByRole('link', { name: on.says('decision.verdict.unknown') }).first())
  await on.open(`${of}/consents`, 'staff: nothing to sign', page.getByText(on.text('signing.desk.not-needed')))
  await on.open(`${of}/verification`, 'staff: a check of means: none yet', page.getByText(on.text('verification.none')))
  const twice = await underWay(on, '郭长生')
  await on.open(`/work/households/${twice.id}`, 'staff: aid given twice', page.getByText(on.says('household.warn.given')).first())
  await on.open(`/work/applications/${twice.id}/decision/${twice.claim}`, 'staff: what a claim would come to', page.getByRole('link', { name: on.says('decision.preview.facts') }))
  const checked = await underWay(on, '赵德顺')
  await on.open(`/work/applications/${checked.id}/consents`, 'staff: who of a family has signed', on.button('signing.add'))
  await on.open(`/work/applications/${checked.id}/verification`, 'staff: a check of means', page.getByText(on.says('verification.progress.count')))
}

test('in every mode a family can read and operate what is signed, checked and decided', async ({ browser }) => {
  test.setTimeout(600_000)
  await lookAtFamily(await Sweep.begin(browser))
  await lookAtRefusal(await Sweep.begin(browser))
})

test('in every mode an officer can read and operate what is signed, checked and decided', async ({ browser }) => {
  test.setTimeout(600_000)
  await lookAtDesk(await Sweep.begin(browser))
})
