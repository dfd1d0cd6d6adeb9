import { expect, test, type APIRequestContext } from '@playwright/test'
import type { SubmissionInput } from '@yima/shared/application/contract'
import { button, hasApplied, heading, isOnDuty, keepsNothing, newPerson, phoneProofOf, smsTo, words, writeHeaders, type Person } from './people.ts'

async function appliesWithoutPhone(request: APIRequestContext, { name, idNumber }: Person): Promise<string> {
  const data: SubmissionInput = {
    forWhom: 'self', words: '老伴走了，我一个人种不动地，药钱也没着落。', regionCode: '990101100201', photos: [],
    applicant: { identity: 'id-number', name, idNumber }, answers: { household: {}, members: [] }, added: [],
    consent: { method: 'at-visit' },
  }
  const answer = await request.post('/api/applications', { data, headers: writeHeaders() })
  expect(answer.status()).toBe(201)
  return ((await answer.json()) as { id: string }).id
}

const unreadOf = async (request: APIRequestContext): Promise<unknown> =>
  ((await (await request.get('/api/me/messages/unread')).json()) as { unread?: unknown }).unread

async function accepts(request: APIRequestContext, id: string): Promise<void> {
  const { claims } = (await (await request.get(`/api/work/applications/${id}`)).json()) as { claims: { id: string }[] }
  const path = `/api/work/applications/${id}/claims/${claims[0]?.id}/acceptance`
  expect((await request.post(path, { data: {}, headers: writeHeaders() })).ok()).toBe(true)
}

test('a resident finds the news in the inbox and by SMS; for her neighbour without a phone the clerk has somebody to tell', async ({ page, browser }) => {
  test.setTimeout(240_000)
  const desk = await (await browser.newContext(keepsNothing)).newPage()
  await isOnDuty(desk.request, '何文静')
  const mother = newPerson('汤')
  const neighbour = newPerson('严', '19410506')
  const { id } = await hasApplied(page.request, mother, '我男人上个月脑梗住院，自己掏了三万多，都是借的。', await phoneProofOf(page, mother))

  await test.step('her inbox is one tap from “me”, and says that she was heard', async () => {
    await page.goto('/me')
    await page.getByRole('link', { name: words('1 条没看') }).click()
    await expect(heading(page, '申请收到了')).toBeVisible()
  })

  await test.step('the clerk accepts: it stands in the open inbox by itself, and an SMS says no more than that', async () => {
    await accepts(desk.request, id)
    await expect(heading(page, '申请收下了')).toBeVisible()
    await expect(page.getByText('新', { exact: true }).first()).toBeVisible()
    const bodies = await smsTo(page.request, mother)
    expect(bodies.filter((body) => body.includes('有人在办'))).toHaveLength(1)
    for (const body of bodies) expect(body).not.toMatch(/低保|医疗救助|脑梗/)
  })

  await test.step('read is read, also for the mark at the tab; without a network the messages stay', async () => {
    await expect.poll(() => unreadOf(page.request)).toBe(0)
    await page.goto('/me')
    await expect(page.getByRole('link', { name: words('消息') }).first()).toContainText('办到哪一步')
    await page.goto('/inbox')
    await expect(heading(page, '申请收下了')).toBeVisible()
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.context().setOffline(true)
    await page.reload()
    await expect(heading(page, '申请收下了')).toBeVisible()
    await expect(page.getByText(words('没有网络，这是'))).toBeVisible()
    await page.context().setOffline(false)
  })

  await test.step('whoever has no phone is told by somebody: it stands on the desk until another than who did it has', async () => {
    await accepts(desk.request, await appliesWithoutPhone(desk.request, neighbour))
    await isOnDuty(desk.request, '刘小勤')
    await desk.goto('/work')
    await expect(heading(desk, '今天要办')).toBeVisible()
    const more = desk.getByRole('button', { name: /^还有 \d+ 件$/ })
    // Besides, that a signature is still missing.
    const task = desk.getByRole('article', { name: neighbour.name }).filter({ hasText: '申请收下了' })
    await expect(async () => {
      if (await more.isVisible()) await more.click()
      await expect(task).toBeVisible({ timeout: 3000 })
    }).toPass()
    await button(task, '上门说了').click()
    await expect(task).toBeHidden()
  })
})
