import { expect, test, type Browser, type Page } from '@playwright/test'
import type { VillageNotices } from '@yima/shared/notice/contract'
import { does, follows, isAccepted, isDone, isWrittenDown, officerId, opened, sitsDown, signsOwn } from './casework.ts'
import { startOwnCounty } from './own-county.ts'
import { button, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, openClaim, phoneProofOf, words } from './people.ts'
import { reopen } from './phone.ts'

test.use(keepsNothing)

// Nobody else may live in it.
let app: Awaited<ReturnType<typeof startOwnCounty>>
test.beforeAll(async () => {
  app = await startOwnCounty()
})
test.afterAll(() => app.stop())

/** So many people with a browser each. */
const people = <Each extends readonly string[]>(browser: Browser, ...each: Each): Promise<{ [At in keyof Each]: Page }> =>
  Promise.all(each.map(() => opened(browser, { baseURL: app.url }))) as Promise<{ [At in keyof Each]: Page }>

test('an objection reopens the investigation with another clerk, and the family never learns who objected', async ({ browser }) => {
  const [hers, neighbour, desk, colleague] = await people(browser, 'hers', 'neighbour', 'desk', 'colleague')
  const mother = newPerson('宁', '19600412')
  const { id } = await hasApplied(hers.request, mother, '家里三口人，一个月就一千一，想申请低保。', await phoneProofOf(hers, mother))
  await isOnDuty(desk.request, '何文静')
  const claim = await isAccepted(desk.request, id, 'dibao')
  await signsOwn(hers.request, id)
  await isOnDuty(colleague.request, '周立新')
  await isDone(colleague.request, claim, { type: 'skip', step: 'verification' })
  await isWrittenDown(desk.request, claim, 'visit', { monthlyIncome: 1100, currentStatus: ['none'] })
  await isDone(desk.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [await officerId(desk.request, '刘小勤')] })
  await isDone(desk.request, claim, { type: 'skip', step: 'appraisal' })
  await isDone(desk.request, claim, { type: 'propose', opinion: 'confirm' })
  await isDone(desk.request, claim, { type: 'post-notice' })
  await follows(hers)
  await openClaim(hers, '低保')
  let number = ''

  await test.step('a neighbour objects without a sign-in, and holds a number', async () => {
    const board = await neighbour.request.get('/api/notices/990101100201?kind=review')
    const { items } = await board.json() as VillageNotices
    await neighbour.goto(`/notices/990101100201/object/${items[0]?.id}`)
    await expect(neighbour.getByText(words('公示上是这样写的'))).toBeVisible()
    await expect(neighbour.getByText(words('这一家不会知道是您'))).toBeVisible()
    await neighbour.getByRole('checkbox', { name: words('有车、有房、有店') }).check()
    await neighbour.getByRole('textbox', { name: words('说具体些') }).fill('他家去年买了一辆车，停在屋后')
    await neighbour.getByRole('textbox', { name: words('自己定 4 个数字') }).fill('4711')
    // What was written stands there again when the page is opened anew.
    await reopen(neighbour)
    await expect(neighbour.getByRole('textbox', { name: words('说具体些') })).toHaveValue('他家去年买了一辆车，停在屋后')
    await button(neighbour, '交上去，请别人去查').click()
    await expect(heading(neighbour, '已收到，谢谢您')).toBeVisible()
    number = (await neighbour.locator('.slip .num').innerText()).replace(/\D/g, '').slice(0, 13)
    expect(number).toMatch(/^\d{13}$/)
  })

  await test.step('a colleague who had no hand in it reads it and admits it; whoever visited finds nothing', async () => {
    await isOnDuty(desk.request, '何文静')
    await desk.goto('/work')
    await expect(heading(desk, '今天要办')).toBeVisible()
    await expect(desk.getByText(words('有人有不同意见'))).toHaveCount(0)
    await isOnDuty(colleague.request, '谭志远')
    await colleague.goto('/work')
    await colleague.getByRole('link', { name: words('有人有不同意见，查不查') }).first().click()
    await expect(colleague.getByText('他家去年买了一辆车')).toBeVisible()
    await button(colleague, '受理，去查').click()
    await expect(colleague.getByText(words('这件事停着等答复'))).toBeVisible()
  })

  await test.step('she reads that somebody objects, since when it waits and until when, and not who', async () => {
    await expect(hers.getByText(words('换了没经手的人在查'))).toBeVisible()
    await expect(hers.getByText(words('最多到'))).toBeVisible()
    await expect(hers.locator('main')).not.toContainText('买了一辆车')
  })

  await test.step('the colleague answers: the visit is made by somebody else', async () => {
    await button(colleague, '查好了，答复').click()
    const sheet = colleague.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('和公示的不一样') }).check()
    await sheet.getByRole('radio', { name: words('换人重新入户') }).check()
    await button(sheet, '您说得对，我们重新来看').click()
    await button(sheet, '答复').last().click()
    await expect(sheet).toBeHidden()
    await expect(colleague.getByText(words('答复了'))).toBeVisible()
  })

  await test.step('whoever visited may not visit again, a colleague may', async () => {
    const atDesk = await sitsDown(desk, '何文静', id)
    await expect(button(atDesk, '记上门')).toHaveCount(0)
    const atColleague = await sitsDown(colleague, '谭志远', id)
    await does(atColleague, '记上门', ['住房、人口和说的一样', '入户调查表'], ['与说的相符', '和邱国栋'])
  })

  await test.step('the neighbour reads the answer with the number and the four digits', async () => {
    await neighbour.goto('/objection')
    const typed = neighbour.getByRole('textbox', { name: just('受理号') })
    // The page sets the digits apart as they come: what was filled before it did may stand there twice.
    await expect(async () => {
      await typed.fill(number)
      expect((await typed.inputValue()).replace(/\D/g, '')).toBe(number.replace(/\D/g, ''))
    }).toPass()
    await neighbour.getByRole('textbox', { name: words('您定的 4 个数字') }).fill('4711')
    await button(neighbour, '看结果').click()
    await expect(neighbour.getByText(words('查过了：和公示的不一样'))).toBeVisible()
    await expect(neighbour.getByText('您说得对，我们重新来看')).toBeVisible()
  })

  await test.step('her claim goes on, was visited again, and she never learns who objected or looked', async () => {
    await hers.reload()
    await openClaim(hers, '低保')
    await expect(hers.getByText(words('上门看过了'))).toBeVisible()
    await expect(hers.getByText(words('换了没经手的人在查'))).toHaveCount(0)
    await hers.goto('/inbox')
    await expect(hers.getByText(words('不同意见查过了')).first()).toBeVisible()
    await expect(hers.locator('main')).not.toContainText('买了一辆车')
    await expect(hers.locator('main')).not.toContainText('谭志远')
  })
})
