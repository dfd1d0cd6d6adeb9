import { readFileSync } from 'node:fs'
import { expect, test, type APIRequestContext } from '@playwright/test'
import {
  button, clerkSignIn, hasApplied, heading, isOnDuty, newPerson, openRequest, words, writeHeaders,
} from './people.ts'
import { deskIsKept, visitOnce } from './phone.ts'

type Claim = { id: string; programme: string; state: string; process: object | null }
async function claimsOf(request: APIRequestContext, id: string): Promise<Claim[]> {
  return ((await (await request.get(`/api/work/applications/${id}`)).json()) as { claims: Claim[] }).claims
}
const story = '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。家里三口人，一个月就一千五。'

test('a clerk accepts in a village without a network: it waits, goes once, and what came too late comes back', async ({ page, context, request }) => {
  const resident = newPerson('莫')
  const { id } = await hasApplied(request, resident, story)
  await isOnDuty(request, '何文静')
  const [first, second] = await claimsOf(request, id)
  await visitOnce(context)
  await clerkSignIn(page)
  await openRequest(page, resident.name)
  await deskIsKept(page)
  await context.setOffline(true)

  const cards = page.getByRole('article')
  await button(cards.first(), '收下').click()
  await button(page.getByRole('dialog'), '收下').dblclick()
  await expect(page.getByText(words('还没办成。有网就自己送'))).toBeVisible()
  await expect(cards.first().getByText('在这部手机上')).toBeVisible()
  await expect(page.getByText(words('收下了：'))).toHaveCount(0)
  // A colleague takes up the same machine: what she did not do is not sent as hers.
  await isOnDuty(page.request, '刘小勤')
  const refused = page.waitForResponse((answer) => answer.url().endsWith('/acceptance'))
  await context.setOffline(false)
  expect((await refused).status()).toBe(401)
  expect((await claimsOf(request, id)).every(({ state }) => state === 'proposed')).toBe(true)
  await isOnDuty(page.request, '何文静')
  await page.reload()
  const acceptedOf = async () => (await claimsOf(request, id)).filter(({ process }) => process !== null)
  await expect.poll(async () => (await acceptedOf()).length).toBe(1)
  await expect(page.getByText(words('还没办成'))).toHaveCount(0)
  const accepted = await acceptedOf()

  // A colleague answers the other claim while this phone is out of reach.
  const left = [first, second].find((claim) => claim && claim.id !== accepted[0]?.id)
  if (!left) throw new Error('The story gives two claims.')
  await context.setOffline(true)
  await page.getByRole('article').filter({ has: button(page, '不收') }).first().getByRole('button', { name: '不收' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('问过本人，不要这一项')
  await button(page.getByRole('dialog'), '不收这一项').click()
  await expect(page.getByText(words('还没办成。有网就自己送'))).toBeVisible()
  for (const { id: claim, state } of await claimsOf(request, id))
    if (state === 'proposed')
      await request.post(`/api/work/applications/${id}/claims/${claim}/acceptance`, { data: {}, headers: writeHeaders() })
  await page.goto('/outbox')
  await expect(heading(page, '在这部手机上的')).toBeVisible()
  await context.setOffline(false)
  await expect(heading(page, '发不出的')).toBeVisible()
  await expect(page.getByText(words('为什么：刚才有人改过')).first()).toBeVisible()
  const coming = page.waitForEvent('download')
  await button(page, '存成文件').click()
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('问过本人，不要这一项')

  await page.getByRole('main').getByRole('link', { name: '打开看' }).click()
  await expect(page.getByText(words('已换成最新的')).first()).toBeVisible()
  expect((await claimsOf(request, id)).every(({ process }) => process !== null)).toBe(true)
  await expect(button(page, '收下')).toHaveCount(0)
})
