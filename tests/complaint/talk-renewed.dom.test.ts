import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Conversation } from '@yima/shared/complaint/contract'
import { KeyRefused } from '../../web/src/complaint/key-refused.ts'
import { openMarked, sealMarked } from '../../web/src/complaint/mark.ts'
import { makeReportKey, pairOf, recipientOf, renewed, sealIdentityFor, toBase64, fromBase64, type Pair } from '../../web/src/complaint/seal.ts'
import { Talk } from '../../web/src/complaint/talk.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'

const office = vi.hoisted(() => ({ asked: vi.fn(), written: vi.fn() }))
vi.mock('../../web/src/complaint/channel.ts', () => ({ askSafely: office.asked, writeSafely: office.written, chance: () => 'd'.repeat(64) }))
vi.mock('../../web/src/complaint/made-receipt.ts', () => ({ derivedFrom: () => Promise.resolve(receipt.derived) }))
const receipt = vi.hoisted(() => ({ derived: {} as Pair & { proof: Uint8Array } }))

const id = randomUUID()
const report = { version: 1, type: 'report', category: 'bribe', words: '收了钱', place: '', accused: [], files: [], about: null }
let first: string
let told: string

beforeEach(async () => {
  receipt.derived = { ...(await pairOf(new Uint8Array(32).fill(7))), proof: new Uint8Array(32) }
  first = (await makeReportKey()).identity
  told = toBase64(await sealMarked(first, { id, by: 'reporter', at: 1 }, report))
})

/** How the office answers while this is the secret that it holds for whoever reported. */
const standsUnder = async (secret: string): Promise<Conversation> => ({
  ...{ id, filedOn: '2026-11-20', category: 'bribe', named: false, state: 'accepted', finding: null, acceptBy: null, finishBy: null, late: false, ended: null, rating: null },
  ...{ office: { name: '县纪委', phone: null }, recipient: await recipientOf(secret), allowed: ['add-message'] },
  key: toBase64(await sealIdentityFor(receipt.derived.recipient, secret)),
  messages: [{ number: 1, by: 'reporter', day: '2026-11-20', sealed: told }],
})

it('seals what somebody says for those who may read it now, also where the key was changed while they wrote', async () => {
  office.asked.mockResolvedValueOnce(await standsUnder(first))
  const { talk, keys } = await Talk.open('1'.repeat(20))
  expect(keys).toBe(1)
  const second = await renewed(first)
  office.asked.mockResolvedValueOnce(await standsUnder(second))
  office.written.mockRejectedValueOnce(new ProblemError('changed-meanwhile')).mockResolvedValueOnce({})
  await talk.say('他今天又来过', [], () => undefined)
  const [before, after] = office.written.mock.calls.map(([, body]) => body as { sealed: string; recipient: string })
  expect([before?.recipient, after?.recipient]).toEqual([await recipientOf(first), await recipientOf(second)])
  const sealed = fromBase64(after?.sealed ?? '')
  expect((await openMarked(first, { id, by: 'reporter' }, sealed)).value).toBe(undefined)
  expect(await openMarked(second, { id, by: 'reporter' }, sealed)).toMatchObject({ held: { at: 2, generation: 2 }, value: { words: '他今天又来过' } })
})

it('says nothing to a key that somebody made who could not open the report', async () => {
  office.asked.mockResolvedValueOnce(await standsUnder(await renewed((await makeReportKey()).identity)))
  await expect(Talk.open('1'.repeat(20))).rejects.toThrow(KeyRefused)
})
