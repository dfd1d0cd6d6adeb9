import { describe, expect, it } from 'vitest'
import type { ClaimView } from '@yima/shared/claim/contract'
import { claimStates } from '@yima/shared/claim/claim'
import { programmes } from '@yima/shared/policy/programmes/index'
import zh from '../../web/src/locales/zh-CN/claim.json'
import { threadOf, visitThread, type Step } from '../../web/src/claim/thread.ts'
import { accepted, application, claim, dropped, waiting } from './applications.ts'

const thread = (of: ClaimView, part: Parameters<typeof application>[0] = {}): Step[] =>
  threadOf(application(part), of, programmes[of.programme])
const steps = (list: readonly Step[]): string[] => list.map(({ shape, key }) => `${shape} ${key}`)

describe('the thread of a claim', () => {
  it('begins with what the resident did and shows what the township does now, and by when', () => {
    const list = thread(claim())
    expect(steps(list)).toEqual([
      'done application-submitted', 'now answer', 'todo visit', 'todo verify.family',
      'todo notice.review.day', 'todo decision', 'todo payment',
    ])
    expect(list[1]?.by).toEqual({ date: '2026-11-24', provisional: false })
    expect(list[2]?.by?.date).toBe('2026-11-23')
    expect(list[4]?.params).toEqual({ days: 7 })
  })

  it('says who accepted it and when, and that the visit comes next', () => {
    const list = thread(accepted)
    expect(steps(list).slice(0, 3))
      .toEqual(['done application-submitted', 'done claim-accepted', 'now visit-if-needed'])
    expect(list[1]).toMatchObject({ office: '稻香镇社会救助窗口 何文静', at: '2026-11-20T01:00:00.000Z' })
    expect(list.find(({ key }) => key === 'decision')?.by?.date).toBe('2026-12-11')
  })

  it('waits for the resident where papers were asked, and tells since when', () => {
    const list = thread(waiting)
    expect(list.filter(({ shape }) => shape === 'turn').map(({ key }) => key)).toEqual(['papers'])
    expect(list.find(({ key }) => key === 'papers')?.at).toBe('2026-11-20T02:00:00.000Z')
    expect(list.map(({ key }) => key)).not.toContain('papers-asked')
  })

  it('ends with the reason where it was not accepted: nothing is promised after that', () => {
    const list = thread(dropped)
    expect(steps(list)).toEqual(['done application-submitted', 'no claim-dropped'])
    expect(list[1]?.reason).toBe('医院已经直接结算过了')
  })

  it('tells nobody what happened to another programme', () => {
    expect(thread(claim()).map(({ key }) => key)).not.toContain('claim-accepted')
  })

  it('leaves out what a programme does not need: a status is not paid', () => {
    const edge = claim({ programme: 'dibao-edge' })
    expect(thread(edge).map(({ key }) => key)).not.toContain('payment')
  })

  it('has a sentence for every step of every programme in every state', () => {
    const words = Object.keys(zh)
    const views = Object.values(programmes)
      .flatMap(({ id }) => claimStates.map((state) => claim({ programme: id, state })))
    for (const of of views) {
      const said = thread(of).map(({ key }) => `claim.thread.${key}`)
      for (const key of said) expect(words, `${of.programme} ${of.state}`).toContain(key)
    }
    expect(views).toHaveLength(21 * claimStates.length)
  })

  it('has exactly one present step until the road ends', () => {
    for (const state of claimStates) {
      const present = thread(claim({ state })).filter(({ shape }) => shape === 'now' || shape === 'turn')
      expect(present.length, state).toBeLessThanOrEqual(1)
    }
  })
})

describe('a visit that somebody asked for', () => {
  it('becomes an application only when that person agrees', () => {
    const asked = application({
      kind: 'outreach', state: 'submitted', claims: [],
      timeline: [{ at: '2026-11-19T07:20:00.000Z', type: 'outreach-requested', by: null }],
    })
    expect(steps(visitThread(asked))).toEqual(['done outreach-requested', 'now visit', 'todo agree'])
  })

  it('promises no visit any more after it was taken back', () => {
    const back = application({
      kind: 'outreach', state: 'withdrawn', claims: [],
      timeline: [{ at: '2026-11-20T07:20:00.000Z', type: 'application-withdrawn', by: null }],
    })
    expect(steps(visitThread(back))).toEqual(['done application-withdrawn'])
  })
})
