import { expect, test } from '@playwright/test'
import { maskPhone } from '@yima/shared/identity/phone'
import {
  button, fillLastScreen, goToSign, handIn, heading, isOnDuty, keepsNothing, newPerson, say, seeWhatFits, words,
} from './people.ts'

test.use(keepsNothing)

test('somebody without food sees whom to ring at once, and the officer on duty is called and answers', async ({ page, browser }) => {
  const resident = newPerson('温')
  await test.step('the numbers stand there while she is still writing', async () => {
    await say(page, '家里没米下锅了，两天没吃饱饭，孩子在哭。')
    const numbers = page.getByRole('alert', { name: '要紧的电话' })
    await expect(numbers).toContainText('今天就可以打电话')
    await expect(numbers.getByRole('link', { name: words('12345') })).toHaveAttribute('href', 'tel:12345')
  })

  await test.step('she sends it and reads who was called', async () => {
    await seeWhatFits(page)
    await expect(page.getByRole('alert', { name: '要紧的电话' })).toBeVisible()
    await goToSign(page)
    await fillLastScreen(page, resident)
    await handIn(page, '先交上去')
    await expect(page.getByText(words('已经叫了稻香镇社会救助窗口的值班人'))).toBeVisible()
  })

  const duty = await (await browser.newContext()).newPage()
  await test.step('the officer on duty has a message with a link, and no name in it', async () => {
    await isOnDuty(duty.request, '何文静')
    await duty.goto('/demo/outbox')
    const message = duty.getByRole('article').filter({ hasText: '稻香镇梅林村有人遇到急难' }).first()
    await expect(message).toContainText(maskPhone('19900001011').slice(0, 3))
    await expect(message).not.toContainText(resident.name)
    await message.getByRole('link').click()
  })

  await test.step('one tap says that it was seen', async () => {
    // Others may be in danger at the same time: the first call stands whole, the rest behind one tap.
    const others = duty.getByRole('button', { name: words('件急事没人接') })
    const call = duty.getByRole('alert').filter({ hasText: resident.name })
    await expect(async () => {
      if (await others.isVisible()) await others.click()
      await expect(call).toBeVisible({ timeout: 3000 })
    }).toPass()
    await expect(call).toContainText('前点一下。没人点就转给上一级')
    await button(call, '我看到了').click()
    await expect(call).toBeHidden()
    await duty.getByRole('link', { name: words(resident.name) }).click()
    await expect(duty.getByRole('region', { name: '急事' })).toContainText('何文静看到了')
    await expect(heading(duty, '等您答复')).toBeVisible()
  })
})

test('a joke about hunger rings no bell', async ({ page }) => {
  await say(page, '孩子上大学，学费一年六千多，我饿死了也要供他。')
  await expect(page.getByRole('region', { name: '我们听懂了这些' })).toBeVisible()
  await expect(page.getByRole('alert', { name: '要紧的电话' })).toBeHidden()
})
