import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signature } from '../consent/people.ts'
import { unzip, sha256, wrongIn } from '../household/zip.ts'
import { days } from '../fixtures/office.ts'
import { acceptUnsigned, asked, done, type Asked } from '../process/asked.ts'
import { husband, openChecks } from './checks.ts'
import { signAll, within, withdraw } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
afterAll(() => checks.close())

type Index = {
  reports: { state: string; file: string }[]
  signatures: { who: string; state: string; digest: string; sha256: string; file: string }[]
}
async function opened(answer: Promise<Response>): Promise<{ entries: Map<string, Buffer>; index: Index }> {
  const entries = unzip(Buffer.from(await (await answer).arrayBuffer()))
  expect(wrongIn(entries)).toEqual([])
  return { entries, index: JSON.parse(entries.get('index.json')?.toString() ?? '') as Index }
}
const atDesk = ({ id }: Asked) => opened(checks.he.get(`/work/applications/${id}/file?purpose=handle`))

/** The husband signs with a finger. */
const signs = (claim: Asked): Promise<string> =>
  within(checks.office, claim.id, async (consents) => {
    const id = randomUUID()
    const who = { name: husband.name, birthDate: null, memberId: null, numberKnown: true }
    consents.command(
      { type: 'list', id, who, role: 'adult', ward: null, departments: consents.needed, until: null }, 'officer', { idNumber: husband.idNumber },
    )
    consents.command(
      { type: 'sign', id, method: 'at-window', certainty: 'seen', version: 'authorisation-2', hash: '0'.repeat(64), signer: null, witness: '', numberKnown: true },
      'officer', { signature },
    )
    return id
  })

it('the file holds every check that was made, and what each adult signed, until somebody takes their word back', async () => {
  const claim = await asked(checks.office, '1947-03-03')
  await acceptUnsigned(checks.he, claim)
  await signAll(checks.office, claim.id)
  const his = await signs(claim)
  for (const later of [0, 31]) {
    checks.office.clock.goOn(days(later))
    await done(checks.start(claim))
    await checks.askAll()
  }
  const { entries, index } = await atDesk(claim)
  expect(index.reports.map(({ state }) => state)).toEqual(['replaced', 'reported'])
  for (const { file } of index.reports) expect(entries.get(file)?.toString()).toContain('"items"')
  const bytes = Buffer.from(signature, 'base64')
  expect(index.signatures).toEqual([
    { id: his, who: husband.name, state: 'signed', on: expect.any(String) as string, digest: sha256(signature), sha256: sha256(bytes), file: `signatures/${his}.png` },
  ])
  expect(entries.get(`signatures/${his}.png`)).toEqual(bytes)
  expect(entries.get('index.html')?.toString()).toContain(`${husband.name}签的核对授权`)

  const own = await opened(claim.phone.get(`/me/applications/${claim.id}/file`))
  expect([own.index.reports, own.index.signatures]).toEqual([[], []])

  await withdraw(checks.office, claim.id, his)
  const after = await atDesk(claim)
  expect(after.index.signatures).toMatchObject([{ state: 'withdrawn' }])
  for (const { file } of after.index.reports) expect(after.entries.get(file)?.toString()).not.toContain('"items"')
})
