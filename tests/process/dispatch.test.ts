import { describe, expect, it } from 'vitest'
import type { Actor } from '@yima/shared/access/actor'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { answerTerm } from '@yima/shared/claim/answer-term'
import { programmes } from '@yima/shared/policy/programmes/index'
import { dueOf, readClock } from '@yima/shared/process/clock'
import type { ProcessCommand } from '@yima/shared/process/commands'
import { evolve } from '@yima/shared/process/evolve'
import { planOf } from '@yima/shared/process/plan'
import { stageOf } from '@yima/shared/process/stage'
import { passTime } from '@yima/shared/process/time'
import { turnOf } from '@yima/shared/process/turn'
import { viewOf } from '@yima/shared/process/view'
import { waitsOf } from '@yima/shared/process/waits'
import { decide, isRefusal } from '@yima/shared/process/workflow'
import { begin, countedAll, fullStaff, give, type Lived, type Office, officer, otherTown, resident, system } from './lives.ts'

const office: Office = { staff: fullStaff, excluded: [] }
const by = (id: string) => fullStaff.find((one) => one.id === id)!
const said = { basis: '民发〔2021〕57号', reason: '按规定' }
const look = (step: 'verification' | 'visit' | 'review'): ProcessCommand =>
  ({ ...said, type: 'record', step, found: 'fits', companions: ['colleague'] })
const skip = (step: 'visit' | 'appraisal'): ProcessCommand => ({ ...said, type: 'skip', step })
const propose: ProcessCommand = { ...said, type: 'propose', opinion: 'confirm' }
const confirm: ProcessCommand = { ...said, type: 'confirm' }
const takeOver: ProcessCommand = { ...said, type: 'take-over' }
const giveBack: ProcessCommand = { ...said, type: 'give-back' }
const toOther: ProcessCommand = { ...said, type: 'transfer', to: otherTown }

const why = (lived: Lived, command: ProcessCommand, actor: Actor, today = lived.today): string => {
  const answer = decide(lived.process, command, { actor, today, table: holidays, ...office })
  return isRefusal(answer) ? answer.refused : 'done'
}
type Stride = [ProcessCommand, Actor, string?]
const walk = (from: Lived, ...strides: Stride[]): Lived =>
  strides.reduce((lived, [command, actor, today]) => {
    const ready = command.type === 'end-notice' ? countedAll(lived, office, today) : lived
    const refused = why(ready, command, actor, today)
    if (refused !== 'done') throw new Error(`${command.type}: ${refused}`)
    return give(ready, command, actor, office, today)
  }, from)
const pass = ({ process, today: _, ...lived }: Lived, today: string): Lived => ({
  ...lived, today, process: passTime(process, { ...office, today, table: holidays }).reduce(evolve, process),
})

const school = begin('education', '2026-03-02', office)
const dibao = begin('dibao', '2026-03-02', office)

describe('a claim that a department looks into', () => {
  it('is sent there on acceptance, and whoever takes it over answers for it', () => {
    expect(school.process).toMatchObject({ sent: { to: 'education', taken: false }, handler: 'clerk' })
    expect(stageOf(school.process)).toBe('transferred')
    expect(waitsOf(school.process)).toContain('education:take-over')
    expect(why(school, takeOver, by('federation'))).toBe('not-yours')
    const taken = walk(school, [takeOver, by('school')])
    expect(taken.process).toMatchObject({ sent: { to: 'education', taken: true }, handler: 'school' })
    expect(stageOf(taken.process)).toBe('verifying')
    expect(why(taken, giveBack, by('school'))).toBe('not-allowed-now')
  })

  it('is taken over by whoever does the first step of it', () => {
    const looked = walk(school, [look('verification'), by('school')])
    expect(looked.process).toMatchObject({ sent: { taken: true }, handler: 'school' })
  })

  it('is given back with a reason within five workdays and not later', () => {
    expect(why(school, { ...giveBack, reason: ' ' } as ProcessCommand, by('school'))).toBe('reason-needed')
    expect(why(school, giveBack, by('school'), '2026-03-09')).toBe('done')
    expect(why(school, giveBack, by('school'), '2026-03-10')).toBe('days-over')
    const back = walk(school, [giveBack, by('school')])
    expect(waitsOf(back.process)).toContain('township:verification')
    // The township has it, and may send it once more; where it is decided stays.
    expect(walk(back, [{ ...said, type: 'transfer', to: 'education' }, by('clerk')]).process.sent?.to).toBe('education')
    expect(why(back, { ...said, type: 'transfer', to: 'medical-insurance' }, by('clerk'))).toBe('unknown-desk')
  })

  it('has its clock stopped meanwhile by nobody but that office, whose days would else be over before it looked', () => {
    const papers: ProcessCommand = { ...said, type: 'ask-papers' }
    expect(why(school, papers, by('clerk'))).toBe('not-yours')
    expect(walk(school, [papers, by('school')]).process).toMatchObject({ sent: { taken: true }, paused: { reason: 'supplement' } })
    expect(why(walk(dibao, [toOther, by('clerk')]), papers, by('clerk'))).toBe('not-yours')
  })

  it('goes up by itself when nobody took it over in its days; its clock goes on meanwhile', () => {
    const later = pass(school, '2026-03-10')
    expect(later.process.raised['verification']).toEqual({ to: 'county', why: 'not-taken' })
    expect(dueOf(later.process, holidays)).toEqual(dueOf(school.process, holidays))
    expect(walk(later, [takeOver, by('county')]).process.handler).toBe('county')
  })

  it('is taken over by the county where nobody sits in that department at all', () => {
    const bare: Office = { staff: fullStaff.filter(({ role }) => role !== 'department-officer'), excluded: [] }
    const sent = begin('education', '2026-03-02', bare)
    expect(sent.process.raised['verification']).toEqual({ to: 'county', why: 'nobody' })
    const looked = give(sent, look('verification'), by('county'), bare)
    expect(looked.process).toMatchObject({ sent: { taken: true }, handler: 'county' })
    expect(stageOf(looked.process)).not.toBe('transferred')
  })
})

