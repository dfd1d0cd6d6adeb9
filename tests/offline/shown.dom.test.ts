import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { shownAtDesk } from '../../web/src/app/last-seen.ts'
import { keepList } from '../../web/src/consent/seen-lists.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { giveTo, putAway } from '../../web/src/app/store-owner.ts'
import { forgetEverything, keep, keysKept } from '../../web/src/app/store.ts'
import { useLoaded } from '../../web/src/family/useLoaded.ts'
import { useOfficer } from '../../web/src/work/useOfficer.ts'
import { heWenjing } from '../work/requests.ts'
import { read } from '../work/session.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
beforeEach(forgetEverything)

describe('what the office showed is kept for whoever saw it alone', () => {
  it('and for nobody else on this phone', async () => {
    await giveTo('zhou')
    await useLoaded(async () => '820 元', 'mine.decision.c1').load()
    await putAway()
    expect(await keysKept('mine.')).toEqual([])
    const { load, value } = useLoaded(() => Promise.reject(new ProblemError('offline')), 'mine.decision.c1')
    await load()
    expect(value.value).toBeUndefined()
  })

  it('not at all where the next person on this phone would find it', async () => {
    const { load } = useLoaded(async () => 'hers', 'decision.x')
    await expect(load()).rejects.toThrow('not personal')
    expect(await keysKept('decision')).toEqual([])
  })

  it('at a desk until it is left, however many families were looked at', async () => {
    vi.spyOn(http, 'delete').mockResolvedValue(undefined)
    read.mockResolvedValue({ resident: null, officer: heWenjing, demo: true, today: '2026-03-02' })
    const { look, leave } = useOfficer()
    await look()
    for (const what of ['household.a', 'facts.a', 'decision.b'])
      await useLoaded(async () => what, shownAtDesk(heWenjing.id, what)).load()
    await keepList(heWenjing, 'a', { signing: 'open', applicant: '周素芬', centre: '', mayAdd: true, rows: [], asks: { departments: [], until: null, version: 'adult-1' } })
    await keep(`work.draft.${heWenjing.id}/x`, '问过本人')
    expect(await keysKept('work.shown.')).toHaveLength(4)
    read.mockResolvedValue({ resident: null, officer: null, demo: true, today: '2026-03-02' })
    await leave()
    expect([await keysKept('work.shown.'), await keysKept('work.draft.')]).toEqual([[], [`work.draft.${heWenjing.id}/x`]])
  })

  it('at a desk that ended without a word, and before a colleague sits down there', async () => {
    const { look } = useOfficer()
    for (const next of [null, { ...heWenjing, id: 'liu', name: '刘小勤' }]) {
      read.mockResolvedValue({ resident: null, officer: heWenjing, demo: true, today: '2026-03-02' })
      await look()
      await useLoaded(async () => 'a', shownAtDesk(heWenjing.id, 'household.a')).load()
      read.mockResolvedValue({ resident: null, officer: next, demo: true, today: '2026-03-02' })
      await look()
      expect(await keysKept('work.shown.')).toEqual([])
    }
  })

  it('and stands there without a network', async () => {
    const read = vi.fn().mockResolvedValueOnce('820 元').mockRejectedValue(new ProblemError('offline'))
    const first = useLoaded(read, 'mine.decision.c1')
    await first.load()
    const again = useLoaded(read, 'mine.decision.c1')
    await again.load()
    expect([again.value.value, again.since.value === undefined]).toEqual(['820 元', false])
  })
})
