import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@yima/shared/calendar/working-days'
import { covers, standing } from '@yima/shared/consent/authorisation'
import { evolve as evolveConsents } from '@yima/shared/consent/evolve'
import type { Authorisation } from '@yima/shared/consent/authorisation'
import type { ConsentEvent } from '@yima/shared/consent/commands'
import { signingOf } from '@yima/shared/process/signing'
import { turnOf } from '@yima/shared/process/turn'
import { viewOf } from '@yima/shared/process/view'
import { evolve } from '@yima/shared/process/evolve'
import { holidays } from '@yima/shared/calendar/holidays'
import type { Process, ProcessEvent } from '@yima/shared/process/process'
import { runs } from '../fixtures/runs.ts'
import { live, moves, needed, office, type Family } from './lives.ts'

const exempts = ['leader', 'chief', 'county', 'second']

/** Told anew from what was said and done, without asking the rule that let it through. */
function expectGround({ lived: { process, today }, all, checks }: Family): void {
  const record = process.records.find(({ step }) => step === 'verification')
  expect(record).toBeDefined()
  if (record?.outcome === 'exempt') return expect(record.hands.some((one) => exempts.includes(one))).toBe(true)
  const check = checks.find(({ row }) => row.reportId !== null && row.reportId === record?.report)
  expect(check?.row.state).toBe('reported')
  expect(addDays(check?.row.madeOn ?? '', 30) >= today).toBe(true)
  for (const id of Object.keys(check?.content.people ?? {})) {
    const one = all.find((consent) => consent.id === id)
    expect(one?.state).toBe('signed')
    expect(one?.until === null || (one?.until ?? '') >= today).toBe(true)
  }
  expect(signingOf(process)).toBe('complete')
}

describe('a family, its signatures and its check, whatever anybody does in whatever order', () => {
  it('is decided on by the rules only with a report that holds, under words that live, or by an exemption from above', () => {
    let [confirmed, refused, exempt] = [0, 0, 0]
    fc.assert(
      fc.property(moves, (all) => {
        for (const { command, before } of live(all).at(-1)?.decided ?? []) {
          expectGround(before)
          if (command.type === 'confirm') confirmed += 1
          else refused += 1
          exempt += before.lived.process.records.some(({ outcome }) => outcome === 'exempt') ? 1 : 0
        }
      }),
      { numRuns: runs(60), seed: 5 },
    )
    // Else nothing was shown.
    expect([confirmed > 10, refused > 2, exempt < confirmed]).toEqual([true, true, true])
  })

  it('is checked only while everybody has signed for every department that is asked', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const lives = live(all)
        for (const [at, family] of lives.entries()) {
          const begun = family.checks.length > (lives[at - 1]?.checks.length ?? 0)
          if (!begun) continue
          for (const one of standing(family.all))
            expect(needed.every((source) => covers(one, source, family.lived.today))).toBe(true)
        }
      }),
      { numRuns: runs(40), seed: 6 },
    )
  })

  it('never waits without anybody who may act or a reason that its page says', () => {
    fc.assert(
      fc.property(moves, (all) => {
        for (const { lived: { process } } of live(all)) {
          const turn = turnOf(process, office)
          if (turn.waits === 'nobody') expect(process.hands.length).toBeGreaterThan(3)
          if (turn.waits === 'applicant') expect(process.paused !== null || signingOf(process) === 'open').toBe(true)
        }
      }),
      { numRuns: runs(40), seed: 7 },
    )
  })

  it('is the same again when what happened is played again, with the same clock for both sides', () => {
    fc.assert(
      fc.property(moves, fc.nat(60), (all, later) => {
        const { lived, all: words, spoken } = live(all).at(-1) as Family
        const kept = JSON.parse(JSON.stringify({ events: lived.events, spoken })) as { events: ProcessEvent[]; spoken: ConsentEvent[] }
        const again = kept.events.reduce<Process | undefined>(evolve, undefined) as Process
        expect(again).toEqual(lived.process)
        expect(kept.spoken.reduce<readonly Authorisation[]>(evolveConsents, [])).toEqual(words)
        const day = addDays(lived.today, later)
        expect(viewOf(again, day, holidays).clock).toEqual(viewOf(lived.process, day, holidays).clock)
      }),
      { numRuns: runs(30), seed: 8 },
    )
  })
})
