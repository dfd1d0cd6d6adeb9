import { expect, test, type Page } from '@playwright/test'
import { noticeKinds } from '@yima/shared/notice/contract'
import { maskName } from '@yima/shared/identity/name'
import { isAccepted, isDone, isWrittenDown, officerId, opened, sitsDown } from './casework.ts'
import { button, hasApplied, isOnDuty, keepsNothing, newPerson, openClaim, phoneProofOf, words } from './people.ts'

test.use(keepsNothing)

const village = '990101100201'

/** Whatever hangs or stands in her village: of this family nothing. */
async function standsNowhere(neighbour: Page, masked: string): Promise<void> {
  await neighbour.goto(`/notices/${village}`)
  for (const kind of ['正在公示', '正在享受', '新增停发', '干部亲属']) {
    await neighbour.getByRole('radio', { name: words(kind) }).check({ force: true })
    await expect(neighbour.locator('main [aria-busy=true]')).toHaveCount(0)
    await expect(neighbour.getByRole('main')).not.toContainText(masked)
  }
  for (const kind of noticeKinds) {
    const board = await neighbour.request.get(`/api/notices/${village}?kind=${kind}`)
    expect(await board.text()).not.toContain(masked)
  }
}

test('an unsupported child is helped without ever standing on a notice', async ({ browser }) => {
  const [hers, desk, county, neighbour] = [await opened(browser), await opened(browser), await opened(browser), await opened(browser)]
  const grandmother = newPerson('尉迟', '19610312')
  const masked = maskName(grandmother.name)
  const answers = { household: { householdSize: 2 }, members: [{ id: 'm1', age: 65 }, { id: 'm2', age: 9, fatherStatus: 'imprisoned' as const, motherStatus: 'lost-contact' as const }] }
  const { id } = await hasApplied(
    hers.request, grandmother, '孙子九岁，他爸坐牢，他妈走了好几年没音信，就我带着。', await phoneProofOf(hers, grandmother),
    { answers, added: ['unsupported-child'] },
  )
  await Promise.all([isOnDuty(desk.request, '何文静'), isOnDuty(county.request, '周立新')])
  const claim = await isAccepted(desk.request, id, 'unsupported-child')

  await test.step('she reads a way without a notice, and the published rule says why', async () => {
    await hers.goto('/policies/unsupported-child')
    await expect(hers.getByText(words('不公示，保护孩子')).first()).toBeVisible()
    await hers.goto('/track')
    const card = await openClaim(hers, '无人抚养儿童')
    await expect(card).toContainText('作出决定')
    await expect(card).not.toContainText('公示')
  })

  await test.step('two visit, the clerk gives an opinion, and there is nothing to post', async () => {
    await isWrittenDown(desk.request, { id }, 'visit', { householdSize: 2 }, { m2: { age: 9, fatherStatus: 'imprisoned', motherStatus: 'lost-contact' } })
    await isDone(desk.request, claim, { type: 'record', step: 'verification', found: 'fits', companions: [] })
    await isDone(desk.request, claim, { type: 'record', step: 'visit', found: 'fits', companions: [await officerId(desk.request, '刘小勤')] })
    await isDone(desk.request, claim, { type: 'propose', opinion: 'confirm' })
    const card = await sitsDown(desk, '何文静', id, '无人抚养儿童')
    await expect(button(card, '贴公示')).toHaveCount(0)
    await standsNowhere(neighbour, masked)
  })

  await test.step('the county confirms, she reads how much, and still nobody reads of the child', async () => {
    await isDone(county.request, claim, { type: 'confirm' })
    await hers.goto('/track')
    await expect(await openClaim(hers, '无人抚养儿童')).toContainText('元')
    await standsNowhere(neighbour, masked)
  })
})
