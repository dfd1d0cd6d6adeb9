import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { handOver } from '../../web/src/app/hand-over.ts'
import { http } from '../../web/src/app/http.ts'
import { actorHere } from '../../web/src/app/actor-here.ts'
import { emptyOutbox, outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { readSession } from '../../web/src/app/session.ts'
import { giveTo, putAway } from '../../web/src/app/store-owner.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { usePapers } from '../../web/src/claim/usePapers.ts'
import { useWithdrawal } from '../../web/src/claim/useWithdrawal.ts'
import { useUrging } from '../../web/src/process/useUrging.ts'
import { application, waiting } from '../claim/applications.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
vi.mock('../../web/src/application/shrink.ts', () => ({ shrink: async (file: File) => file }))
enableAutoUnmount(afterEach)

const get = vi.spyOn(http, 'get')
const ranOut = { resident: null, officer: null, demo: true, today: '2026-11-22' }

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await putAway()
  await forgetEverything()
  await loadTexts(['claim', 'problem'])
  vi.spyOn(http, 'post').mockRejectedValue(new ProblemError('offline'))
  get.mockImplementation(async (path) => (path === '/session' ? ranOut : application()))
})

/** Runs a part of a page as the page does. */
function within<T>(part: () => T): T {
  let made: T | undefined
  mount({
    setup: () => {
      made = part()
      return () => null
    },
  })
  return made as T
}

async function withdraw(): Promise<unknown> {
  const of = within(() => useWithdrawal(() => undefined))
  await of.start(application())
  await of.confirm()
  return of.failed.value
}
async function urge(): Promise<unknown> {
  const of = within(() => useUrging('application-1', () => undefined))
  await of.urge()
  return of.failed.value
}
async function sendPapers(): Promise<unknown> {
  const of = within(() => usePapers('application-1', waiting.id))
  await of.load()
  for (const { id } of waiting.papers) of.photos[id] = [new File(['x'], `${id}.jpg`, { type: 'image/jpeg' })]
  await of.send()
  return of.problem.value
}
const endCard = (): Promise<unknown> =>
  handOver({ kind: 'card-end', path: '/me/cards/x', method: 'delete' }).then(
    () => undefined,
    (error: unknown) => (error as ProblemError).title,
  )
const acts = [
  ['withdraws', withdraw],
  ['urges', urge],
  ['sends papers', sendPapers],
  ['ends a card', endCard],
] as const

it.each(acts)('whoever %s after the sign-in ran out does it in the own name still', async (_what, act) => {
  await giveTo('gran')
  await readSession()
  expect(await act()).toBeUndefined()
  const heads = outbox.value.filter(({ kind }) => kind !== 'file')
  expect(heads.map(({ actor, holder }) => [actor, holder])).toEqual([['resident:gran', 'gran']])
})

it.each(acts)(
  'who %s where nobody is signed in reads so, and nothing lies here for the next one',
  async (_what, act) => {
    await readSession()
    expect(await act()).toBe('请先用手机号登录')
    expect(outbox.value).toEqual([])
  },
)

it('an officer whose sign-in ran out acts for nobody, and least of all for the resident of this phone', async () => {
  await giveTo('gran')
  await readSession()
  await expect(actorHere('officer')).rejects.toThrow('sign-in-needed')
})
