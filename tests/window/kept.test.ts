import { describe, expect, it } from 'vitest'
import { parseCode } from '@yima/shared/code/parse'
import { deviceText, signedText } from '@yima/shared/code/write'
import { whyNotTaken, writableUntil, type Visit } from '@yima/shared/window/filing'
import { isTaken, judgeOffline } from '@yima/shared/window/kept'

const minute = 60_000
const hour = 60 * minute
const at = 1_772_413_200

const signed = (seconds: number) =>
  parseCode(signedText(deviceText({ county: '990101', device: 'A'.repeat(22), at: seconds, nonce: 'B'.repeat(16) }), 'C'.repeat(86)))

describe('a worker at a door without a network', () => {
  it('takes what a phone signed a moment ago, and no screenshot of yesterday', () => {
    expect(judgeOffline(signed(at), at + 299)).toEqual({ keeps: true, way: 'device' })
    expect(judgeOffline(signed(at), at + 301)).toEqual({ keeps: false, why: 'skewed' })
    expect(judgeOffline(signed(at), at - 301)).toEqual({ keeps: false, why: 'skewed' })
  })
  it('takes a printed card, and is told that a code that changes cannot be checked here', () => {
    expect(judgeOffline(parseCode(`1k.990101.${'A'.repeat(22)}`), at)).toEqual({ keeps: true, way: 'card' })
    expect(judgeOffline(parseCode(`1m.990101.${'A'.repeat(22)}`), at)).toEqual({ keeps: false, why: 'needs-network' })
    expect(judgeOffline(parseCode('https://elsewhere.example/'), at)).toEqual({ keeps: false, why: 'foreign' })
    expect(judgeOffline(parseCode('/p/990101100201'), at)).toEqual({ keeps: false, why: 'foreign' })
  })
  it('may be three days without a network, and not in the future', () => {
    expect(isTaken(0, 72 * hour)).toBe(true)
    expect(isTaken(0, 72 * hour + 1)).toBe(false)
    expect(isTaken(6 * minute, 0)).toBe(false)
  })
})

describe('what was written on a visit', () => {
  const visit: Visit = { openedAt: 0, closedAt: null, closedBy: null }
  const taken = (of: Visit, writtenAt: number, now: number) => whyNotTaken(of, { writtenAt, now })

  it('is taken for two hours, longer than the officer may look', () => {
    expect(writableUntil(visit)).toBe(2 * hour)
    expect(taken(visit, 2 * hour - 1, 2 * hour - 1)).toBeUndefined()
    expect(taken(visit, 2 * hour, 2 * hour)).toBe('over')
  })
  it('is taken days later when it was written in time, and not for ever', () => {
    expect(taken(visit, hour, 70 * hour)).toBeUndefined()
    expect(taken(visit, hour, 75 * hour)).toBe('came-too-late')
    expect(taken(visit, 3 * hour, 70 * hour)).toBe('over')
    expect(taken(visit, -hour, 70 * hour)).toBe('over')
  })
  it('names no moment before the person stood there, and none that is still to come', () => {
    expect(taken(visit, -hour, minute)).toBe('over')
    expect(taken(visit, hour, minute)).toBe('over')
    expect(taken(visit, 4 * minute, minute)).toBeUndefined()
  })
  it('is over as soon as either side ended it, but what was written before still comes', () => {
    const ended: Visit = { openedAt: 0, closedAt: 10 * minute, closedBy: 'officer' }
    expect(taken(ended, 9 * minute, hour)).toBeUndefined()
    expect(taken(ended, 11 * minute, hour)).toBe('over')
    expect(taken({ ...ended, closedBy: 'system' }, 9 * minute, hour)).toBeUndefined()
  })
  it('comes, once the person ended it, only while it can have been on its way', () => {
    const ended: Visit = { openedAt: 0, closedAt: 10 * minute, closedBy: 'resident' }
    expect(taken(ended, 9 * minute, 20 * minute)).toBeUndefined()
    expect(taken(ended, 9 * minute, 20 * minute + 1)).toBe('came-too-late')
    expect(taken(ended, 10 * minute, 11 * minute)).toBe('over')
  })
})
