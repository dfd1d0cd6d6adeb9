import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { follows, isAccepted, isDone, opened } from './casework.ts'
import { deskIsKept, visitOnce } from './phone.ts'
import { button, hasApplied, heading, isOnDuty, keepsNothing, newPerson, openClaim, phoneProofOf, words } from './people.ts'

const photo = (colour: number): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: { r: colour * 30, g: 80, b: 60 } } }).jpeg().toBuffer()
const docked = (page: Page) => page.getByRole('region', { name: '操作' }).getByRole('button').first()
const picture = async (colour: number) => ({ name: `picture-${colour}.jpg`, mimeType: 'image/jpeg', buffer: await photo(colour) })

async function sign(page: Page, name: string): Promise<void> {
  const part = page.getByRole('region', { name: words(`${name} 签名`) })
  const pad = part.getByRole('img')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad to sign on is not on the page.')
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.6, { steps: 6 })
  await page.mouse.up()
  await expect(part.getByRole('img', { name: /写了/ })).toBeVisible()
}

const neighbours = ['汪大山', '汪二山', '郝春兰', '郝秋兰', '闵老三', '闵老四', '苟玉珍', '苟玉兰']

test('a rural house is appraised by the village in a hall without a network, and its family reads how it came out', async ({ browser }) => {
  const [hers, desk] = [await opened(browser, keepsNothing), await opened(browser)]
  const person = newPerson('卜', '19580312')
  const { id } = await hasApplied(hers.request, person, '屋顶漏雨，墙裂了，没钱修。', await phoneProofOf(hers, person), { added: ['rural-housing'] })
  await visitOnce(desk.context())
  await isOnDuty(desk.request, '何文静')
  const claim = await isAccepted(desk.request, id, 'rural-housing')
  const staff = (await (await desk.request.get('/api/staff/officers')).json()) as { officers: { id: string; name: string }[] }
  const liu = staff.officers.find(({ name }) => name === '刘小勤')?.id ?? ''
  await isDone(desk.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
  await isDone(desk.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [liu] })

  // The worker of the village holds it, and finds it among what waits there.
  await isOnDuty(desk.request, '罗永福')
  await desk.goto('/work')
  await desk.locator(`a[href="/work/appraisals/${id}/${claim.claimId}"]`).click()
  await expect(heading(desk, '民主评议')).toBeVisible()
  await deskIsKept(desk)
  await desk.context().setOffline(true)
  await desk.getByLabel(words('在哪里开会')).fill('村委会会议室')
  await docked(desk).click()
  // Whoever visited is there and does not vote.
  await desk.getByRole('button', { name: '刘小勤' }).click()
  await expect(desk.getByText(words('回避：入户调查的人'))).toBeVisible()
  for (const name of neighbours) {
    await desk.getByRole('textbox', { name: '姓名' }).fill(name)
    await button(desk, '加上这个人').click()
  }
  await expect(desk.getByText(words('8 人表决')).first()).toBeVisible()
  await docked(desk).click()
  await desk.getByRole('radio', { name: words('不记名') }).check({ force: true })
  for (const [label, count] of [['属实', '7'], ['不属实', '1'], ['说不清', '0']] as const) await desk.getByLabel(label, { exact: true }).fill(count)
  await expect(desk.getByText(words('多数人说：看到的属实'))).toBeVisible()
  await docked(desk).click()
  await desk.getByLabel(words('大家说了什么')).fill('都说这房子住不得了')
  await desk.locator('li.current input[type=file]').setInputFiles(await picture(1))
  await docked(desk).click()
  const [first = '', second = ''] = neighbours
  await desk.getByRole('radiogroup', { name: words('第一位计票的人') }).getByRole('radio', { name: first }).check({ force: true })
  await sign(desk, first)
  await desk.getByRole('radiogroup', { name: words('第二位计票的人') }).getByRole('radio', { name: second }).check({ force: true })
  await sign(desk, second)
  await docked(desk).click()
  await expect(heading(desk, '在这部手机上')).toBeVisible()
  await desk.context().setOffline(false)
  await expect(heading(desk, '评议记录已收到')).toBeVisible()
  await button(desk, '回去').click()
  await expect(desk.locator(`a[href="/work/appraisals/${id}/${claim.claimId}"]`)).toHaveCount(0)
  await isOnDuty(desk.request, '何文静')
  await desk.goto(`/work/applications/${id}/appraisals`)
  await expect(desk.getByText(words('没有记谁投了什么'))).toBeVisible()

  await follows(hers)
  const house = await openClaim(hers, '危房改造')
  await expect(house).toContainText(words('属实 7 票，不属实 1 票，说不清 0 票'))
  await expect(button(house, '请乡镇再评议')).toBeVisible()
})
