import type { HousesWaiting, InspectionBody, RenovationAct, RenovationList, RenovationView } from '@yima/shared/renovation/contract'
import type { Picture, Spot } from '@yima/shared/renovation/renovation'
import type { OfficerView } from '@yima/shared/identity/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'
import { actorOfOfficer } from '../app/outbox-order.ts'
import type { WorkAct } from '../work/api.ts'

const one = (id: string): string => `/work/renovations/${id}`

export const getWaiting = (): Promise<HousesWaiting> => http.get('/work/renovations/waiting')
export const getHouses = (): Promise<RenovationList> => http.get('/work/renovations')
/** Each call is a look that the family can read about. */
export const getHouse = (id: string): Promise<RenovationView> => http.get(one(id))
/** The bytes of a picture, to be laid down for where there is no network; each is a look, too. */
export const getPicture = (id: string, picture: string): Promise<Blob> => http.get(`${one(id)}/files/${picture}`, { picture: true })

/** Where a picture of the works is read at the desk. */
export const pictureAt = (id: string) => (picture: string): string => `/api${one(id)}/files/${picture}`
/** Where its own family reads it. */
export const ownPictureAt = (picture: string): string => `/api/me/files/${picture}`

export const actsPath = (id: string): string => `${one(id)}/acts`
export const inspectionsPath = (id: string): string => `${one(id)}/inspections`

/** An act without pictures. */
export const act = (id: string, body: RenovationAct): WorkAct => ({ kind: 'renovation', path: actsPath(id), body })

/** A picture as it lies on this phone, with the place from which it was taken. */
export type Shot = { spot: Spot; file: Blob }

type Whose = { officer: OfficerView; person: string }
type Made = { pictures: Picture[]; signature: string }

/** An act with its pictures, as one: without a network all of it waits together. */
async function handInWith(to: { id: string; kind: string; path: string }, { officer, person }: Whose, shots: readonly Shot[], signature: Blob | undefined, bodyOf: (made: Made) => unknown): Promise<Handed> {
  const [{ answerOf }, { shrink }] = await Promise.all([import('../app/outbox.ts'), import('../application/shrink.ts')])
  const write = (blob: Blob) => ({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob })
  const small = await Promise.all(shots.map(async ({ spot, file }) => ({ spot, write: write(await shrink(file as File)) })))
  const signed = signature && write(signature)
  // What it stands for is an id only once the picture was received.
  const idOf = (made: { id: string }): string => answerOf(made.id, 'id') as unknown as string
  const body = bodyOf({
    pictures: small.map((made) => ({ spot: made.spot, picture: idOf(made.write) })),
    signature: signed ? idOf(signed) : '',
  })
  return handOver({
    kind: to.kind, path: to.path, body, label: { officer: officer.name, person },
    pictures: [...small.map((made) => made.write), ...(signed ? [signed] : [])], line: `${one(to.id)}/`, actor: actorOfOfficer(officer.id),
  })
}

type With<Type extends RenovationAct['type'], Left extends string> = Omit<Extract<RenovationAct, { type: Type }>, Left>

/** What was graded, or that a stage is done, with its pictures. */
export const handInPictured = (id: string, whose: Whose, said: With<'survey', 'pictures'> | With<'propose', 'pictures'>, shots: readonly Shot[]): Promise<Handed> =>
  handInWith({ id, kind: 'renovation', path: actsPath(id) }, whose, shots, undefined, ({ pictures }) => ({ ...said, pictures }))

/** What was agreed with the family, who signed it. */
export const handInPlan = (id: string, whose: Whose, said: With<'plan', 'signed'>, how: 'signed' | 'thumb', witness: string, hand: Blob): Promise<Handed> =>
  handInWith({ id, kind: 'renovation', path: actsPath(id) }, whose, [], hand, ({ signature }) => ({
    ...said, signed: { how, picture: signature, ...(how === 'thumb' ? { witness } : {}) },
  }))

/** What was seen of the works. */
export const handInInspection = (id: string, whose: Whose, said: Omit<InspectionBody, 'pictures'>, shots: readonly Shot[]): Promise<Handed> =>
  handInWith({ id, kind: 'inspection', path: inspectionsPath(id) }, whose, shots, undefined, ({ pictures }) => ({ ...said, pictures }))
