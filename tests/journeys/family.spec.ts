import { expect, test, type Page } from '@playwright/test'
import { button, confirmPhone, dock, hasApplied, heading, isOnDuty, just, keepsNothing, newPerson, phoneProofOf, seeWhatFits, sign, words, type Person } from './people.ts'

test.use(keepsNothing)

/** By SMS and ID number, wherever a page asks who one is. */
async function signIn(page: Page, person: Person): Promise<void> {
  await confirmPhone(page, person)
  await page.getByRole('textbox', { name: '身份证号' }).fill(person.idNumber)
  await button(page, '登录').click()
}

/** The link that stands on the page to be sent: read from it as a phone at the same table would open it. */
async function linkOn(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: words('用这部手机打开') })
  await expect(link).toBeVisible()
  return (await link.getAttribute('href')) ?? ''
}

test('a grandmother asks her son into her household, lets him apply for her from his own phone and see how far it is, and ends it: from then on he is refused', async ({ page, browser, request }) => {
  const grandmother = newPerson('谷', '19480203')
  const son = newPerson('谷', '19740312')
  await hasApplied(request, grandmother, '老伴走了，我一个人种不动地，药钱也没着落。')
  await hasApplied(request, son, '屋顶漏雨，没钱修。')
  const his = await (await browser.newContext()).newPage()

  await test.step('she is signed in by SMS and asks him by a link', async () => {
    await page.goto('/me/family')
    await page.getByRole('link', { name: '用手机号登录' }).click()
    await signIn(page, grandmother)
    await expect(heading(page, '您的申请')).toBeVisible()
    await page.goto('/me/family')
    await expect(page.getByText(words('还没有家里人'))).toBeVisible()
    await button(page, '请家里人加入').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('textbox', { name: '他的姓名' }).fill(son.name)
    await sheet.getByRole('radio', { name: '子女' }).click()
    await button(sheet, '好，请他').click()
    await expect(heading(page, '把这个链接发给他')).toBeVisible()
  })

  const link = await linkOn(page)
  await test.step('he opens it, reads who asks before he says who he is, signs with his finger and is in', async () => {
    await his.goto(link)
    await expect(heading(his, '请您做家里人')).toBeVisible()
    await expect(his.getByRole('main')).not.toContainText(grandmother.name)
    await signIn(his, son)
    await sign(his)
    await button(his, '我同意，加入').click()
    await expect(his.getByText(words('您是家里人了'))).toBeVisible()
    await button(his, '去看看').or(his.getByRole('link', { name: '去看看' })).click()
    for (const { name } of [grandmother, son]) await expect(his.getByRole('listitem').filter({ hasText: name })).toBeVisible()
    await his.goto('about:blank')
    await his.goto(link)
    await expect(his.getByText(words('这个邀请用过了'))).toBeVisible()
  })

  await test.step('she lets him apply for her, see how far it is, and take it back', async () => {
    await page.goto('/me/helpers')
    await button(page, '请人帮忙').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: words(son.name) }).click()
    for (const scope of ['替我申请', '看办到哪一步', '替我撤回申请'])
      await sheet.getByRole('checkbox', { name: words(scope) }).click()
    await sheet.getByRole('radio', { name: words('三个月') }).click()
    await button(sheet, '好，请他帮忙').click()
    await expect(sheet).toBeHidden()
    await expect(heading(page, son.name)).toBeVisible()
  })

  await test.step('he applies for her from his own phone: whose it is stands above every step, and the slip bears both names', async () => {
    await his.goto('/me/helpers')
    await his.getByRole('link', { name: words(`替${grandmother.name}办事`) }).click()
    await his.getByRole('link', { name: words(`替${grandmother.name}申请`) }).click()
    const acting = his.getByRole('region', { name: words(`您在替${grandmother.name}申请`) })
    await expect(acting).toBeVisible()
    await his.getByRole('textbox', { name: words(`${grandmother.name}家遇到什么难处`) }).fill('她腿摔断了，自费药付不起。')
    await seeWhatFits(his)
    await expect(acting).toBeVisible()
    await dock(his).click()
    await expect(heading(his, '看一看，签个字')).toBeVisible()
    await expect(acting).toBeVisible()
    await expect(his.getByRole('main')).toContainText(`${son.name}，代${grandmother.name}`)
    await expect(his.getByRole('textbox', { name: '身份证号' })).toHaveCount(0)
    await sign(his)
    await dock(his).click()
    await expect(heading(his, '已收到')).toBeVisible()
    await expect(his.getByText(words('本人也会收到消息'))).toBeVisible()
  })

  await test.step('she sees it with both names among her own', async () => {
    await page.goto('/track')
    await expect(page.getByText(words(`由${son.name}代${grandmother.name}办理`)).first()).toBeVisible()
  })

  await test.step('he stands in her place under her name, and what he does bears both', async () => {
    await his.getByRole('link', { name: '看进度' }).click()
    await expect(heading(his, `您在替${grandmother.name}办事`)).toBeVisible()
    await expect(his.getByRole('main')).toContainText('受理号')
    await button(his, '撤回这份申请').first().click()
    await button(his.getByRole('dialog'), '撤回这份申请').click()
    await expect(his.getByText(words(`${son.name} 替 ${grandmother.name} 办的`)).first()).toBeVisible()
  })

  await test.step('she sees it with both names, and ends it', async () => {
    // The application, and taking it back, once the office has it.
    await expect(async () => {
      await page.goto('/me/helpers')
      await expect(page.getByText(words(`${son.name} 替 ${grandmother.name} 办的`))).toHaveCount(2, { timeout: 3000 })
    }).toPass()
    await button(page, '不用他帮了').click()
    await button(page.getByRole('dialog'), '不用他帮了').click()
    await expect(page.getByText(words('还没有请人帮忙'))).toBeVisible()
  })

  await test.step('he is refused from the next tap on, by the page and by the office', async () => {
    const person = new URL(his.url()).pathname.split('/').at(-1) ?? ''
    const asked = await his.request.get('/api/me/applications', { headers: { 'x-on-behalf-of': person } })
    expect(asked.status()).toBe(404)
    await his.reload()
    await expect(his.getByText(words('现在不能替人办事'))).toBeVisible()
    await expect(his.getByRole('main')).not.toContainText('受理号')
  })
})

