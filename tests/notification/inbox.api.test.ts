import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '@yima/api/db/transaction'
import { notify } from '@yima/api/notification/notify'
import {
  anApplication,
  apply,
  days,
  documentOf,
  minutes,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import { listenOwn } from '../live/listening.ts'
import {
  aResident,
  accept,
  attempts,
  drop,
  inboxOf,
  personOf,
  runJobs,
  tasksOf,
  withoutPhone,
} from './people.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const smsTo = async (phone: string) => (await office.messages()).filter((sms) => sms.to === phone)

describe('the inbox', () => {
  it('holds what happened to one’s request, newest first, until it is opened', async () => {
    const { device, got } = await aResident(office, '19900000301')
    await accept(clerk, got.id)
    const { unread, messages } = await inboxOf(device)
    expect(unread).toBe(2)
    expect(messages.map(({ template }) => template)).toEqual(['application-accepted', 'application-received'])
    expect(messages[0]?.params['receipt']?.replace(/\s/g, '')).toBe(got.receiptNumber)
    const ids = messages.map(({ id }) => id)
    expect((await device.post('/me/messages/reading', { ids: ids.slice(0, 1) })).status).toBe(200)
    expect(await (await device.get('/me/messages/unread')).json()).toEqual({ unread: 1 })
    expect((await inboxOf(device)).messages[0]?.readAt).not.toBeNull()
  })

  it('is nobody else’s: a stranger sees none of it and opens none of it', async () => {
    const { device } = await aResident(office, '19900000302')
    const { device: stranger } = await aResident(office, '19900000303')
    const [mine] = (await inboxOf(device)).messages
    expect((await inboxOf(stranger)).messages.map(({ id }) => id)).not.toContain(mine?.id)
    await stranger.post('/me/messages/reading', { ids: [mine?.id] })
    expect((await inboxOf(device)).messages[0]?.readAt).toBeNull()
    expect((await office.device().get('/me/messages')).status).toBe(401)
  })

  it('lies sealed in the database: neither receipt nor office can be read there', async () => {
    const { got } = await aResident(office, '19900000304')
    const { rows } = await office.pool.query<{ line: string }>(
      'SELECT notification::text AS line FROM notification',
    )
    const all = rows.map(({ line }) => line).join('\n')
    expect(all).not.toContain(got.receiptNumber)
    expect(all).not.toContain('稻香镇')
  })

  it('has one message of an event, however often and by how many at once it is told', async () => {
    const { device, got } = await aResident(office, '19900000305')
    const who = await personOf(office, got.id)
    const before = (await smsTo('19900000305')).length
    const tell = () =>
      inTransaction(office.deps.db, (tx) =>
        notify(tx, office.deps, {
          person: who,
          template: 'code-used',
          params: { office: '稻香镇窗口', at: '2026-03-02T01:00:00Z' },
          about: 'use-1',
        }),
      )
    await Promise.all([tell(), tell(), tell()])
    await tell()
    expect((await inboxOf(device)).messages.filter(({ template }) => template === 'code-used')).toHaveLength(
      1,
    )
    expect(await smsTo('19900000305')).toHaveLength(before + 1)
  })

  it('has nothing of what was undone', async () => {
    const { device, got } = await aResident(office, '19900000306')
    const who = await personOf(office, got.id)
    const undone = inTransaction(office.deps.db, async (tx) => {
      await notify(tx, office.deps, {
        person: who,
        template: 'mandate-revoked',
        params: { helper: '小李' },
        about: 'm-1',
      })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect((await inboxOf(device)).messages.map(({ template }) => template)).not.toContain('mandate-revoked')
  })

  it('wakes whoever has it open', async () => {
    const { device, got } = await aResident(office, '19900000307')
    const own = await listenOwn(device)
    const who = await personOf(office, got.id)
    await inTransaction(office.deps.db, (tx) =>
      notify(tx, office.deps, {
        person: who,
        template: 'household-invitation',
        params: { person: '小周' },
        about: 'h-1',
      }),
    )
    await own.until(({ changes }) => changes > 1)
    await own.leave()
  })

  it('says to an SMS that there is news, and not of what', async () => {
    const { got } = await aResident(office, '19900000308')
    const who = await personOf(office, got.id)
    await inTransaction(office.deps.db, (tx) =>
      notify(tx, office.deps, {
        person: who,
        template: 'household-invitation',
        params: { person: '秘密人' },
        about: 'h-2',
      }),
    )
    const bodies = (await smsTo('19900000308')).map(({ body }) => body)
    expect(bodies.filter((body) => body.includes('您有新消息'))).toHaveLength(1)
    expect(bodies.join('')).not.toMatch(/秘密人|入户|同一户/)
  })

  it('is written in the language that the person chose', async () => {
    const { device, got } = await aResident(office, '19900000309')
    expect((await device.post('/me/contact', { language: 'en' })).status).toBe(200)
    expect(await (await device.get('/me/contact')).json()).toMatchObject({ language: 'en', phone: true })
    await accept(clerk, got.id)
    const english = (await smsTo('19900000309')).filter(({ body }) => body.startsWith('[Yima]'))
    expect(english.map(({ body }) => body)).toEqual([expect.stringContaining('accepted and in hand')])
  })
})

describe('an SMS at night', () => {
  it('waits for eight in the morning, and is not sent when it was read before', async () => {
    office.clock.goOn(minutes(60 * 13)) // ten at night
    const { device, got } = await aResident(office, '19900000311')
    const other = await aResident(office, '19900000312')
    await accept(clerk, got.id)
    await runJobs(office.deps)
    const asleep = await attempts(office, 'application-accepted')
    expect(asleep.at(-1)).toMatchObject({
      state: 'waiting',
      not_before: new Date('2026-03-03T08:00:00+08:00'),
    })
    const { messages } = await inboxOf(device)
    await device.post('/me/messages/reading', { ids: messages.map(({ id }) => id) })
    expect((await attempts(office, 'application-accepted')).at(-1)?.state).toBe('replaced')
    office.clock.goOn(minutes(60 * 10 + 5))
    await office.watch()
    await runJobs(office.deps)
    const states = async (d: Device) =>
      (await inboxOf(d)).messages.map(({ sent }) => sent.map(({ state }) => state))
    expect(await states(device)).toEqual([['replaced'], ['replaced']])
    expect(await states(other.device)).toEqual([['sent']])
  })

  it('is sent at once when it is a code', async () => {
    office.clock.goOn(minutes(60 * 14)) // ten at night again
    await office.device().post('/phone-codes', { phone: '19900000313' })
    await runJobs(office.deps)
    const { rows } = await office.pool.query<{ state: string }>(
      `SELECT state FROM message WHERE template = 'sms.phone-code' ORDER BY created_at DESC LIMIT 1`,
    )
    expect(rows[0]?.state).toBe('sent')
    office.clock.goOn(days(1) - minutes(60 * 13))
  })
})

describe('somebody without a phone', () => {
  it('is told by the office: the task stands on its desk until somebody says how they told', async () => {
    const got = await withoutPhone(office)
    const liu = await office.officerDevice('刘小勤')
    expect((await tasksOf(clerk)).filter(({ name }) => name === '马秀英')).toEqual([])
    await accept(clerk, got.id)
    const [task] = (await tasksOf(clerk)).filter(({ name }) => name === '马秀英')
    expect(task).toMatchObject({ template: 'application-accepted', phone: null, place: '稻香镇梅林村' })
    const told = await liu.post(`/work/call-tasks/${task?.id}/telling`, { how: 'visit' })
    expect(told.status).toBe(200)
    expect((await tasksOf(clerk)).filter(({ name }) => name === '马秀英')).toEqual([])
    const { rows } = await office.pool.query<{ how: string; name: string }>(
      'SELECT t.how, o.name FROM call_task t JOIN officer o ON o.id = t.told_by WHERE t.id = $1',
      [task?.id],
    )
    expect(rows).toEqual([{ how: 'visit', name: '刘小勤' }])
    expect((await liu.post(`/work/call-tasks/${task?.id}/telling`, { how: 'call' })).status).toBe(404)
  })

  it('can be told by the worker of the own village, and by no other office', async () => {
    const got = await apply(
      office.device(),
      anApplication({
        regionCode: '990101100201',
        applicant: { identity: 'no-id-number', name: '卓玛', chosenFour: '1234' },
      }),
    )
    await accept(clerk, got.id)
    const find = async (name: string) => {
      const officer = await office.officerDevice(name)
      const task = (await tasksOf(officer)).find((one) => one.name === '卓玛')
      return { officer, task }
    }
    const { rows } = await office.pool.query<{ name: string }>(
      `SELECT name FROM officer WHERE role = 'village-worker' AND region_code = '990101100201' AND active LIMIT 1`,
    )
    const near = await find(rows[0]?.name ?? '')
    const elsewhere = await find('唐敏')
    expect(near.task?.template).toBe('application-accepted')
    expect(elsewhere.task).toBeUndefined()
    const path = `/work/call-tasks/${near.task?.id}/telling`
    expect((await elsewhere.officer.post(path, { how: 'call' })).status).toBe(404)
    expect((await near.officer.post(path, { how: 'call' })).status).toBe(200)
  })

  it('is told by another than whoever did it, while anybody else is there', async () => {
    const got = await withoutPhone(office, '1942-05-06')
    await drop(clerk, got.id)
    const mine = async () => (await tasksOf(clerk)).find(({ name }) => name === '马秀英')
    expect(await mine()).toMatchObject({ standing: { own: true, alone: false, leads: false } })
    const path = `/work/call-tasks/${(await mine())?.id}/telling`
    for (const body of [{ how: 'visit' }, { how: 'visit', reason: '顺路' }])
      expect(await (await clerk.post(path, body)).json()).toMatchObject({
        type: 'urn:yima:problem:not-allowed-now',
        errors: [{ code: 'own-act' }],
      })
    // Who did nothing of it needs no reason.
    const tan = await office.officerDevice('谭志远')
    expect((await tasksOf(tan)).find(({ name }) => name === '马秀英')?.standing.own).toBe(false)
    expect((await tan.post(path, { how: 'call' })).status).toBe(200)
  })

  it('hears of the acceptance from whoever accepted, unless they spoke in their place before', async () => {
    const standingOf = async (name: string) =>
      (await tasksOf(clerk)).find(
        ({ name: of, template }) => of === name && template === 'application-accepted',
      )
    const applied = async (name: string) =>
      (
        await apply(
          office.device(),
          anApplication({ applicant: { identity: 'no-id-number', name, chosenFour: '1234' } }),
        )
      ).id
    await accept(clerk, await applied('央金'))
    const task = await standingOf('央金')
    expect(task?.standing.own).toBe(false)
    expect((await clerk.post(`/work/call-tasks/${task?.id}/telling`, { how: 'call' })).status).toBe(200)
    const other = await applied('梅朵')
    const added = { programme: 'legal-aid', reason: '本人没有提' }
    expect((await clerk.post(`/work/applications/${other}/claims`, added)).status).toBe(200)
    await accept(clerk, other)
    expect((await standingOf('梅朵'))?.standing.own).toBe(true)
  })

  it('is told by whoever did it where nobody else is there, with the reason, sealed: nobody waits for a second clerk', async () => {
    const applicant = { identity: 'no-id-number', name: '格桑', chosenFour: '1234' } as const
    const got = await apply(office.device(), anApplication({ regionCode: '990101101200', applicant }))
    const tang = await office.officerDevice('唐敏')
    await drop(tang, got.id)
    const task = (await tasksOf(tang)).find(({ name }) => name === '格桑')
    expect(task?.standing).toEqual({ own: true, alone: true, leads: true })
    const path = `/work/call-tasks/${task?.id}/telling`
    expect(await (await tang.post(path, { how: 'visit' })).json()).toMatchObject({
      errors: [{ field: 'reason', code: 'reason-needed' }],
    })
    expect((await tang.post(path, { how: 'visit', reason: '镇上只有我' })).status).toBe(200)
    const { rows } = await office.pool.query<{ sealed: Buffer }>(
      'SELECT reason_sealed AS sealed FROM call_task WHERE id = $1',
      [task?.id],
    )
    expect(rows[0]?.sealed.length).toBeGreaterThan(20)
    expect(rows[0]?.sealed.includes('镇上只有我')).toBe(false)
  })

  it('is told by the leader who did it on a day when everybody else is away or related', async () => {
    const got = await withoutPhone(office, '1943-05-06')
    const tan = await office.officerDevice('谭志远')
    await drop(tan, got.id)
    const standing = async () => (await tasksOf(tan)).find(({ name }) => name === '马秀英')?.standing
    expect(await standing()).toEqual({ own: true, alone: false, leads: true })
    const others = `unit_id = '990101100000:window' AND name <> '谭志远' AND role IN ('clerk', 'village-worker')`
    await office.pool.query(
      `INSERT INTO absence (id, officer_id, from_on, to_on, deputy_id, ended)
       SELECT gen_random_uuid(), id, '2026-03-01', '2026-03-05', NULL, false FROM officer WHERE ${others} AND name <> '刘小勤'`,
    )
    expect(await standing()).toMatchObject({ alone: false })
    const liu = await office.officerDevice('刘小勤')
    await liu.post('/work/relatives', { name: '马秀英', number: documentOf('1943-05-06'), kinship: 'parent' })
    expect(await standing()).toEqual({ own: true, alone: true, leads: true })
    await office.pool.query(`UPDATE absence SET ended = true`)
  })

  it('can see who looked at the name for it', async () => {
    const { rows } = await office.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM access_log WHERE what = 'call-task' AND purpose = 'tell'`,
    )
    expect(rows[0]?.n).toBeGreaterThan(0)
    expect((await (await office.officerDevice('高翔')).get('/work/call-tasks')).status).toBe(403)
  })
})
