import type { FinderRole, OutreachInput } from '@yima/shared/outreach/contract'
import { parseName } from '@yima/shared/identity/name'
import { parseMobile } from '@yima/shared/identity/phone'
import { shrink } from '../application/shrink.ts'
import { freshDeviceKey } from '../app/device.ts'
import { fieldText } from '../app/field-text.ts'
import { answerOf, type NewEntry } from '../app/outbox.ts'
import { outreachPath } from './api.ts'

/** What somebody types about whom they saw. */
export type Finding = {
  words: string
  place: { code: string; name: string } | undefined
  whereToFind: string
  name: string
  phone: string
  as: FinderRole
  finderPhone: string
}
export type Lacks = Partial<Record<'words' | 'place' | 'whereToFind' | 'name' | 'phone' | 'finderPhone', string>>

const phoneLack = (typed: string): string | undefined => {
  const parsed = typed.trim() === '' ? undefined : parseMobile(typed)
  return parsed && !parsed.ok ? fieldText(`phone-${parsed.code}`) : undefined
}

/** What has to be said or put right before it can go; the contract says the same at the office. */
export function lacksOf({ words, place, whereToFind, name, phone, finderPhone }: Finding): Lacks {
  const typedName = name.trim() === '' ? undefined : parseName(name)
  const found = [whereToFind, name, phone].some((said) => said.trim() !== '')
  const all: Lacks = {
    words: words.trim().length < 2 ? fieldText('seen-needed') : undefined,
    place: place === undefined ? fieldText('region-code') : undefined,
    whereToFind: found ? undefined : fieldText('find-needed'),
    name: typedName && !typedName.ok ? fieldText(`name-${typedName.code}`) : undefined,
    phone: phoneLack(phone),
    finderPhone: phoneLack(finderPhone),
  } as Lacks
  return Object.fromEntries(Object.entries(all).filter(([, lack]) => lack !== undefined))
}

const ifSaid = (name: 'name' | 'phone' | 'whereToFind', said: string) => (said.trim() === '' ? {} : { [name]: said.trim() })

/** The writes that carry it, pictures first, under a key of their own: nothing ties it to what else this phone sends. */
export async function writesOf(finding: Finding, photos: readonly File[]): Promise<NewEntry[]> {
  const device = freshDeviceKey()
  const parts: NewEntry[] = []
  for (const photo of photos)
    parts.push({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob: await shrink(photo), device })
  const { words, place, whereToFind, name, phone, as, finderPhone } = finding
  const body: OutreachInput = {
    words: words.trim(),
    regionCode: place?.code ?? '',
    ...ifSaid('name', name),
    ...ifSaid('phone', phone),
    ...ifSaid('whereToFind', whereToFind),
    photos: parts.map((part) => answerOf(part.id, 'id') as unknown as string),
    finder: { as, phone: finderPhone.trim() === '' ? null : finderPhone },
  }
  // The place is read by whoever looks at the outbox: the body knows its code alone.
  const label = place ? { place: place.name } : {}
  const after = parts.map((part) => part.id)
  return [...parts, { id: crypto.randomUUID(), kind: 'outreach', path: outreachPath, body, device, label, after }]
}