test('a mother asks to be the guardian of her child, the clerk sees the paper and confirms it on her phone, and the mother acts for the child', async ({ page, browser }) => {
  const mother = newPerson('秦', '19850203')
  const child = newPerson('秦').name
  await hasApplied(page.request, mother, '屋顶漏雨，没钱修。', await phoneProofOf(page, mother))

  await test.step('she writes the child down, whose guardian nobody has confirmed yet', async () => {
    await page.goto('/me/family')
    await button(page, '添孩子，或不能自己办事的人').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: words('孩子，不满十八岁') }).check()
    await sheet.getByRole('textbox', { name: '他的姓名' }).fill(child)
    await sheet.getByRole('radio', { name: just('子女') }).check()
    await sheet.getByRole('radio', { name: words('还没有证件') }).check()
    await sheet.getByLabel('出生日期').fill('2019-04-04')
    await button(sheet, '添上').click()
    await expect(page.getByText(words('还没核对'))).toBeVisible()
  })

  const desk = await (await browser.newContext()).newPage()
  await test.step('the clerk finds her above the list of work, and confirms on the paper that she has seen', async () => {
    await isOnDuty(desk.request, '何文静')
    await desk.goto('/work')
    await desk.getByRole('link', { name: words('监护等核对') }).click()
    const card = desk.locator('main section').filter({ has: heading(desk, `${mother.name}说是${child}的监护人`) })
    await button(card, '看过证件了').click()
    const sheet = desk.getByRole('dialog')
    await sheet.getByRole('radio', { name: just('户口簿') }).check()
    await button(sheet, '核对好了，记下').click()
    await expect(sheet).toBeHidden()
    await expect(card).toBeHidden()
  })

  await test.step('she reads it, and stands in the place of her child', async () => {
    await page.goto('/me/family')
    await expect(page.getByText(words('窗口核对过了'))).toBeVisible()
    await page.getByRole('link', { name: words('替他办事') }).click()
    await expect(heading(page, `您在替${child}办事`)).toBeVisible()
  })
})
