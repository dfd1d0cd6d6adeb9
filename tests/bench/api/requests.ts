// What people send in the benchmarks: everybody somebody else, in the words of the reading corpora.
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { checkDigit } from '@yima/shared/identity/id-number'

/** One request as it goes over the wire; writes carry a key of their own, as the app's do. */
export type Wanted = { method: 'GET' | 'POST'; path: string; body?: string; cookie?: string }

const corpora = ['dev', 'author-d', 'author-e']
const texts = corpora.flatMap((name) =>
  readFileSync(new URL(`../../reading/narratives-${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text),
)
const villages = ['990101100201', '990101100202', '990101101201', '990101100001']
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'
const given = '秀兰国强桂英建华春梅德顺玉珍'

const letter = (letters: string, at: number): string => letters[at % letters.length] ?? ''

/** A valid number that belongs to nobody: prefix 990101 was never allotted (GB/T 2260). */
function idNumber(at: number): string {
  const born = new Date(Date.UTC(1940, 0, 1 + (at % 20_000))).toISOString().slice(0, 10).replaceAll('-', '')
  const first17 = `990101${born}${String(Math.floor(at / 20_000) % 1000).padStart(3, '0')}`
  return first17 + checkDigit(first17)
}

/** The application of the `at`-th person: no two share ID number, phone or words. */
export const submission = (at: number) => ({
  forWhom: 'self' as const,
  words: `${texts[at % texts.length] ?? ''} 我家门牌${at}号`,
  regionCode: villages[at % villages.length] ?? '',
  photos: [],
  applicant: {
    identity: 'id-number' as const,
    name: letter(surnames, at) + letter(given, at >> 4) + letter(given, at >> 8),
    idNumber: idNumber(at),
    phone: `199${String(at).padStart(8, '0')}`,
  },
  answers: { household: {}, members: [] },
  added: [],
  consent: { method: 'at-visit' as const },
})

/** Headers that a device of its own sends with a write. */
export const writeHeaders = () => ({
  'content-type': 'application/json',
  'idempotency-key': randomUUID(),
  'x-device-key': createHash('sha256').update(randomUUID()).digest('base64url'),
})

/** The bytes of a request with keep-alive. */
export function bytesOf({ method, path, body, cookie }: Wanted): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: localhost', 'accept-language: zh-CN']
  if (cookie !== undefined) lines.push(`cookie: ${cookie}`)
  if (body !== undefined) {
    for (const [name, value] of Object.entries(writeHeaders())) lines.push(`${name}: ${value}`)
    lines.push(`content-length: ${Buffer.byteLength(body)}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}
