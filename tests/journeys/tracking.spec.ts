import { expect, test } from '@playwright/test'
import { button, hasApplied, heading, newPerson, words } from './people.ts'
import { openWithoutNetwork, visitOnce } from './phone.ts'

test('a son who knows the number and the last four sees how far it is, and neither name nor programme, later without a network too', async ({ page, context, request }) => {
  const mother = newPerson('郭', '19500819')
  const { receiptNumber } = await hasApplied(request, mother, '老伴上个月住院自己掏了三万多，家里就靠几亩地，种不动了。')
  await page.goto('/track')
  await page.getByRole('textbox', { name: '受理号' }).fill(receiptNumber)
  await page.getByRole('textbox', { name: '身份证最后 4 位' }).fill(mother.idNumber.slice(-4))
  await button(page, '查一查').click()
  await expect(heading(page, '您的申请')).toBeVisible()
  const main = page.getByRole('main')
  await expect(main).toContainText('有人上门看看')
  await expect(main).toContainText('稻香镇社会救助窗口')
  await expect(main.getByRole('listitem').first()).toContainText('第 1 项')
  for (const secret of [mother.name, mother.idNumber.slice(-4), '低保', '医疗救助', '住院']) await expect(main).not.toContainText(secret)
  expect(page.url()).not.toContain(receiptNumber)

  await test.step('on the way home, without a network, he reads what he read last, and from when it is', async () => {
    await visitOnce(context)
    await context.setOffline(true)
    await openWithoutNetwork(page, '/track')
    await expect(heading(page, '您的申请')).toBeVisible()
    await expect(main).toContainText('有人上门看看')
    await expect(main).toContainText('稻香镇社会救助窗口')
    await expect(page.getByText(words('没有网络')).first()).toBeVisible()
    await expect(main).toContainText(words('下面是'))
    expect(page.url()).not.toContain(receiptNumber)
  })
})

test('whoever scans the slip stands before the number, and the address no longer holds it', async ({ page, request }) => {
  const { receiptNumber } = await hasApplied(request, newPerson('程'), '孩子上大学，学费供不起。')
  await page.goto(`/track#${receiptNumber}`)
  await expect(page.getByRole('textbox', { name: '受理号' })).toHaveValue(new RegExp([...receiptNumber].join('\\s*')))
  expect(page.url()).not.toContain(receiptNumber)
})

test('a wrong last four is answered like a number that nobody has', async ({ page, request }) => {
  const { receiptNumber } = await hasApplied(request, newPerson('邵'), '孩子上大学，学费供不起。')
  await page.goto('/track')
  await page.getByRole('textbox', { name: '受理号' }).fill(receiptNumber)
  await page.getByRole('textbox', { name: '身份证最后 4 位' }).fill('0000')
  await button(page, '查一查').click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByRole('textbox', { name: '身份证最后 4 位' })).toHaveValue('0000')
  await expect(page.getByRole('main')).not.toContainText(words('上门看看'))
})
