import { beforeEach, expect, it, vi } from 'vitest'
import { answerMark, markFor } from '@yima/shared/answer-mark'
import { proofHeader } from '@yima/shared/proof/contract'
import { askSafely } from '../../web/src/complaint/channel.ts'

const solve = vi.hoisted(() => vi.fn<(challenge: unknown) => Promise<string>>())
vi.mock('../../web/src/proof/solve.ts', () => ({ solve }))
const network = vi.fn<typeof fetch>()

const json = { 'content-type': 'application/json', [answerMark]: markFor(undefined) }
const wantsWork = (nonce: string): Response =>
  new Response(JSON.stringify({ type: 'urn:yima:problem:proof-needed', title: '', challenge: { nonce } }), { status: 428, headers: json })
const answers = (): Response => new Response('{"there":true}', { status: 200, headers: json })
const proofs = (): (string | null)[] => network.mock.calls.map(([asked, init]) => (asked instanceof Request ? asked.headers : new Headers(init?.headers)).get(proofHeader))

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('fetch', network)
  solve.mockImplementation((challenge) => Promise.resolve(`done ${(challenge as { nonce: string }).nonce}`))
})

it('a question past what its network got wrong is asked again with the work done, each with work of its own, and nobody is sent away', async () => {
  network.mockResolvedValueOnce(wantsWork('one')).mockResolvedValueOnce(answers())
  expect(await askSafely('/complaints/conversation', {})).toEqual({ there: true })
  network.mockResolvedValueOnce(wantsWork('two')).mockResolvedValueOnce(answers())
  expect(await askSafely('/complaints/conversation', {})).toEqual({ there: true })
  expect(proofs()).toEqual([null, 'done one', null, 'done two'])
})
