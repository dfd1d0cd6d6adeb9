import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Actor } from '@yima/shared/access/actor'
import { examiners } from '@yima/shared/process/seat'
import type { Process } from '@yima/shared/process/process'
import { stageOf } from '@yima/shared/process/stage'
import { turnOf } from '@yima/shared/process/turn'
import { decide, isRefusal, type ProcessRefusal } from '@yima/shared/process/workflow'
import { begin, countedAll, fullStaff, give, type Lived, type Office, officer, resident, system } from './lives.ts'

const office: Office = { staff: fullStaff, excluded: [] }
const by = (id: string) => fullStaff.find((one) => one.id === id)!
const said = { basis: '民发〔2021〕57号', reason: '按规定' }
const look = (step: 'verification' | 'visit' | 'appraisal', found: 'fits' | 'doubtful' = 'fits'): ProcessCommand =>
  ({ ...said, type: 'record', step, found, companions: ['colleague'] })
const skip = (step: 'visit' | 'appraisal' | 'verification'): ProcessCommand => ({ ...said, type: 'skip', step })
const propose = (opinion: 'confirm' | 'refuse'): ProcessCommand => ({ ...said, type: 'propose', opinion })
const post: ProcessCommand = { ...said, type: 'post-notice' }
const confirm: ProcessCommand = { ...said, type: 'confirm' }

type Stride = [ProcessCommand, Actor, string?]
function walk(from: Lived, ...strides: Stride[]): Lived {
  return strides.reduce((lived, [command, actor, today]) => {
    const ready = command.type === 'end-notice' ? countedAll(lived, office, today) : lived
    const after = give(ready, command, actor, office, today)
    if (after.events.length === ready.events.length) throw new Error(`${command.type}: ${refusal(lived, command, actor).refused}`)
    return after
  }, from)
}
function refusal(lived: Lived, command: ProcessCommand, actor: Actor, at: Office = office): ProcessRefusal {
  const answer = decide(lived.process, command, { actor, today: lived.today, table: holidays, ...at })
  if (!isRefusal(answer)) throw new Error('not refused')
  return answer
}

const accepted = begin('dibao', '2026-03-02', office)
const lookedInto: Stride[] = [[look('verification'), by('centre')], [look('visit'), by('clerk')], [skip('appraisal'), by('clerk')]]
const proposed = walk(accepted, ...lookedInto, [propose('confirm'), by('clerk')])
const posted = walk(proposed, [post, by('clerk'), '2026-03-10'])

