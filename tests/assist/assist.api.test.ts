import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import type { AssistView } from '@yima/shared/assist/contract'
import { assistMinutes } from '@yima/shared/assist/assist'
import { granted } from '../decision/granted.ts'
import { json } from '../family/people.ts'
import { anApplication, apply, idNumberOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked } from '../process/asked.ts'
import { act, anOldMan, besideHim, knownByCard, lastFourOf, opened, witnessed, writingPath, written } from './people.ts'

let office: Office
let luo: Device
let he: Device
beforeAll(async () => {
  office = await openOffice()
  luo = await office.officerDevice('罗永福')
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const code = async (answer: Promise<Response>) => {
  const got = await answer
  const { errors } = (await got.json()) as { errors?: { code: string }[] }
  return [got.status, errors?.[0]?.code]
}
const desk = (id: string) => json<WorkApplication>(he.get(`/work/applications/${id}`))

describe('an old man without a phone', () => {
  it('has the same days as whoever applies alone with the same words, and a slip that opens', async () => {
    const born = '1941-01-02'
    const filed = await written(luo, anOldMan(office, born))
    const alone = await apply(office.device(), anApplication())
    const days = (claims: typeof alone.claims) => claims.map(({ programme, answerBy }) => ({ programme, answerBy }))
    expect([days(filed.claims), filed.visit, filed.office]).toEqual([days(alone.claims), alone.visit, alone.office])
    expect([filed.name, filed.sms]).toEqual(['石*田', false])
    const lastFour = lastFourOf(born)
    const track = await office.device().post('/tracking', { receiptNumber: filed.receiptNumber, lastFour })
    expect(track.status).toBe(200)
    const { timeline } = await desk(filed.id)
    expect(timeline[0]).toMatchObject({ type: 'application-submitted', by: expect.stringContaining('罗永福') })
  })

  it('is one application however often the worker’s phone sends it, and none of the worker’s', async () => {
    const body = anOldMan(office, '1941-01-03')
    const [key, path] = ['the-same-old-man-again', writingPath()]
    const first = await json<{ id: string }>(luo.post(path, body, { key }))
    const again = await json<{ id: string }>(luo.post(path, body, { key }))
    expect(again.id).toBe(first.id)
    const other = await written(luo, anOldMan(office, '1941-01-04'))
    const { rows } = await office.pool.query<{ n: number }>(
      'SELECT count(DISTINCT p.pair_index)::int AS n FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = ANY ($1)',
      [[first.id, other.id]],
    )
    expect(rows[0]?.n).toBe(2)
  })

  it('is written for by nobody of another village, and by no relative', async () => {
    const body = anOldMan(office, '1941-01-05')
    const elsewhere = await office.officerDevice('余桂芳')
    expect((await elsewhere.post(writingPath(), body)).status).toBe(404)
    await office.pool.query(
      `INSERT INTO relative (id, county_code, officer_id, id_index, name_cipher, kinship, declared_by, declared_at)
       VALUES (gen_random_uuid(), '990101', $1, $2, $3, 'other', $1, $4)`,
      [await idOf(office, '罗永福'), office.deps.vault.index('id-number', idNumberOf('1941-01-05')), office.deps.vault.sealField('舅舅'), office.clock.now()],
    )
    expect((await luo.post(writingPath(), body)).status).toBe(404)
  })
})

describe('whoever brings a slip', () => {
  const somebody = async (born: string) => {
    const filed = await written(he, anOldMan(office, born))
    return { filed, lastFour: lastFourOf(born) }
  }

  it('is not opened by the slip alone to whoever wrote it down and knows both numbers, until another signs that he is there', async () => {
    const filed = await written(luo, anOldMan(office, '1943-02-01'))
    const slip = { receiptNumber: filed.receiptNumber, lastFour: lastFourOf('1943-02-01') }
    expect(await code(luo.post('/work/assists', slip))).toEqual([409, 'own-writing'])
    const seen = await opened(luo, slip.receiptNumber, slip.lastFour, { beside: await besideHim(luo) })
    expect(seen.looks[0]).toMatchObject({ purpose: 'assist', reader: { name: '罗永福' } })
    expect((await opened(he, slip.receiptNumber, slip.lastFour)).name).toBe('石*田')
    const { rows } = await office.pool.query('SELECT 1 FROM event WHERE stream = $1 AND type = $2', [filed.id, 'assist-opened'])
    expect(rows).toHaveLength(1)
  })

  it('may show the card instead, with its PIN, once he gave his applications to be seen', async () => {
    const born = '1943-02-02'
    const filed = await written(luo, anOldMan(office, born))
    const open = (occasion: { id: string }, worker = luo, applicationId = filed.id) =>
      worker.post(`/work/occasions/${occasion.id}/assists`, { applicationId })
    const silent = await knownByCard(office, luo, born, { gives: false })
    expect(await code(open(silent))).toEqual([409, 'not-given'])
    const occasion = await knownByCard(office, luo, born)
    expect(occasion.shown.applications?.map(({ id }) => id)).toEqual([filed.id])
    const other = await written(he, anOldMan(office, '1943-02-03'))
    expect([(await open(occasion, he)).status, (await open(occasion, luo, other.id)).status]).toEqual([404, 404])
    const seen = await json<AssistView>(open(occasion))
    expect(seen.application.id).toBe(filed.id)
    expect((await act(luo, seen, { type: 'withdraw', yes: witnessed })).status).toBe(200)
    await luo.post(`/work/occasions/${occasion.id}/close`, {})
    expect(await code(open(occasion))).toEqual([409, 'over'])
  })

  it('is shown what an owner reads, and the look stands in his log with its reason', async () => {
    const { filed, lastFour } = await somebody('1942-02-01')
    const seen = await opened(luo, filed.receiptNumber, lastFour)
    expect(seen.application.words).toContain('脑梗')
    expect(seen.looks[0]).toMatchObject({ by: 'officer', purpose: 'assist', reader: { name: '罗永福' } })
    expect(seen.name).toBe('石*田')
  })

  it('is not found by wrong digits, in another village, nor after the worker said that he left', async () => {
    const { filed, lastFour } = await somebody('1942-02-02')
    const { receiptNumber } = filed
    const elsewhere = await office.officerDevice('余桂芳')
    const wrong = await luo.post('/work/assists', { receiptNumber, lastFour: '0000' })
    const stranger = await elsewhere.post('/work/assists', { receiptNumber, lastFour })
    expect([wrong.status, stranger.status, await wrong.text()]).toEqual([404, 404, await stranger.text()])
    const seen = await opened(luo, receiptNumber, lastFour)
    await luo.post(`/work/assists/${seen.id}/end`, {})
    expect(await code(luo.get(`/work/assists/${seen.id}`))).toEqual([409, 'over'])
    expect(await code(act(luo, seen, { type: 'withdraw', yes: witnessed }))).toEqual([409, 'over'])
    expect((await he.get(`/work/assists/${seen.id}`)).status).toBe(404)
  })

  it('is seen no longer than the occasion, by itself', async () => {
    const { filed, lastFour } = await somebody('1942-02-03')
    const seen = await opened(luo, filed.receiptNumber, lastFour)
    await office.pool.query(`UPDATE assist SET ends_at = ends_at - make_interval(mins => $2), opened_at = opened_at - make_interval(mins => $2) WHERE id = $1`, [seen.id, assistMinutes])
    expect(await code(luo.get(`/work/assists/${seen.id}`))).toEqual([409, 'over'])
    expect(minutes(assistMinutes)).toBeGreaterThan(0)
  })

  it('withdraws and corrects only by his own hand or word, and it is his act with the worker’s name beside it', async () => {
    const { filed, lastFour } = await somebody('1942-02-04')
    const seen = await opened(luo, filed.receiptNumber, lastFour)
    const wrong = { type: 'correct', answers: { household: { householdSize: 1 }, members: [] } }
    expect(await code(act(luo, seen, wrong))).toEqual([409, 'yes-needed'])
    expect((await act(luo, seen, { ...wrong, yes: witnessed })).status).toBe(200)
    expect((await opened(luo, filed.receiptNumber, lastFour)).said?.answers.household).toMatchObject({ householdSize: 1 })
    expect((await act(luo, seen, { type: 'withdraw', reason: '儿子回来了', yes: witnessed })).status).toBe(200)
    const { application } = await opened(luo, filed.receiptNumber, lastFour)
    expect(application.state).toBe('withdrawn')
    const line = application.timeline.find(({ type }) => type === 'application-withdrawn')
    expect(line).toMatchObject({ acting: { by: '罗永福', forName: '石守田' } })
  })

  it('can do nothing that an owner could not, in the same words of refusal', async () => {
    const claim = await asked(office, '1942-02-05')
    const seen = await opened(luo, claim.receiptNumber, claim.lastFour)
    const other = await asked(office, '1942-02-06')
    expect(await code(act(luo, seen, { type: 'urge' }))).toEqual(await code(claim.phone.post(`/me/applications/${claim.id}/urging`, {})))
    expect(await code(act(luo, seen, { type: 'recheck', claimId: claim.claimId, reason: '再看看', yes: witnessed }))).toEqual(
      await code(claim.phone.post(`/me/decisions/${claim.claimId}/recheck`, { reason: '再看看' })),
    )
    for (const body of [
      { type: 'recheck', claimId: other.claimId, reason: '再看看', yes: witnessed },
      { type: 'hear', claimId: other.claimId, yes: witnessed },
      { type: 'hear', claimId: claim.claimId, yes: witnessed },
    ])
      expect((await act(luo, seen, body)).status).toBe(404)
    expect((await luo.get(`/work/assists/${seen.id}/decisions/${other.claimId}`)).status).toBe(404)
  })

  it('asks who looked at his data, and of nobody else’s looks', async () => {
    const claim = await asked(office, '1942-02-07')
    await desk(claim.id)
    const seen = await opened(luo, claim.receiptNumber, claim.lastFour)
    const look = seen.looks.find(({ reader }) => reader?.name === '何文静')
    expect((await act(luo, seen, { type: 'question', lookId: look?.id, words: '不认识' })).status).toBe(200)
    const { lines } = await json<AccessPage>(claim.phone.get('/me/access'))
    expect(lines.find(({ id }) => id === look?.id)?.question?.words).toBe('不认识')
    const other = await asked(office, '1942-02-08')
    await desk(other.id)
    const theirs = await json<AccessPage>(other.phone.get('/me/access'))
    expect((await act(luo, seen, { type: 'question', lookId: theirs.lines[0]?.id })).status).toBe(404)
  })

  it('is decided about by somebody else than who lent the phone', async () => {
    const claim = await asked(office, '1942-02-10')
    await accept(he, claim)
    await opened(await office.officerDevice('周立新'), claim.receiptNumber, claim.lastFour)
    await expect(granted(office, claim)).rejects.toThrow(/same-hands/)
  })

  it('has a decision read to him on a day that stays, and from it his days run', async () => {
    const claim = await asked(office, '1942-02-09')
    await accept(he, claim)
    await granted(office, claim)
    const first = await opened(luo, claim.receiptNumber, claim.lastFour)
    const decided = await json<{ decision: { on: string; remedies: { kind: string; last: { date: string } }[] } }>(
      luo.get(`/work/assists/${first.id}/decisions/${claim.claimId}`),
    )
    office.clock.goOn(minutes(3 * 24 * 60))
    const today = office.clock.today()
    expect((await act(luo, first, { type: 'hear', claimId: claim.claimId, yes: witnessed })).status).toBe(200)
    office.clock.goOn(minutes(24 * 60))
    expect((await act(luo, first, { type: 'hear', claimId: claim.claimId, yes: witnessed })).status).toBe(200)
    const { heard } = await opened(luo, claim.receiptNumber, claim.lastFour)
    expect(heard).toMatchObject([{ claimId: claim.claimId, on: today }])
    const last = (all: { kind: string; last: { date: string } }[]) => all.find(({ kind }) => kind === 'reconsideration')?.last.date ?? ''
    expect(last(heard[0]?.remedies ?? []) > last(decided.decision.remedies)).toBe(true)
    const view = await json<ApplicationView>(claim.phone.get(`/me/applications/${claim.id}`))
    expect(view.timeline.some(({ type }) => type === 'decision-heard')).toBe(true)
  })
})
