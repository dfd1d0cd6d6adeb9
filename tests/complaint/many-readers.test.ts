import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { complaintBody } from '@yima/shared/complaint/contract'
import { deskActBody } from '@yima/shared/complaint/desk-contract'
import { makeReportKey, pad, sealBytesFor, sealIdentityFor, toBase64 } from '../../web/src/complaint/seal.ts'
import { concern } from './reporter.ts'

/** Bytes that a body of JSON may have (api/src/http/body.ts). */
const largest = 256 * 1024

describe('where very many supervisors may read', () => {
  it('a report sealed for each of three hundred is taken, and fits into one body with a usual story', async () => {
    const { identity, recipient } = await makeReportKey()
    const file = toBase64(await sealIdentityFor(recipient, identity))
    const message = toBase64(await sealBytesFor(recipient, pad(new Uint8Array(9), 16 * 1024)))
    const keys = Array.from({ length: 300 }, () => ({ opens: 'contents' as const, reader: randomUUID(), file }))
    const body = {
      ...{ concern: concern({ unknown: true }), id: randomUUID(), category: 'delay', recipient, handle: '12345678' },
      ...{ proofDigest: 'ab'.repeat(32), keys, message, identity: null, files: [] },
    }
    expect(v.safeParse(complaintBody, body).success).toBe(true)
    expect(JSON.stringify(body).length).toBeLessThan(largest)
  })

  it('a desk seals ahead, sends on and names the accused for as many', () => {
    const keys = Array.from({ length: 300 }, () => ({ opens: 'contents', reader: randomUUID(), file: 'AAAA' }))
    const nobody = { accused: [], accusedUnits: [], handlers: [] }
    const acts = [
      { type: 'share', version: 1, keys },
      { type: 'transfer', version: 1, to: '990100000000:discipline', keys, sealed: 'AAAA' },
      { type: 'name-accused', version: 1, ...nobody, keys, sealed: 'AAAA' },
    ]
    for (const act of acts) expect([act.type, v.safeParse(deskActBody, act).success]).toEqual([act.type, true])
  })
})