describe('a claim of somebody who lives elsewhere in the county', () => {
  const sent = walk(dibao, [toOther, by('clerk')])

  it('is sent to that township, which alone goes on with it', () => {
    expect(why(sent, look('visit'), by('clerk'))).toBe('not-yours')
    expect(why(sent, look('visit'), by('neighbour'))).not.toBe('not-yours')
    expect(waitsOf(sent.process)).toContain(`${otherTown}:take-over`)
    expect(walk(sent, [takeOver, by('neighbour')]).process.handler).toBe('neighbour')
  })

  it('shows applicant and desk where it is and since when', () => {
    const view = viewOf(sent.process, sent.today, holidays, () => ({ name: '清泉镇窗口', phone: null }))
    expect(view.sent).toEqual({ office: { name: '清泉镇窗口', phone: null }, since: '2026-03-02', taken: false, town: true })
    expect(viewOf(school.process, school.today, holidays).sent).not.toHaveProperty('town')
  })

  it('may be taken over by the county once it is late, whose grant of more time alone takes nothing over', () => {
    const lastDay = dueOf(dibao.process, holidays)?.date ?? ''
    const late = pass(walk(dibao, [toOther, by('clerk'), lastDay]), addDays(lastDay, 1))
    expect(late.process.raised['visit']).toEqual({ to: 'county', why: 'overdue' })
    expect(walk(late, [{ ...said, type: 'extend' }, by('county')]).process.sent?.taken).toBe(false)
    expect(walk(late, [takeOver, by('county')]).process).toMatchObject({ sent: { taken: true }, handler: 'county' })
  })
})

describe('a decision on which other offices are asked', () => {
  const asked = walk(dibao, [look('verification'), by('centre')], [look('visit'), by('clerk')], [skip('appraisal'), by('clerk')],
    [{ ...said, type: 'ask-views', of: ['education', 'disabled-federation'] }, by('clerk')], [propose, by('clerk')],
    [{ ...said, type: 'post-notice' }, by('clerk')], [{ type: 'end-notice' }, system, '2026-03-10'])
  const ask: ProcessCommand = { ...said, type: 'ask-views', of: ['education'] }
  const waive: ProcessCommand = { ...said, type: 'waive-views' }
  const view = (agrees: boolean): ProcessCommand => ({ ...said, type: 'give-view', agrees })

  it('waits for each of them, and each speaks for the own office alone', () => {
    expect(why(asked, confirm, by('county'))).toBe('not-allowed-now')
    expect(why(asked, view(true), by('bureau'))).toBe('not-yours')
    const one = walk(asked, [view(true), by('school')])
    expect(why(one, view(false), by('school'))).toBe('not-yours')
    expect(why(one, confirm, by('county'))).toBe('not-allowed-now')
    expect(why(walk(one, [view(false), by('federation')]), confirm, by('county'))).toBe('done')
  })

  it('is made without them by a reason of the county', () => {
    expect(why(asked, waive, by('clerk'))).toBe('not-yours')
    const without = walk(asked, [waive, by('county')])
    expect(viewOf(asked.process, asked.today, holidays).views).toHaveLength(2)
    expect(viewOf(without.process, without.today, holidays).views).toEqual([])
    expect(walk(without, [confirm, by('second')]).process.decision?.outcome).toBe('confirmed')
  })

  it('is held up by no further round once it was decided without them, nor after the opinion but by the county', () => {
    const once = walk(asked, [view(true), by('school')], [view(true), by('federation')])
    expect(why(once, ask, by('clerk'))).toBe('not-yours')
    expect(why(once, ask, by('county'))).toBe('done')
    const without = walk(asked, [waive, by('county')])
    for (const id of ['clerk', 'county', 'second']) expect(why(without, ask, by(id))).toBe('not-allowed-now')
  })

  it('lets an office that was asked do no step', () => {
    expect(why(asked, { ...said, type: 'send-back', to: 'visit' }, by('school'))).toBe('not-yours')
  })

  it('takes from another township its view and nothing else, until the claim is sent there', () => {
    const guest = walk(dibao, [{ ...said, type: 'ask-views', of: [otherTown] }, by('clerk')])
    for (const command of [look('visit'), skip('appraisal'), toOther, { ...said, type: 'ask-papers' } as ProcessCommand])
      expect(why(guest, command, by('neighbour'))).toBe('not-yours')
    const chief = officer('their-leader', 'leader', otherTown)
    for (const command of [{ ...said, type: 'hand-over', to: 'colleague' }, { ...said, type: 'extend' }] as const)
      expect(why(guest, command, chief)).toBe('not-yours')
    expect(why(walk(guest, [view(true), by('neighbour')]), look('visit'), by('neighbour'))).toBe('not-yours')
    expect(why(walk(guest, [toOther, by('clerk')]), look('visit'), by('neighbour'))).toBe('done')
  })
})