describe('the road of dibao', () => {
  it('goes from looking into it over the notice to the decision of somebody else', () => {
    const stages = [accepted, ...lookedInto.map((_, at) => walk(accepted, ...lookedInto.slice(0, at + 1))), proposed, posted].map(({ process }) => stageOf(process))
    expect(stages).toEqual(['verifying', 'investigating', 'appraisal', 'preliminary', 'notice', 'notice'])
    const ended = walk(posted, [{ type: 'end-notice' }, system, '2026-03-18'])
    expect(stageOf(ended.process)).toBe('review')
    expect(stageOf(walk(ended, [confirm, by('county')]).process)).toBe('confirmed')
  })

  it('lets nobody decide before its steps, and says which are missing', () => {
    expect(refusal(accepted, confirm, by('county'))).toMatchObject({
      refused: 'not-allowed-now', missing: ['verification', 'visit', 'appraisal', 'opinion', 'notice', 'confirmation'],
    })
  })

  it('holds the notice for its seven days, the last included', () => {
    expect(posted.process.notice).toEqual({ from: '2026-03-10', to: '2026-03-17', term: { n: 7, unit: 'day' } })
    expect(refusal({ ...posted, today: '2026-03-17' }, { type: 'end-notice' }, system).refused).toBe('not-due')
    expect(refusal(posted, confirm, by('county')).refused).toBe('not-allowed-now')
  })

  it('sends two to the home', () => {
    expect(refusal(accepted, { ...look('visit'), companions: [] } as ProcessCommand, by('clerk')).refused).toBe('second-person-needed')
    expect(refusal(accepted, { ...look('visit'), companions: ['clerk'] } as ProcessCommand, by('clerk')).refused).toBe('second-person-needed')
  })

  it('takes along nobody from above and no crowd: whoever came along never decides', () => {
    const visit = (...companions: string[]) => ({ ...look('visit'), companions }) as ProcessCommand
    expect(refusal(accepted, visit('colleague', 'county', 'second', 'chief'), by('clerk')).refused).toBe('unknown-officer')
    expect(refusal(accepted, visit('colleague', 'centre'), by('clerk')).refused).toBe('unknown-officer')
    expect(walk(accepted, [visit('worker', 'colleague', 'leader'), by('clerk')]).process.hands).toHaveLength(4)
    const crowd: Office = { ...office, staff: [...fullStaff, officer('young', 'clerk')] }
    expect(refusal(accepted, visit('worker', 'colleague', 'leader', 'young'), by('clerk'), crowd).refused).toBe('too-many')
  })

  it('leaves out what the rules make obligatory for nobody', () => {
    expect(refusal(accepted, skip('visit'), by('clerk')).refused).toBe('step-required')
    const doubtful = walk(accepted, [look('verification'), by('centre')], [look('visit', 'doubtful'), by('clerk')])
    expect(refusal(doubtful, skip('appraisal'), by('clerk')).refused).toBe('step-required')
  })

  it('has its clock stopped by its handler or by whoever it lies with now, and by nobody else', () => {
    const ask: ProcessCommand = { ...said, type: 'ask-papers' }
    const contest: ProcessCommand = { ...said, type: 'contest' }
    const looked = walk(accepted, ...lookedInto)
    for (const command of [ask, contest]) {
      expect(refusal(looked, command, by('county')).refused).toBe('not-yours')
      expect(walk(looked, [command, by('colleague')]).process.paused).not.toBeNull()
    }
  })

  it('is not confirmed by the county officer who looked into it, but by a colleague', () => {
    const own = walk(accepted, [look('verification'), by('county')], [look('visit'), by('clerk')], [skip('appraisal'), by('clerk')],
      [propose('confirm'), by('clerk')], [post, by('clerk'), '2026-03-10'], [{ type: 'end-notice' }, system, '2026-03-18'])
    expect(refusal(own, confirm, by('county')).refused).toBe('same-hands')
    expect(refusal(own, confirm, { ...by('second'), deputyFor: '周立新', inPlaceOf: 'county' }).refused).toBe('same-hands')
    expect(stageOf(walk(own, [confirm, by('second')]).process)).toBe('confirmed')
  })

  it('is touched by no relative', () => {
    const related: Office = { ...office, excluded: ['clerk'] }
    expect(refusal(accepted, look('visit'), by('clerk'), related)).toMatchObject({ refused: 'excluded', allowed: [] })
    expect(refusal(accepted, look('visit'), by('leader'), { ...office, excluded: ['colleague'] }).refused).toBe('excluded')
  })

  it('is refused without a notice, on an opinion, with a reason', () => {
    const no = walk(accepted, ...lookedInto, [propose('refuse'), by('clerk')])
    expect(refusal(no, { type: 'refuse', basis: '第9条', reason: ' ' }, by('county')).refused).toBe('reason-needed')
    expect(stageOf(walk(no, [{ ...said, type: 'refuse' }, by('county')]).process)).toBe('refused')
  })

  it('goes back for a second look with a reason; what stood on it is done again, and no hand is forgotten', () => {
    const ended = walk(posted, [{ type: 'end-notice' }, system, '2026-03-18'])
    const back = walk(ended, [{ ...said, type: 'send-back', to: 'visit' }, by('county')])
    expect(stageOf(back.process)).toBe('investigating')
    expect(back.process.records.map(({ step }) => step)).toEqual(['verification'])
    expect(back.process.hands).toContain('clerk')
  })

  const here = fullStaff.filter(({ id }) => id !== 'neighbour')
  const lookers = (process: Process, late = false, staff = here) => examiners(process, { staff, excluded: [] }, late ? 'wide' : 'near').map(({ id }) => id)
  const object: ProcessCommand = { ...said, type: 'object' }
  const examined = (again: 'verification' | 'visit' | 'notice' | null): ProcessCommand =>
    ({ ...said, type: 'examined', again })

  it('stands still for one objection, which no desk types and whoever posted it does not look into', () => {
    const objected = walk(posted, [object, system, '2026-03-12'])
    expect(stageOf(objected.process)).toBe('objected')
    expect(objected.process.paused?.until).toBe('2026-04-10')
    expect(refusal(posted, object, by('colleague')).refused).toBe('not-yours')
    expect(refusal(objected, examined(null), by('clerk')).refused).toBe('same-hands')
    expect(lookers(posted.process)).toEqual(['leader'])
    const byLeader = walk(proposed, [post, by('leader'), '2026-03-10'])
    expect(lookers(byLeader.process, false, [...here, officer('young', 'clerk')])).toEqual(['young'])
  })

  it('goes up to the county where nobody below may look into an objection, and once that is late', () => {
    expect(lookers(posted.process, false, here.filter(({ id }) => id !== 'leader'))).toEqual(['county', 'second', 'chief'])
    expect(lookers(posted.process, true)).toEqual(['leader', 'county', 'second', 'chief'])
  })

  const withWorker = { ...look('visit'), companions: ['worker'] } as ProcessCommand

  it('is posted anew only where what it shows changes, and never waits for a second objection', () => {
    const objected = walk(posted, [object, system, '2026-03-12'])
    const answered = walk(objected, [examined('notice'), by('leader'), '2026-03-16'])
    expect(answered.process).toMatchObject({ notice: null, opinion: 'confirm', paused: null })
    const reposted = walk(answered, [post, by('clerk')])
    expect(refusal(reposted, object, system).refused).toBe('not-allowed-now')
    const looked = walk(objected, [examined('visit'), by('leader'), '2026-03-16'])
    const same = walk(looked, [withWorker, by('leader')], [skip('appraisal'), by('clerk')], [propose('confirm'), by('clerk')])
    expect(same.process.notice).toBeNull()
    const kept = walk(same, [{ type: 'keep-notice' }, system, '2026-03-20'])
    expect(kept.process.notice).toMatchObject({ from: '2026-03-10', to: '2026-03-17' })
    expect(stageOf(walk(kept, [{ type: 'end-notice' }, system], [confirm, by('county')]).process)).toBe('confirmed')
  })

  it('is visited by somebody else once an objection sent it back', () => {
    const back = walk(posted, [object, system, '2026-03-12'], [examined('visit'), by('leader'), '2026-03-16'])
    expect(refusal(back, look('visit'), by('clerk')).refused).toBe('same-hands')
    // Nor does whoever came along the first time come along again.
    expect(refusal(back, look('visit'), by('leader')).refused).toBe('same-hands')
    expect(walk(back, [withWorker, by('leader')]).process.records.map(({ step }) => step)).toEqual(['verification', 'visit'])
  })

  it('goes on by itself once nobody has answered in twenty workdays, and its clock stood still for no more', () => {
    const objected = walk(posted, [object, system, '2026-03-12'])
    expect(refusal({ ...objected, today: '2026-04-10' }, { type: 'end-objection' }, system).refused).toBe('not-due')
    const over = walk(objected, [{ type: 'end-objection' }, system, '2026-05-20'])
    expect(over.process).toMatchObject({ paused: null, pauses: [{ reason: 'objection', from: '2026-03-12', to: '2026-04-10' }] })
  })

  it('asks for papers once; again only with a reason, and it is counted', () => {
    const ask: ProcessCommand = { type: 'ask-papers', basis: '第9条', reason: '' }
    const once = walk(accepted, [ask, by('clerk')], [{ type: 'papers-in' }, resident])
    expect(refusal(once, ask, by('clerk')).refused).toBe('reason-needed')
    expect(walk(once, [{ ...ask, reason: '法院刚出的判决' }, by('clerk')]).process.paperRequests).toBe(2)
  })

  it('keeps its first receiver until it is handed over, with a reason, to somebody who may have it', () => {
    expect(accepted.process.handler).toBe('clerk')
    const over: ProcessCommand = { ...said, type: 'hand-over', to: 'colleague' }
    expect(refusal(accepted, over, by('colleague')).refused).toBe('not-yours')
    expect(refusal(accepted, { ...over, to: 'nobody' }, by('clerk')).refused).toBe('unknown-officer')
    expect(walk(accepted, [over, by('clerk')]).process.handler).toBe('colleague')
  })
})

