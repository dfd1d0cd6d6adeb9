import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { answerOf } from '../../web/src/app/outbox-order.ts'
import { answerTo, emptyOutbox, enqueue, outbox, sendNow, write } from '../../web/src/app/outbox.ts'
import { phoneDisk } from '../../web/src/app/outbox-disk.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'

type Asked = { url: string; key: string }
type Answer = { status: number; body: unknown; headers: Record<string, string> }

/** What stands between the phone and the office answers in its place, as a guard or a hotel's network does. */
const blocked = (): Answer => ({ status: 200, body: { code: 403, msg: 'blocked' }, headers: {} })
const office =
  (body: unknown) =>
  ({ key }: Asked): Answer => ({
    status: 201,
    body,
    headers: { 'x-yima-answer': key },
  })
/** Who answers on this line. */
let answers: (asked: Asked) => Answer
let line: Server
const receipt = { id: 'a1', receiptNumber: '4831705263186' }
const letter = { kind: 'application', path: '/applications', body: { words: '房子漏雨' } }

beforeAll(async () => {
  line = createServer((asked, answer) => {
    asked.resume().on('end', () => {
      const key = String(asked.headers['idempotency-key'] ?? '')
      const { status, body, headers } = answers({ url: asked.url ?? '', key })
      answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((listening) => line.listen(0, '127.0.0.1', listening))
  const { port } = line.address() as AddressInfo
  const { happyDOM } = window as unknown as { happyDOM: { setURL: (url: string) => void } }
  happyDOM.setURL(`http://127.0.0.1:${port}/`)
  await loadTexts(['problem'])
})
afterAll(() => new Promise((closed) => line.close(closed)))
beforeEach(async () => {
  emptyOutbox()
  await forgetEverything()
})

it('an application is not received because somebody on the way says 200: it is kept, said so, and goes later', async () => {
  answers = blocked
  await enqueue([{ ...letter, id: 'key-of-the-letter' }])
  await sendNow()
  expect(answerTo('key-of-the-letter')).toBeUndefined()
  expect(outbox.value[0]).toMatchObject({
    body: letter.body,
    refused: false,
    problem: { code: 'intercepted', title: '网络被挡住了。您写的没丢' },
  })
  answers = office(receipt)
  await sendNow()
  expect(answerTo('key-of-the-letter')).toEqual(receipt)
})

it('nothing is withdrawn until the office itself says so', async () => {
  answers = blocked
  const act = { kind: 'withdrawal', path: '/me/applications/1/withdrawal', body: { reason: '写错了' } }
  expect(await write({ ...act, id: 'key-of-the-act' })).toMatchObject({
    word: 'kept',
    problem: { code: 'intercepted' },
  })
  expect(outbox.value).toHaveLength(1)
  answers = office({ id: '1' })
  await sendNow()
  expect(outbox.value).toHaveLength(0)
})

it('a photo stays on the phone until the office has it', async () => {
  answers = (asked) =>
    asked.url.startsWith('/api/challenges') ? office({ challenge: null })(asked) : blocked()
  const photo = {
    id: 'key-of-photo',
    kind: 'file',
    path: '/files',
    blob: new Blob(['x'], { type: 'image/jpeg' }),
  }
  const named = {
    ...letter,
    id: 'key-of-named',
    body: { photos: [answerOf(photo.id, 'id')] },
    after: [photo.id],
  }
  await enqueue([photo, named])
  await sendNow()
  expect(outbox.value).toHaveLength(2)
  expect(await phoneDisk.picture(photo.id)).toBeDefined()
})

it('the answer to another write, kept by something on the way, is no answer to this one', async () => {
  answers = ({ url }) => office(receipt)({ url, key: 'key-of-another' })
  await enqueue([{ ...letter, id: 'key-of-the-letter' }])
  await sendNow()
  expect(outbox.value[0]).toMatchObject({ problem: { code: 'intercepted' } })
})

it.each([
  ['a receipt without a number', { id: 'a1' }],
  ['a number without its receipt', { receiptNumber: '4831705263186' }],
  ['nothing', {}],
])('what was written does not go for %s', async (_what, answer) => {
  answers = office(answer)
  await enqueue([{ ...letter, id: 'key-of-the-letter' }])
  await sendNow()
  expect(answerTo('key-of-the-letter')).toBeUndefined()
  expect(outbox.value[0]).toMatchObject({ body: letter.body, problem: { code: 'malformed' } })
})
