import { expect, test } from '@playwright/test'
import { isAskedForMore, isOnDuty, isSignedIn, keepsNothing, newPerson, words, writeHeaders } from './people.ts'
import { Sweep } from './sweep.ts'

// As axe.spec.ts, for pages of staff beside the desk.

test.use(keepsNothing)

/** Somebody at the window: what for, by which code, what may be seen of them, and when it is over. */
async function lookAtWindow(on: Sweep): Promise<void> {
  const { page } = on
  await isSignedIn(page, newPerson('庄'))
  const occasion = await isAskedForMore(page.request)
  await on.open('/work/scan', 'staff: what somebody comes for', on.button('window.begin'))
  await on.button('window.begin').click()
  await expect(page.getByText(on.text('window.purpose.missing'))).toBeVisible()
  await on.look('staff: what somebody comes for is missing')
  await page.getByRole('radio', { name: words('问进度') }).check()
  await on.button('window.begin').click()
  await expect(page.getByText(on.text('window.camera.absent'))).toBeVisible()
  await on.look('staff: reading a code')
  await on.field('window.number').fill('1234567890')
  await on.button('window.number.go').click()
  await expect(page.getByRole('alert')).toBeVisible()
  await on.look('staff: a code that opens nothing')
  await on.open(`/work/file/${occasion}`, 'staff: written down for somebody', 'window.file.say')
  await on.open(`/work/scan?on=${occasion}`, 'staff: somebody was recognised', page.getByText(on.text('window.waits')))
  await on.button('window.face').click()
  await on.field('window.face.reason').fill('手机没电了')
  await on.button('window.face.go').click()
  await expect(on.heading('window.given')).toBeVisible()
  for (const details of await page.getByRole('main').locator('summary').all()) await details.click()
  await on.look('staff: what somebody gives to see')
  await on.button('window.end').click()
  await expect(page.getByText(on.text('window.over'))).toBeVisible()
  await on.look('staff: it is over')
}

type Organisation = { units: Record<string, { id: string; name: string }>; officers: Record<string, { id: string; name: string }> }
const named = (all: Record<string, { id: string; name: string }>, name: string): string =>
  Object.values(all).find((one) => one.name.includes(name))?.id ?? ''

async function lookAtOffices(on: Sweep): Promise<void> {
  const { page } = on
  await isOnDuty(page.request, '秦朗')
  const answer = await page.request.get('/api/admin/organisation')
  const { organisation: { units, officers } } = (await answer.json()) as { organisation: Organisation }
  const unit = named(units, '稻香镇社会救助窗口')
  const officer = named(officers, '刘小勤')
  await on.open('/admin', 'offices: home', on.search('admin.home.find'))
  await on.open('/admin/changes', 'offices: what waits for a second person', 'admin.changes.title')
  await on.open('/admin/tables', 'offices: tables', 'admin.tables.title')
  await on.open('/admin/places/990101100000', 'offices: a township', on.button('admin.place.unit.add'))
  await on.open(`/admin/units/${unit}`, 'offices: a window', on.button('admin.officer.add'))
  await on.sheetOf(on.button('admin.officer.add'), 'offices: somebody new')
  await on.open(`/admin/units/${unit}/roster`, 'offices: who is on duty', on.button('admin.roster.after'))
  await on.open(`/admin/officers/${officer}`, 'offices: one officer', on.button('admin.officer.change'))
  await on.open('/work/relatives', 'staff: relatives', on.button('admin.relative.add'))
  await on.sheetOf(on.button('admin.relative.add'), 'staff: a relative')
  await on.open('/work/invited', 'staff: a link that is none', page.getByText(on.text('staff.invited.gone')).first())
  await on.open('/work/first', 'the first administrator: too late', page.getByText(on.text('staff.invited.gone')).first())
}

/** What hangs in the township, and one notice day by day with the photo of its board. */
async function lookAtNotices(on: Sweep): Promise<void> {
  const { page } = on
  const notice = page.locator('a[href^="/work/notices/"]').first()
  await on.open('/work/notices', 'staff: what hangs', notice)
  await notice.click()
  await expect(on.heading('notice-desk.photo')).toBeVisible()
  await on.look('staff: one notice day by day')
}

/** The office that answers why somebody looked: whoever was recognised at the window asks. */
async function lookAtOversight(on: Sweep): Promise<void> {
  const { page } = on
  const { lines } = (await (await page.request.get('/api/me/access')).json()) as { lines: { id: string; reader: object | null }[] }
  const id = lines.find(({ reader }) => reader !== null)?.id ?? ''
  const asked = await page.request.post(`/api/me/access/${id}/question`, { data: { words: '我不认识他' }, headers: writeHeaders() })
  expect(asked.ok()).toBe(true)
  await isOnDuty(page.request, '严明')
  await on.open('/oversight', 'oversight: a question', page.getByText('我不认识他').first())
  await on.sheetOf(page.getByRole('main').getByRole('button', { name: on.says('oversight.answer') }).first(), 'oversight: the answer')
  await on.open('/oversight/keys', 'oversight: who can read', page.getByText(on.text('complaint-desk.key.own.here')).first())
  const told = page.locator('a[href^="/oversight/complaints/"]').first()
  await on.open('/oversight', 'oversight: what was told', told)
  await told.click()
  await expect(on.heading('complaint-desk.facts')).toBeVisible()
  await on.look('oversight: one complaint, opened')
}

test('in every mode every officer can read, reach and operate the window, the notices, the offices and the oversight', async ({ browser }) => {
  test.setTimeout(600_000)
  const on = await Sweep.begin(browser)
  await isOnDuty(on.page.request, '何文静')
  await lookAtWindow(on)
  await lookAtNotices(on)
  await lookAtOffices(on)
  await lookAtOversight(on)
})