describe('the subsidies of disabled people', () => {
  it('are reviewed by the federation and confirmed by civil affairs, never by the federation alone', () => {
    const noticed = walk(begin('disability-care', '2026-03-02', office), [look('verification'), by('clerk')], [propose, by('clerk')],
      [{ ...said, type: 'post-notice' }, by('clerk')], [{ type: 'end-notice' }, system, '2026-03-10'])
    expect(why(noticed, confirm, by('county'))).toBe('not-allowed-now')
    const reviewed = walk(noticed, [look('review'), by('federation')])
    expect(why(reviewed, confirm, by('federation'))).toBe('not-yours')
    expect(why(reviewed, confirm, by('county'))).toBe('done')
  })
})

describe('help that cannot wait', () => {
  const plan = planOf(programmes.temporary, answerTerm('temporary'), { emergency: true })
  const began = evolve(undefined, { type: 'process-began', on: '2026-03-02', plan, handler: 'clerk', paperRequests: 0 })
  const urgent: Lived = { programme: 'temporary', events: [], process: began, today: '2026-03-02' }
  const helped = walk(urgent, [propose, by('clerk')], [confirm, by('leader')])

  it('comes before its notice, which is posted afterwards', () => {
    expect(stageOf(helped.process)).toBe('backfill')
    const posted = walk(helped, [{ ...said, type: 'post-notice' }, by('clerk')])
    expect(walk(posted, [{ type: 'end-notice' }, system, '2026-03-10']).process.records.map(({ step }) => step)).toContain('notice')
  })

  it('leaves ten workdays for what follows, which may be left out or handed over', () => {
    expect(readClock(helped.process, '2026-03-02', holidays).due?.date).toBe('2026-03-16')
    expect(why(helped, skip('visit'), by('clerk'))).toBe('done')
    expect(why(helped, { ...said, type: 'hand-over', to: 'colleague' }, by('clerk'))).toBe('done')
    expect(pass(helped, '2026-03-17').process.late).toBe(true)
  })

  it('may be urged once before it comes, and once more where what follows it is late', () => {
    const urge: ProcessCommand = { type: 'urge' }
    const urged = walk(urgent, [urge, resident, '2026-06-01'], [propose, by('clerk')], [confirm, by('leader')])
    expect(why(urged, urge, resident)).toBe('not-due')
    expect(why(urged, urge, resident, '2026-07-01')).toBe('done')
  })
})

describe('papers that do not come', () => {
  const waiting = walk(dibao, [{ ...said, type: 'ask-papers' }, by('clerk')])

  it('are waited for thirty days; their applicant is reminded a week before, and nothing happens by itself', () => {
    expect(waiting.process.paused?.until).toBe('2026-04-01')
    const reminded = pass(waiting, '2026-03-25')
    expect(reminded.process.paused).toMatchObject({ reminded: true })
    const over = pass(reminded, '2026-04-02')
    expect(over.process).toMatchObject({ decision: null, paused: { over: true } })
    expect(turnOf(over.process, office).waits).toBe('office')
    expect(waitsOf(over.process)).toContain('township:papers')
  })

  it('may be done without, for a reason of whoever has the claim', () => {
    expect(why(waiting, { type: 'go-on', basis: '第九条', reason: ' ' }, by('clerk'))).toBe('reason-needed')
    expect(why(waiting, { ...said, type: 'go-on' }, by('bureau'))).toBe('not-yours')
    expect(why(waiting, { ...said, type: 'go-on' }, resident)).toBe('not-yours')
    expect(walk(waiting, [{ ...said, type: 'go-on' }, by('clerk'), '2026-03-05']).process.paused).toBeNull()
  })
})

describe('the days of a step', () => {
  it('run from when that step began to be open, whatever is done beside it', () => {
    const before = readClock(dibao.process, '2026-03-02', holidays).steps.find(({ step }) => step === 'visit')
    const looked = walk(dibao, [look('verification'), by('centre'), '2026-03-04'])
    expect(readClock(looked.process, '2026-03-04', holidays).steps.find(({ step }) => step === 'visit')).toEqual(before)
  })
})
