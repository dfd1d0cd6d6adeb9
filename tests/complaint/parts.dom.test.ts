import { beforeEach, expect, it, vi } from 'vitest'
import { Parts } from '../../web/src/complaint/parts.ts'
import { makeReportKey } from '../../web/src/complaint/seal.ts'

const put = vi.hoisted(() => vi.fn<(file: string, part: number, sealed: Uint8Array) => Promise<void>>())
vi.mock('../../web/src/complaint/channel.ts', () => ({ putPart: put }))
vi.mock('../../web/src/complaint/beside.ts', async () => {
  const { answer } = await import('../../web/src/complaint/tasks.ts')
  return { sealPart: (recipient: string, bytes: Uint8Array<ArrayBuffer>) => answer({ type: 'seal-part', recipient, bytes }) }
})

const listed = (id: string, parts: number) => ({ id, name: '1.m4a', type: 'audio/mp4', bytes: parts * 3, parts, digest: '0'.repeat(64) })
const evidence = [['first', 4], ['second', 2]].map(([id, parts]) => ({
  listed: listed(String(id), Number(parts)), parts: Array.from({ length: Number(parts) }, (_, at) => new Uint8Array([at, 1, 2])),
}))
const sent = (): string[] => put.mock.calls.map(([file, part]) => `${file} ${part}`)

beforeEach(() => put.mockReset().mockResolvedValue())

it('evidence that a lost line stopped goes on where it was: nothing twice, nothing left out, and the part in doubt as the very same bytes', async () => {
  const { recipient } = await makeReportKey()
  const parts = new Parts('d'.repeat(43))
  const progress: number[] = []
  put.mockImplementation(async () => {
    if (put.mock.calls.length === 3) throw new Error('the line is gone')
  })
  await expect(parts.send(recipient, evidence, (at) => progress.push(at))).rejects.toThrow('the line is gone')
  expect(sent()).toEqual(['first 0', 'first 1', 'first 2'])
  await parts.send(recipient, evidence, (at) => progress.push(at))
  expect(sent()).toEqual(['first 0', 'first 1', 'first 2', 'first 2', 'first 3', 'second 0', 'second 1'])
  const [before, again] = [put.mock.calls[2]?.[2], put.mock.calls[3]?.[2]]
  expect(Buffer.from(again ?? []).equals(Buffer.from(before ?? []))).toBe(true)
  expect(progress.at(-1)).toBeLessThan(1)
  expect(progress.slice(2)).toEqual([...progress.slice(2)].sort((one, other) => one - other))
})
