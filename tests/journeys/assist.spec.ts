import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { isAccepted, isDone, isWrittenDown } from './casework.ts'
import { button, choosePlace, heading, isOnDuty, newPerson, receiptNumber, sign, words, writeHeaders } from './people.ts'
import { visitOnce } from './phone.ts'

test('an old man without a phone: written for with the line cut, his slip, who looked at his data, and his matter taken back by his own hand', async ({ page, context, request }) => {
  const old = newPerson('冼', '19400203')
  await visitOnce(context)
  await isOnDuty(page.request, '罗永福')
  await page.goto('/work/assist')
  await button(page, '替他写').click()
  await page.getByRole('textbox', { name: '本人说的话，照着写' }).fill('我一个人过，灶屋的墙裂了大口子，下雨就往里灌水。')
  await button(page, '看看能办什么').click()
  await expect(heading(page, '能办什么')).toBeVisible()
  await button(page, '去签字').click()
  await expect(heading(page, '他是谁')).toBeVisible()
  await expect(heading(page, '读给他听').or(page.getByRole('region', { name: '读给他听' }))).toBeVisible()

  await context.setOffline(true)
  await page.getByRole('textbox', { name: '姓名' }).fill(old.name)
  await page.getByRole('textbox', { name: '身份证号' }).fill(old.idNumber)
  await choosePlace(page, '稻香镇', '梅林村')
  await sign(page)
  await button(page, '本人同意，交上去').click()
  await expect(page.getByText('先读给他听，再往下走')).toBeVisible()
  await button(page, '我从头到尾读给他听了').click()
  await button(page, '本人同意，交上去').click()
  await expect(heading(page, '都在这部手机上')).toBeVisible()
  await context.setOffline(false)
  const number = await receiptNumber(page)
  await button(page, '小条给了，办下一位').click()
  await expect(heading(page, '没有手机的人')).toBeVisible()
  await expect(page.getByText(old.name)).toHaveCount(0)

  await isOnDuty(request, '何文静')
  const open = async (): Promise<void> => {
    await page.getByRole('textbox', { name: '凭条上的受理号' }).fill(number)
    await page.getByRole('textbox', { name: '身份证后四位' }).fill(old.idNumber.slice(-4))
    await button(page, '打开').click()
  }
  await open()
  // Who wrote it knows both numbers: another who stands there says that he is there, too.
  await expect(page.getByText(words('这份是您写的，号码您都知道'))).toBeVisible()
  await page.getByRole('textbox', { name: '旁边作证的人叫什么' }).fill('冼大福')
  await sign(page)
  await button(page, '打开').click()
  await expect(heading(page, '他的事')).toBeVisible()
  await expect(heading(page, '谁看过他的资料')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '罗永福' }).first()).toBeVisible()
  await button(page, '他要撤回').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: words('我念的') }).check()
  await sign(page)
  await button(sheet, '交给办事的人').click()
  await expect(page.getByText(words('已收到，记作他自己办的'))).toBeVisible()
  await expect(button(page, '他要撤回')).toHaveCount(0)
  await button(page, '他走了，关上').click()
  await expect(heading(page, '没有手机的人')).toBeVisible()
  await expect(page.getByText('冼*')).toHaveCount(0)
})

const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

