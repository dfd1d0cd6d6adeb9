import { expect, test } from '@playwright/test'
import { button, hasApplied, heading, isOnDuty, keepsNothing, newPerson, phoneProofOf, words } from './people.ts'

test.use(keepsNothing)

test('she reads her number aloud, the clerk asks for her name, she ticks it on her own phone, he sees it and no more, and she ends it', async ({ page: desk, browser }) => {
  const person = newPerson('庄')
  const hers = await (await browser.newContext()).newPage()
  await hasApplied(hers.request, person, '屋顶漏雨，没钱修。', await phoneProofOf(hers, person))
  await isOnDuty(desk.request, '何文静')
  const seen = desk.getByRole('main')

  await test.step('he types what she reads from her phone, and learns the least', async () => {
    const looked = hers.waitForResponse((answer) => answer.url().endsWith('/api/me/occasions'))
    await hers.goto('/code')
    const spoken = hers.getByText(/^\d{3} \d{3} \d{4}$/)
    await expect(spoken).toBeVisible()
    await looked
    const number = await spoken.innerText()
    await desk.goto('/work/scan')
    await desk.getByRole('radio', { name: words('问进度') }).check()
    await button(desk, '开始扫码').click()
    await expect(desk.getByText('这台机器没有相机')).toBeVisible()
    await desk.getByRole('textbox', { name: '念的数字' }).fill(number)
    await button(desk, '用这个数字').click()
    await expect(desk.getByRole('heading', { name: /^庄\*/ })).toBeVisible()
    await expect(seen).toContainText('身份还没核实')
    for (const secret of [person.name, person.idNumber, person.phone]) await expect(seen).not.toContainText(secret)
    // Her phone says who read it, and has the next one ready: a code is good once.
    await expect(hers.getByRole('link', { name: words('扫了您的码') })).toBeVisible()
    await expect(spoken).not.toHaveText(number)
  })

  await test.step('he asks for her name and her applications', async () => {
    await desk.getByRole('checkbox', { name: words('姓名') }).check()
    await expect(desk.getByRole('checkbox', { name: words('申请和进度') })).toBeChecked()
    await button(desk, '请本人在手机上答应').click()
    await expect(desk.getByText(words('等本人在手机上答应'))).toBeVisible()
  })

  await test.step('her phone says by itself who asks; she ticks her name and nothing else', async () => {
    await hers.getByRole('link', { name: words('何文静要看您的资料') }).click()
    await expect(heading(hers, '何文静')).toBeVisible()
    await button(hers, '给看这些').click()
    await expect(hers.getByText('想给看的，点一下')).toBeVisible()
    await hers.getByRole('checkbox', { name: words('姓名') }).check()
    await button(hers, '给看这些').click()
    await expect(hers.getByText(words('现在能看到')).first()).toBeVisible()
  })

  await test.step('he sees her name without asking again, and what she did not tick not even after opening the page anew', async () => {
    await expect(seen).toContainText(person.name)
    await desk.reload()
    await expect(seen).toContainText(person.name)
    await expect(heading(desk, '本人给看的')).toBeVisible()
    await expect(heading(desk, '申请和进度')).toHaveCount(0)
    for (const secret of [person.idNumber, person.phone, '屋顶漏雨']) await expect(seen).not.toContainText(secret)
  })

  await test.step('she ends it, and her name goes from his screen', async () => {
    await button(hers, '结束，不给看了').click()
    await expect(hers.getByText(words('现在没有人要看')).first()).toBeVisible()
    await expect(desk.getByText(words('已经结束'))).toBeVisible()
    await expect(seen).not.toContainText(person.name)
  })

  await test.step('it stands in her log: who, and what was shown', async () => {
    await hers.goto('/me/access')
    await expect(hers.getByRole('listitem').filter({ hasText: '何文静' }).filter({ hasText: /看了.*姓名/ }).first()).toBeVisible()
  })
})
