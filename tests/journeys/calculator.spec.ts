import { expect, test } from '@playwright/test'
import { button, heading, keepsNothing, overheard, seeWhatFits, words } from './people.ts'

test.use(keepsNothing)

const sentence = '我男人上个月脑梗住院，自己掏了三万多。家里三口人，一个月就一千五。'

test('somebody calculates without sign-in, nothing leaves the phone, and it becomes an application', async ({ page }) => {
  await page.goto('/calculator')
  await expect(page.getByText(words('在这部手机上算，什么都不送出去'))).toBeVisible()
  const said = overheard(page)
  await page.getByRole('textbox', { name: '家里遇到什么难处？' }).fill(sentence)
  const heard = page.getByRole('region', { name: '我们听懂了这些' })
  await button(heard, '改：您家 3 口人').click()
  await page.getByRole('dialog').getByRole('radio', { name: '4' }).click()
  await expect(heard).toContainText('您家 4 口人')
  await button(page, '接着算').click()

  await test.step('one question at a time, and not knowing is an answer', async () => {
    const before = await page.getByRole('heading', { level: 1 }).innerText()
    await page.getByLabel(words('说不清')).first().click()
    const take = button(page, '选好了')
    if (await take.isVisible()) await take.click()
    await button(page, '下一问').click()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(before)
    await button(page, '不答了，看结果').click()
    await expect(heading(page, '算出来了')).toBeVisible()
    await expect(page.getByRole('button', { name: words('医疗救助') })).toBeVisible()
  })

  expect(said.filter((one) => !one.startsWith('GET ')), 'nothing was sent').toEqual([])
  expect(said.filter((one) => /脑梗|三万|householdSize/.test(one)), 'no address holds what was said').toEqual([])

  await test.step('everything is carried over', async () => {
    await button(page, '就按这些申请').click()
    await expect(page.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue(sentence)
    await expect(page.getByRole('region', { name: '我们听懂了这些' })).toContainText('您家 4 口人')
    await seeWhatFits(page)
    await expect(page.getByRole('button', { name: words('医疗救助') })).toBeVisible()
  })
})

test('a policy page answers for itself and leads to its calculation', async ({ page }) => {
  await page.goto('/policies')
  await page.getByRole('link', { name: /^低保/ }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('低保')
  await expect(page.getByRole('main')).toContainText('《社会救助暂行办法》')
})
