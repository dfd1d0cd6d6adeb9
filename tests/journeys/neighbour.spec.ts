import { expect, test } from '@playwright/test'
import {
  backToList, button, choosePlace, clerkSignIn, heading, just, keepsNothing, newPerson, openRequest, receiptNumber, words,
} from './people.ts'

test.use(keepsNothing)

test('a neighbour asks for a visit, and it becomes an application only when the old man agrees', async ({ page, browser }) => {
  const neighbour = newPerson('任')
  const oldMan = newPerson('李', '19560304')
  await test.step('the neighbour says where he is to be found and chooses four digits', async () => {
    await page.goto('/apply?for=other')
    await page.getByRole('textbox', { name: '他遇到什么难处？' }).fill('村头的老李一个人住，六十八了没儿没女，走路都打偏偏，麻烦去看一下。')
    await button(page, '往下写').click()
    await page.getByRole('textbox', { name: '他叫什么' }).fill(oldMan.name)
    await choosePlace(page, '稻香镇', '梅林村', '他住在哪个村、哪个社区')
    await page.getByRole('textbox', { name: '怎么找到他' }).fill('村头小卖部后面')
    await page.getByRole('textbox', { name: '姓名' }).fill(neighbour.name)
    await page.getByRole('textbox', { name: '自己选 4 个数字' }).fill('2468')
    await button(page, '没有手机').click()
    await button(page, '请你们去看看').click()
    await receiptNumber(page)
    await expect(page.getByRole('main')).toContainText('请人去看看')
  })

  const desk = await (await browser.newContext()).newPage()
  await test.step('the clerk finds a visit to make, without any programme', async () => {
    await clerkSignIn(desk)
    await expect(desk.getByRole('link', { name: words(oldMan.name) })).toContainText('上门')
    await openRequest(desk, oldMan.name)
    await expect(heading(desk, '先上门，问本人愿不愿意')).toBeVisible()
    await expect(desk.getByRole('region', { name: '要看望的人' })).toContainText('村头小卖部后面')
    await expect(desk.getByRole('region', { name: '代说的人' })).toContainText(neighbour.name)
    await expect(desk.getByRole('region', { name: words('提出的项目') })).toBeHidden()
  })

  await test.step('he agrees before a witness, and it is an application of his own', async () => {
    await button(desk, '本人同意了，记下来').click()
    const sheet = desk.getByRole('dialog')
    await sheet.getByRole('radio', { name: just('当面说的') }).click()
    await expect(sheet.getByRole('textbox', { name: '本人姓名' })).toHaveValue(oldMan.name)
    await sheet.getByRole('textbox', { name: '身份证号' }).fill(oldMan.idNumber)
    await sheet.getByRole('textbox', { name: '见证人姓名' }).fill('罗永福')
    await button(sheet, '记下来').click()
    await expect(desk.getByText(words('记下了，现在是本人的申请'))).toBeVisible()
    await expect(desk.getByRole('region', { name: words('提出的项目') }).getByRole('article')).not.toHaveCount(0)
    await expect(desk.getByRole('region', { name: '申请人' })).toContainText(oldMan.name)
    await backToList(desk)
    await expect(desk.getByRole('link', { name: words(oldMan.name) })).toContainText('看申请')
  })
})
