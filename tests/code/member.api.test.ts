import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { invitationDays, wrongPerNetwork } from '@yima/shared/code/limits'
import { groupNumber, makeNumber } from '@yima/shared/code/number'
import { parseCode } from '@yima/shared/code/parse'
import { codeAddress } from '@yima/shared/code/write'
import type { Invited } from '@yima/shared/family/contract'
import { json, villagers, type Somebody } from '../family/people.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { look } from './people.ts'

let office: Office
let who: ReturnType<typeof villagers>
let gran: Somebody
let son: Somebody
beforeAll(async () => {
  office = await openOffice()
  who = villagers(office)
  gran = await who.somebody('许兰芝', '1946-06-06')
  son = await who.somebody('许刚', '1975-07-07')
})
afterAll(() => office.close())

const invite = () => who.invite(gran, '儿子', 'child')
const seen = (token: string | null) => who.status(office.device().post('/family/invitations/look', { token }))
/** What a phone sends of what was scanned, tapped or typed. */
function tokenOf(typed: string): string {
  const parsed = parseCode(typed)
  if (parsed.kind === 'member-number') return parsed.number
  if (parsed.kind !== 'member') throw new Error(`${typed} is no invitation`)
  return `1f.${parsed.county}.${parsed.token}`
}

describe('a son abroad who is invited', () => {
  it('joins by the number that his mother reads aloud, signs once, and then the link is used too', async () => {
    const { token, number } = await invite()
    const typed = tokenOf(`号码是：${groupNumber(number ?? '')}`)
    expect(await json(office.device().post('/family/invitations/look', { token: typed }))).toMatchObject({
      ...{ kind: 'member', inviter: '许*芝', relation: 'child' },
    })
    expect(await who.status(who.joins(son, typed, { signature: undefined }))).toEqual([
      422,
      'signature-missing',
    ])
    expect((await who.joins(son, typed)).status).toBe(201)
    expect(await who.members(gran)).toEqual([
      ['许兰芝', 'head'],
      ['许刚', 'child'],
    ])
    expect([await seen(token), await seen(number)]).toEqual([
      [422, 'invite-used'],
      [422, 'invite-used'],
    ])
  })

  it('scans it with the camera of the phone and stands on the page where one joins', async () => {
    const { token } = await invite()
    const address = codeAddress('https://yima.example', token ?? '')
    expect(new URL(address).pathname).toBe('/join')
    expect(await seen(tokenOf(address))).toEqual([200, ''])
  })

  it('joins once when link and number come many times at the same instant', async () => {
    const { token, number } = await invite()
    const others = await Promise.all(
      ['1980', '1981', '1982', '1983'].map((year, at) => who.somebody(`许${at}`, `${year}-01-01`)),
    )
    const all = await Promise.all(others.map((one, at) => who.joins(one, at % 2 === 0 ? token : number)))
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('hears what became of it: too late, of another county, never made', async () => {
    const late = await invite()
    office.clock.goOn(days(invitationDays))
    expect([await seen(late.token), await seen(late.number)]).toEqual([
      [422, 'invite-expired'],
      [422, 'invite-expired'],
    ])
    const { token } = await invite()
    expect(await seen(token?.replace('.990101.', '.320583.') ?? '')).toEqual([422, 'invite-foreign'])
    expect(await seen(`1f.990101.${'A'.repeat(22)}`)).toEqual([422, 'invite-unknown'])
    expect(await seen(makeNumber('member', 7n))).toEqual([422, 'invite-unknown'])
    for (const wrong of [
      '',
      '12345678901234567',
      '1m.990101.AAAAAAAAAAAAAAAAAAAAAA',
      token?.slice(0, -1) ?? '',
    ])
      expect(await seen(wrong)).toEqual([422, 'invite-unknown'])
  })

  it('is nobody at a window by it', async () => {
    const { token, number } = await invite()
    for (const text of [token ?? '', number ?? ''])
      expect(await look(office, text)).toEqual({ ok: false, reason: 'other-code' })
    expect(await seen(token)).toEqual([200, ''])
  })

  it('gets the same link and number when the answer was lost, and neither lies in the database', async () => {
    const body = { called: '儿子', relation: 'child' }
    const ask = () =>
      json<Invited>(gran.device.post('/me/family/invitations', body, { key: 'the-same-invitation' }))
    const [first, again] = [await ask(), await ask()]
    expect(again).toEqual(first)
    const { rows } = await office.pool.query<{ all: string }>(
      `SELECT (SELECT string_agg(f::text, '') FROM family_invitation f) || (SELECT string_agg(i::text, '') FROM idempotency i) AS "all"`,
    )
    for (const secret of [first.token?.slice(-22) ?? '', first.number ?? '']) {
      expect(secret).not.toBe('')
      expect(rows[0]?.all).not.toContain(secret)
    }
  })
})

describe('whoever tries numbers', () => {
  it('is soon told nothing any more, not even the truth, while a link still opens', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const phone = office.device(createApp({ ...office.deps, config }, new Map()))
    const guess = (token: string | null) => who.status(phone.post('/family/invitations/look', { token }))
    const { token, number } = await invite()
    for (let at = 0; at < wrongPerNetwork; at += 1)
      expect(await guess(makeNumber('member', BigInt(at) * 7919n))).toEqual([422, 'invite-unknown'])
    expect(await guess(number)).toEqual([429, 'too-many'])
    expect(await guess(token)).toEqual([200, ''])
  })
})
