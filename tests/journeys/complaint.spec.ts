import { expect, test } from '@playwright/test'
import {
  button, fillLastScreen, goToSign, handIn, isOnDuty, keepsNothing, newPerson, openRequest, overheard, say, seeWhatFits, words,
} from './people.ts'

test.use(keepsNothing)

const need = '我男人瘫在床上两年，家里三口人一个月一千二。'
const accusation = '低保卡被村会计拿着，每个月取了给我们多少是多少。'

test('a sentence that accuses somebody is taken out, and nobody but its writer ever saw it', async ({ page, browser }) => {
  const resident = newPerson('冉')
  const said = overheard(page)
  await test.step('she is told who would read it and takes it out', async () => {
    await say(page, `${need}${accusation}`)
    const notice = page.getByRole('group', { name: '这几句像是在反映人' })
    await expect(notice).toContainText(accusation.replace(/。$/, ''))
    await expect(notice.getByRole('link', { name: words('12388') })).toHaveAttribute('href', 'tel:12388')
    await button(notice, '拿掉这几句，不留底').click()
    await expect(notice).toBeHidden()
    await expect(page.getByRole('textbox', { name: '家里遇到什么难处？' })).toHaveValue(need)
  })

  await test.step('she applies with the rest', async () => {
    await seeWhatFits(page)
    await goToSign(page)
    await fillLastScreen(page, resident)
    await handIn(page, '先交上去')
  })

  await test.step('what she took out was never sent, not even to be read', () => {
    expect(said.filter((one) => one.includes('/api/readings'))).toEqual([])
    expect(said.filter((one) => one.includes('村会计'))).toEqual([])
    expect(said.filter((one) => one.includes(need))).toHaveLength(1)
  })

  await test.step('the clerk reads the need and nothing of the accusation', async () => {
    const desk = await (await browser.newContext()).newPage()
    await isOnDuty(desk.request, '何文静')
    await desk.goto('/work')
    await openRequest(desk, resident.name)
    await expect(desk.getByRole('region', { name: '本人说的话' })).toContainText('在床上两年')
    await expect(desk.getByRole('main')).not.toContainText('会计')
  })
})

test('nobody sends an accusation without having decided it', async ({ page }) => {
  await say(page, `${need}${accusation}`)
  await button(page, '看看能办什么').click()
  await expect(page.getByText(words('先选一下：拿掉，还是照样送'))).toBeVisible()
  await button(page, '照样送，让他们看到').click()
  await seeWhatFits(page)
})