test('who shows the printed card has the matter opened, asks who looked, hands a paper in, hears the decision and has it looked at again, all on the worker’s phone', async ({ page, request: desk }) => {
  const old = newPerson('轩辕', '19390607')
  const post = async <T>(path: string, data: object): Promise<T> => {
    const answer = await page.request.post(`/api/work/${path}`, { data, headers: writeHeaders() })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()) as T
  }
  await isOnDuty(page.request, '何文静')
  const { id } = await post<{ id: string }>(`assists/${randomUUID()}/applications`, {
    ...{ words: '我八十七了，想领高龄津贴。', regionCode: '990101100201', photos: [], answers: { household: {}, members: [] } },
    added: ['elderly'],
    applicant: { identity: 'id-number', name: old.name, idNumber: old.idNumber },
    consent: { method: 'witnessed', commitment: 'commitment-1', authorisation: 'authorisation-1', how: 'spoken', witness: '轩辕大福' },
    ...{ read: 'worker', writtenAt: new Date().toISOString() },
  })
  await isOnDuty(desk, '何文静')
  const claim = await isAccepted(desk, id, 'elderly')
  await post(`applications/${id}/claims/${claim.claimId}/papers`, { papers: [{ paper: 'other', words: '户口簿本人那一页' }] })
  const card = await post<{ text: string }>('cards', { name: old.name, number: { kind: 'id-number', value: old.idNumber }, seen: true, pin: '4826' })
  await isOnDuty(page.request, '罗永福')
  const { occasion } = await post<{ occasion: { id: string } }>('scans', { text: card.text, purpose: 'progress', pin: '4826' })
  await post(`occasions/${occasion.id}/ask`, { scopes: ['applications'] })
  await post(`occasions/${occasion.id}/agreement`, { scopes: ['applications'], reason: '他没有手机', witness: '轩辕大福' })
  const opensMatter = async (): Promise<void> => {
    await page.goto(`/work/scan?on=${occasion.id}`)
    await page.getByRole('link', { name: words('和他一起办这件事') }).click()
    await expect(heading(page, '他的事')).toBeVisible()
  }
  await opensMatter()
  await expect(page).toHaveURL(/\/work\/assist$/)
  await button(page, '问为什么看').first().click()
  await button(page.getByRole('dialog'), '交给办事的人').click()
  await expect(page.getByText(words('已经问了，等答复')).first()).toBeVisible()
  const sheet = page.getByRole('dialog')

  await test.step('the paper he brought is handed in for him', async () => {
    await button(page, '拍照交：户口簿本人那一页').click()
    await sheet.locator('input[type=file]').first().setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: photo })
    await expect(sheet.getByRole('img', { name: '第 1 张' })).toBeVisible()
    await button(sheet, '交给办事的人').click()
    await expect(page.getByText(words('已收到，记作他自己办的'))).toBeVisible()
    await expect(button(page, '拍照交：户口簿本人那一页')).toHaveCount(0)
  })

  await test.step('he hears the decision and says by his own word that he has', async () => {
    await isDone(desk, claim, { type: 'record', step: 'verification', found: 'differs', companions: [] })
    await isWrittenDown(desk, claim, 'document', { hukouLocal: false }, { m1: { age: 87 } })
    await isDone(desk, claim, { type: 'propose', opinion: 'refuse' })
    await isOnDuty(desk, '周立新')
    await isDone(desk, claim, { type: 'refuse' })
    await opensMatter()
    await button(page, '决定书：读给他听').click()
    await expect(sheet).toContainText(words('户口不在本县'))
    await button(sheet, '读完了，请他签收').click()
    await sheet.getByRole('radio', { name: words('我念的') }).check()
    await sheet.getByRole('radio', { name: words('当面说同意') }).check()
    await sheet.getByRole('textbox', { name: '旁边作证的人' }).fill('轩辕大福')
    await button(sheet, '交给办事的人').click()
    await expect(page.getByText(words('读给他听，他签收了'))).toBeVisible()
  })

  await test.step('and asks that others look again, in his own words', async () => {
    await button(page, '再看决定书').click()
    await expect(sheet.getByText(words('申请行政复议，到'))).toBeVisible()
    await button(sheet, '请他们再看一次').click()
    await sheet.getByRole('textbox', { name: '他说的理由' }).fill('户口去年就迁回来了，我有户口本。')
    await sheet.getByRole('radio', { name: words('我念的') }).check()
    await sign(page)
    await button(sheet, '交给办事的人').click()
    await expect(page.getByText(words('已收到，记作他自己办的'))).toBeVisible()
    // The decision stands no more: it is theirs to decide who look at it now.
    await expect(button(page, '再看决定书')).toHaveCount(0)
  })

  await button(page, '他走了，关上').click()
  await expect(page.getByText('轩*')).toHaveCount(0)
  await isOnDuty(desk, '刘小勤')
  const said = await (await desk.get(`/api/work/applications/${id}`)).text()
  expect(said).toContain('户口去年就迁回来了，我有户口本。')
})