describe('a small office', () => {
  it('sees the task go up by itself where nobody of it may do it', () => {
    const alone: Office = { staff: [officer('chief', 'county-officer'), officer('centre', 'verification-officer')], excluded: [] }
    const { process } = begin('dibao', '2026-03-02', alone)
    expect(process.raised).toEqual({ visit: { to: 'county', why: 'nobody' } })
    const turn = turnOf(process, alone)
    expect(turn.waits === 'office' && turn.steps.map(({ step, who }) => [step, who.map(({ id }) => id)])).toEqual([
      ['verification', ['chief', 'centre']], ['visit', ['chief']],
    ])
  })

  it('takes along one from above where nobody else is there, and leaves somebody to decide', () => {
    const visit = (...companions: string[]) => ({ ...look('visit'), companions }) as ProcessCommand
    const lone: Office = { staff: fullStaff.filter(({ id }) => ['clerk', 'county', 'second'].includes(id)), excluded: [] }
    expect(refusal(accepted, visit('county', 'second'), by('clerk'), lone).refused).toBe('too-many')
    expect(give(accepted, visit('county'), by('clerk'), lone).process.hands).toEqual(['clerk', 'county'])
    const none: Office = { staff: fullStaff.filter(({ id }) => ['chief', 'county', 'second'].includes(id)), excluded: [] }
    const raised = begin('dibao', '2026-03-02', none)
    expect(refusal(raised, visit('chief', 'second'), by('county'), none).refused).toBe('too-many')
    expect(give(raised, visit('second'), by('county'), none).process.hands).toEqual(['county', 'second'])
  })

  it('says plainly where everybody up to the county is related', () => {
    const { process } = begin('dibao', '2026-03-02', { staff: fullStaff, excluded: fullStaff.map(({ id }) => id) })
    expect(turnOf(process, { staff: fullStaff, excluded: fullStaff.map(({ id }) => id) }).waits).toBe('nobody')
  })
})

