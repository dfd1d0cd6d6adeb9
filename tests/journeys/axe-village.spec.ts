import { expect, test, type Page } from '@playwright/test'
import type { VillageNotices } from '@yima/shared/notice/contract'
import type { ObjectionList, WorkObjection } from '@yima/shared/objection/contract'
import { maskName } from '@yima/shared/identity/name'
import { isAccepted, isDone, isWrittenDown, officerId, type Claim } from './casework.ts'
import { button, hasApplied, isOnDuty, keepsNothing, newPerson, phoneProofOf, words, writeHeaders } from './people.ts'
import { Sweep } from './sweep.ts'

// As axe.spec.ts, for what a village has a part in: a notice and what is said against it, a meeting, money that comes first.

test.use(keepsNothing)

const village = '990101100201'

/** A care subsidy hangs on the board of 梅林村. */
async function isPosted({ page }: Sweep): Promise<Claim & { notice: string }> {
  const man = newPerson('钟离', '19770312')
  const { id } = await hasApplied(page.request, man, '我一级残疾，起不了床，要人照看。', await phoneProofOf(page, man), { added: ['disability-care'] })
  await isOnDuty(page.request, '何文静')
  const claim = await isAccepted(page.request, id, 'disability-care')
  const member = { hasDisabilityCert: true, disabilityLevel: 1, hasLegalSupporter: true, supporterAble: true }
  await isWrittenDown(page.request, claim, 'document', { currentStatus: ['none'] }, { m1: member })
  await isDone(page.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
  await isDone(page.request, claim, { type: 'propose', opinion: 'confirm' })
  await isDone(page.request, claim, { type: 'post-notice' })
  const { items } = (await (await page.request.get(`/api/notices/${village}?kind=review`)).json()) as VillageNotices
  return { ...claim, notice: items.find(({ name }) => name === maskName(man.name))?.id ?? '' }
}

async function lookAtObjecting(on: Sweep, notice: string): Promise<void> {
  const { page } = on
  await on.open(`/notices/${village}/object/${notice}`, 'objection: what is wrong', page.getByText(on.text('objection.safe.title')))
  await on.button('objection.send').click()
  await on.look('objection: everything is missing')
  await page.getByRole('checkbox', { name: words('有车、有房、有店') }).check()
  await page.getByRole('radio', { name: on.says('objection.named.yes') }).check()
  await on.look('objection: with a name')
  await page.getByRole('radio', { name: on.says('objection.named.no') }).check()
  await page.getByRole('textbox', { name: words('说具体些') }).fill('屋后停着一辆新车')
  await page.getByRole('textbox', { name: words('自己定 4 个数字') }).fill('6208')
  await on.button('objection.send').click()
  await expect(on.heading('objection.received')).toBeVisible()
  await on.look('objection: received')
  const number = (await page.locator('.slip .num').innerText()).replace(/\D/g, '').slice(0, 13)
  await on.open('/objection', 'objection: by its number', on.field('common.receipt.label'))
  await on.field('common.receipt.label').fill(number)
  await on.field('objection.status.four').fill('6208')
  await on.button('objection.status.ask').click()
  await expect(on.button('objection.status.other')).toBeVisible()
  await on.look('objection: how it stands')
}

/** What was said against that claim, as it lies before whoever had no hand in it. */
async function objectionTo({ page }: Sweep, application: string): Promise<string> {
  for (let after: string | null = ''; after !== null;) {
    const list = (await (await page.request.get(`/api/work/objections${after === '' ? '' : `?after=${after}`}`)).json()) as ObjectionList
    for (const { id } of list.items) {
      const seen = (await (await page.request.get(`/api/work/objections/${id}`)).json()) as WorkObjection
      if (seen.application === application) return id
    }
    after = list.next
  }
  throw new Error('Nobody looks into it.')
}

async function lookAtObjection(on: Sweep, { id }: Claim): Promise<void> {
  const { page } = on
  await isOnDuty(page.request, '邱国栋')
  await on.open(`/work/objections/${await objectionTo(on, id)}`, 'staff: an objection', page.getByText('屋后停着一辆新车'))
}

/** Somebody without a phone says something against it, and a worker writes it down. */
async function lookAtObjectingFor(on: Sweep, notice: string): Promise<void> {
  const { page } = on
  await isOnDuty(page.request, '罗永福')
  await on.open(`/work/notices/${notice}`, 'staff: one notice', page.getByRole('button', { name: on.says('notice-desk.object') }))
  await page.getByRole('button', { name: on.says('notice-desk.object') }).click()
  await on.button('assist.send').click()
  await on.look('staff: an objection written for somebody, everything is missing')
  await page.getByRole('checkbox', { name: words('有车、有房、有店') }).check()
  await page.getByRole('textbox', { name: words('说具体些') }).fill('田坎边那辆三轮是他新买的')
  await page.getByRole('radio', { name: on.says('objection.named.name') }).check()
  await page.getByRole('textbox', { name: on.text('objection.name') }).fill('端木老汉')
  await page.getByRole('textbox', { name: words('自己定 4 个数字') }).fill('3951')
  await page.getByRole('radio', { name: on.says('assist.read.by.worker') }).check()
  await on.look('staff: an objection written for somebody')
  await on.button('assist.send').click()
  await expect(page.getByText(on.text('assist.object.slip'))).toBeVisible()
  await on.look('staff: the slip of whoever objected without a phone')
}

async function lookAtPosting(on: Sweep, { id }: Claim): Promise<void> {
  const { page } = on
  await isOnDuty(page.request, '何文静')
  await on.open('/work/notices', 'staff: what hangs in the village', page.locator('a[href^="/work/notices/"]').first())
  await page.goto(`/work/applications/${id}`)
  await on.sheetOf(page.getByRole('button', { name: on.says('work.posting') }), 'staff: nothing of it is posted')
  const said = { basis: '反家庭暴力法', reason: '有人扬言报复' }
  const answer = await page.request.post(`/api/work/applications/${id}/unposting`, { data: said, headers: writeHeaders() })
  expect(answer.ok()).toBe(true)
  await on.open(`/work/applications/${id}`, 'staff: a request of which nothing is posted', page.getByText(on.text('work.posting.stopped')))
  await on.sheetOf(page.getByRole('button', { name: on.says('work.posting.again') }), 'staff: posted again')
}

/** A house is appraised, as far as the count. */
async function lookAtMeeting(on: Sweep): Promise<void> {
  const { page } = on
  const woman = newPerson('闻人', '19570312')
  const { id } = await hasApplied(page.request, woman, '老屋要塌了，没钱修。', undefined, { added: ['rural-housing'] })
  const claim = await isAccepted(page.request, id, 'rural-housing')
  await isDone(page.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
  await isDone(page.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [await officerId(page.request, '刘小勤')] })
  await isOnDuty(page.request, '罗永福')
  await on.open('/work', 'staff: meetings of a village, before its worker', page.locator(`a[href="/work/appraisals/${id}/${claim.claimId}"]`))
  await isOnDuty(page.request, '何文静')
  const line = (name: string) => page.getByRole('button', { name: on.says(`appraisal.line.${name}`) }).first()
  await on.open(`/work/appraisals/${id}/${claim.claimId}`, 'staff: a meeting, read out', on.field('appraisal.place'))
  await line('panel').click()
  await page.getByRole('button', { name: '刘小勤' }).click()
  for (const name of ['佘老大', '佘老二', '麻三婶']) {
    await on.field('appraisal.name').fill(name)
    await button(page, '加上这个人').click()
  }
  await on.look('staff: a meeting, who is there')
  await on.sheetOf(page.getByRole('button', { name: words('佘老大') }), 'staff: a meeting, whether somebody steps aside')
  await line('vote').click()
  await on.look('staff: a meeting, the vote')
  await page.getByRole('radio', { name: on.says('appraisal.how.secret') }).check({ force: true })
  await on.look('staff: a meeting, a secret vote')
  await line('minutes').click()
  await on.look('staff: a meeting, its minutes')
  await line('sign').click()
  await page.getByRole('radiogroup', { name: on.says('appraisal.sign.first') }).getByRole('radio', { name: '佘老大' }).check({ force: true })
  await on.look('staff: a meeting, whoever counted signs')
  await on.open(`/work/applications/${id}/appraisals`, 'staff: no minutes yet', page.getByText(on.text('appraisal.held.none')))
}

async function pays(page: Page, { id, claimId }: Claim): Promise<void> {
  const data = { yuan: 200, basis: '急难型先行救助', reason: '断粮两天' }
  expect((await page.request.post(`/api/work/applications/${id}/claims/${claimId}/payments`, { data, headers: writeHeaders() })).ok()).toBe(true)
}

/** Money that comes first: proposed, found in the ledger, confirmed. */
async function lookAtReserve(on: Sweep): Promise<void> {
  const { page } = on
  const hungry = newPerson('濮阳')
  const { id } = await hasApplied(page.request, hungry, '米缸见底了，一家人饿着。', undefined, { added: ['temporary'] })
  const claim = await isAccepted(page.request, id, 'temporary')
  await on.open(`/work/applications/${id}/payment/${claim.claimId}`, 'staff: money first, how much', on.field('reserve.sum'))
  await pays(page, claim)
  await page.reload()
  await expect(page.getByText(words('等另一个人确认'))).toBeVisible()
  await on.look('staff: money first, waits for another')
  await isOnDuty(page.request, '谭志远')
  const ledger = (await (await page.request.get('/api/work/reserve/990101100000')).json()) as { proposals: { id: string }[] }
  await on.open('/work/reserve/990101100000', 'staff: a fund and its ledger', page.getByRole('link', { name: words('先行救助') }).first())
  await on.open(`/work/payments/${ledger.proposals.at(-1)?.id}`, 'staff: somebody else confirms', page.getByRole('button', { name: words('确认给') }).first())
  await isOnDuty(page.request, '周立新')
  await on.open('/work/reserve', 'staff: the funds of the county', page.getByRole('link', { name: words('稻香镇') }))
}

/** Somebody without a phone: written for, with the slip, and what the slip opens. */
async function lookAtAssist(on: Sweep): Promise<void> {
  const { page } = on
  const old = newPerson('宗政', '19410805')
  const { id, receiptNumber } = await hasApplied(page.request, old, '床板断了睡地上，没钱买新的。', undefined, { added: ['temporary'] })
  await isAccepted(page.request, id, 'temporary')
  await on.open('/work/assist', 'staff: somebody without a phone', on.field('assist.slip.number'))
  await on.button('assist.slip.open').click()
  await on.look('staff: a slip, both numbers are missing')
  await on.field('assist.slip.number').fill(receiptNumber)
  await on.field('assist.slip.four').fill(old.idNumber.slice(-4))
  await on.button('assist.slip.open').click()
  await expect(on.button('assist.end')).toBeVisible()
  await on.look('staff: the matter of a slip')
  await on.sheetOf(on.button('assist.withdraw.go'), 'staff: what somebody signs on a worker’s phone')
}

test('in every mode everybody can object to a notice, and officers can look into it and take it off the board', async ({ browser }) => {
  test.setTimeout(600_000)
  const on = await Sweep.begin(browser)
  const claim = await isPosted(on)
  await lookAtObjecting(on, claim.notice)
  await lookAtObjection(on, claim)
  await lookAtObjectingFor(on, claim.notice)
  await lookAtPosting(on, claim)
})

test('in every mode every officer can read, reach and operate a meeting in the hall and the township’s fund', async ({ browser }) => {
  test.setTimeout(600_000)
  const on = await Sweep.begin(browser)
  await isOnDuty(on.page.request, '何文静')
  await lookAtMeeting(on)
  await lookAtAssist(on)
  await lookAtReserve(on)
})
