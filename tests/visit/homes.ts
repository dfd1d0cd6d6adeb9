import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { VisitPack, VisitRecord } from '@yima/shared/visit/contract'
import type { Device, Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'

/** A picture of such a colour, as a phone sends it before what names it. */
export async function pictureFrom(device: Device, colour: number): Promise<string> {
  const background = { r: colour % 256, g: 90, b: 60 }
  const bytes = await sharp({ create: { width: 24, height: 16, channels: 3, background } }).jpeg().toBuffer()
  return (await json<{ id: string }>(device.postRaw('/files', bytes, { 'content-type': 'image/jpeg' }))).id
}

export const packOf = (device: Device, id: string): Promise<VisitPack> => json<VisitPack>(device.get(`/work/applications/${id}/visit-pack`))

/** What such a visitor writes down: everything as it was said, or as `answers` says. */
export async function seenAt(
  office: Office, device: Device, pack: VisitPack, companions: string[], { answers = {}, photos = 0 }: { answers?: Record<string, unknown>; photos?: number } = {},
): Promise<VisitRecord> {
  const taken: string[] = []
  for (let at = 0; at < photos; at += 1) taken.push(await pictureFrom(device, at))
  const now = office.clock.now().getTime()
  return {
    id: randomUUID(),
    startedAt: new Date(now - 3_600_000).toISOString(),
    endedAt: new Date(now - 60_000).toISOString(),
    companions,
    answers: pack.items.map(({ id, known }, at) => ({
      item: id,
      value: (id in answers ? answers[id] : (known[0]?.value ?? null)) as VisitRecord['answers'][number]['value'],
      photos: taken.filter((_, one) => one % pack.items.length === at),
    })),
    findings: pack.claims.map(({ id: claimId }) => ({ claimId, found: 'fits' as const })),
    summary: '家里情况和说的一样',
    person: { how: 'signed', picture: await pictureFrom(device, 200) },
    investigator: await pictureFrom(device, 201),
    along: await pictureFrom(device, 202),
  }
}