describe('help that comes first', () => {
  it('is decided before it is checked, and is not over before what follows', () => {
    const emergency = walk(begin('temporary', '2026-03-02', office, { emergency: true }), [propose('confirm'), by('clerk')], [confirm, by('leader')])
    expect(stageOf(emergency.process)).toBe('backfill')
    const checked = walk(emergency, [look('verification'), by('clerk')], [look('visit'), by('clerk')], [post, by('clerk')], [{ type: 'end-notice' }, system, '2026-03-10'])
    expect(stageOf(checked.process)).toBe('confirmed')
  })

  it('waits for its check where nothing is urgent', () => {
    const usual = begin('temporary', '2026-03-02', office)
    expect(refusal(usual, propose('confirm'), by('clerk')).refused).toBe('not-allowed-now')
    const checked = walk(usual, [look('verification'), by('clerk')], [propose('confirm'), by('clerk')])
    expect(refusal(checked, confirm, by('leader')).refused).toBe('not-allowed-now')
    const posted = walk(checked, [post, by('clerk')], [{ type: 'end-notice' }, system, '2026-03-10'], [confirm, by('leader')])
    expect(stageOf(posted.process)).toBe('backfill')
  })
})

describe('the signatures of a household', () => {
  const signing = (to: 'open' | 'complete' | 'refused' | 'withdrawn'): Stride => [{ type: 'signing', to }, system]
  const open = walk(accepted, signing('open'))
  const check: Stride = [look('verification'), by('centre')]

  it('are waited for by the check of its means, and by nothing else', () => {
    expect(stageOf(open.process)).toBe('signing')
    expect(refusal(open, look('verification'), by('centre')).refused).toBe('signatures-missing')
    expect(walk(open, [look('visit'), by('clerk')]).process.records).toHaveLength(1)
    expect(stageOf(walk(open, signing('complete')).process)).toBe('verifying')
    expect(walk(open, signing('complete'), check).process.records).toHaveLength(1)
  })

  it('are nobody’s to declare but the record’s', () => {
    for (const actor of [...fullStaff, resident]) expect(refusal(open, { type: 'signing', to: 'complete' }, actor).refused).toBe('not-yours')
  })

  it('say whom everybody waits for where nothing else is left to do', () => {
    const visited = walk(open, [look('visit'), by('clerk')])
    expect(turnOf(visited.process, office)).toEqual({ waits: 'applicant', paused: null })
    expect(turnOf(walk(visited, signing('complete')).process, office).waits).toBe('office')
  })

  it('refused by one: it can be refused with that reason, and confirmed by nobody', () => {
    const no = walk(open, signing('refused'), [look('visit'), by('clerk')], [skip('appraisal'), by('clerk')])
    expect(refusal(no, propose('confirm'), by('clerk')).refused).toBe('signatures-missing')
    const refused = walk(no, [propose('refuse'), by('clerk')])
    expect(refusal(refused, confirm, by('county')).refused).toBe('not-allowed-now')
    expect(stageOf(walk(refused, [{ ...said, type: 'refuse' }, by('county')]).process)).toBe('refused')
  })

  it('given after all: what was thought of the refusal is void, and the check is made', () => {
    const refused = walk(open, signing('refused'), [look('visit'), by('clerk')], [skip('appraisal'), by('clerk')], [propose('refuse'), by('clerk')])
    const signed = walk(refused, signing('complete'))
    expect([signed.process.opinion, stageOf(signed.process)]).toEqual([null, 'verifying'])
  })

  it('withdrawn: what was found under them is void', () => {
    const ready = walk(accepted, signing('complete'), ...lookedInto, [propose('confirm'), by('clerk')])
    const withdrawn = walk(ready, [{ ...said, type: 'fence' }, system], signing('withdrawn'))
    expect(withdrawn.process.records.map(({ step }) => step)).toEqual(['visit'])
    expect(refusal(withdrawn, confirm, by('county')).refused).toBe('not-allowed-now')
  })

  it('are not needed for a check that is lawfully left out', () => {
    const exempt = walk(open, [skip('verification'), by('county')], signing('refused'))
    expect(exempt.process.records).toHaveLength(1)
  })
})

describe('a refusal', () => {
  const refused = walk(accepted, ...lookedInto, [propose('refuse'), by('clerk')], [{ ...said, type: 'refuse' }, by('county')])
  const recheck: ProcessCommand = { type: 'recheck', reason: '工资停了' }

  it('is looked at once more when its applicant asks, with new days, and decided by somebody else', () => {
    const anew = walk(refused, [recheck, resident, '2026-04-20'])
    expect([stageOf(anew.process), anew.process.from]).toEqual(['preliminary', '2026-04-20'])
    const thought = walk(anew, [propose('refuse'), by('clerk')])
    expect(refusal(thought, { ...said, type: 'refuse' }, by('county')).refused).toBe('same-hands')
    const again = walk(thought, [{ ...said, type: 'refuse' }, by('second')])
    expect(refusal(again, recheck, resident).refused).toBe('not-allowed-now')
  })
})
