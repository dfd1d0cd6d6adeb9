import { dayText, momentText } from './formats.ts'
import { phoneDisk } from './outbox-disk.ts'
import { unreceived, type OutboxEntry } from './outbox-order.ts'
import { fieldReasons, reasonOf } from './outbox-reason.ts'
import { openOutbox, outbox } from './outbox.ts'
import { preferences } from './preferences.ts'
import { today } from './session.ts'
import { findText, loadTexts, t } from './text.ts'

/** What an entry carries, as it lies on this phone. */
export type Carried = { entry: OutboxEntry; pictures: readonly Blob[] }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

function addressOf(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(new Error('A picture of this phone could not be read'))
    reader.readAsDataURL(picture)
  })
}

const labelOf = (name: string): string =>
  findText(`outbox.field.${name}`) ?? findText(`fact.label.${name}`) ?? name

/** Codes and versions that only machines read. */
const machines = new Set(['authorisation', 'commitment', 'identity', 'phoneProof', 'regionCode', 'claimId'])

/** A value in words: choices and programmes have a text, what was typed stands as it is. */
const wordsOf = (name: string, value: unknown): string =>
  findText(`outbox.value.${name}.${String(value)}`) ??
  findText(`fact.value.${name}.${String(value)}`) ??
  findText(`outbox.value.${String(value)}`) ??
  findText(`policy.programme.${String(value)}.name`) ??
  String(value)

/** A body as nested lists: every word in it, none of the ids that only machines read. */
function listOf(part: unknown, under = ''): string {
  if (typeof part !== 'object' || part === null) return safe(wordsOf(under, part))
  const rows = Object.entries(part)
    .filter(([name, value]) => !machines.has(name) && !isForMachines(value))
    .map(([name, value]) => {
      const label = Array.isArray(part) ? '' : `<b>${safe(labelOf(name))}</b> `
      return `<li>${label}${listOf(value, name)}</li>`
    })
  return `<ul>${rows.join('')}</ul>`
}

const isForMachines = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'object' && ('$answerOf' in value || Object.values(value).every(isForMachines)))

const kindOf = ({ kind }: OutboxEntry): string =>
  findText(`outbox.kind.${kind}`) ?? findText('outbox.kind.other') ?? kind

type Named = { photos?: readonly unknown[]; onBehalfOf?: string } | undefined

const photoAt = (at: number): string => t('common.photos.shot', { number: at + 1 })

/** A field as a person calls it: photos by their number, everything else by its last name. */
function fieldName(path: string): string | undefined {
  const photo = /^photos\.(\d+)$/.exec(path)?.[1]
  if (photo !== undefined) return photoAt(Number(photo))
  const name =
    path
      .replace(/(\.\d+)+$/, '')
      .split('.')
      .at(-1) ?? path
  return labelOf(name) === name ? undefined : labelOf(name)
}

/** Which of its pictures a part is. */
function pictureName(entry: OutboxEntry, part: OutboxEntry): string {
  const photos = (entry.body as Named)?.photos ?? []
  const at = photos.findIndex((one) => (one as { $answerOf?: string }).$answerOf === part.id)
  return at < 0 ? labelOf('file') : photoAt(at)
}

function reasonsOf(entry: OutboxEntry, part: OutboxEntry): string[] {
  const { problem } = part
  if (!problem) return []
  const reasons = fieldReasons(problem).map(({ field, text }) => {
    const name = part === entry ? fieldName(field) : pictureName(entry, part)
    return name === undefined ? text : t('outbox.reason.of', { field: name, reason: text })
  })
  return reasons.length > 0 ? reasons : [reasonOf(problem, (entry.body as Named)?.onBehalfOf !== undefined)]
}

/** Why it has not gone: what the page says, of every field and every picture that was refused. */
function whyOf(entry: OutboxEntry, all: readonly OutboxEntry[]): string[] {
  const line = [entry, ...all.filter(({ id }) => entry.after.includes(id))]
  const refused = line.filter((one) => one.refused === true)
  return [...new Set((refused.length > 0 ? refused : [entry]).flatMap((part) => reasonsOf(entry, part)))]
}

async function sectionOf({ entry, pictures }: Carried, all: readonly OutboxEntry[]): Promise<string> {
  const images = await Promise.all(pictures.map(addressOf))
  const { place } = entry.label ?? {}
  return [
    `<section><h2>${safe(kindOf(entry))}</h2><p>${safe(momentText(entry.at))}</p>`,
    ...whyOf(entry, all).map((why) => `<p>${safe(why)}</p>`),
    place === undefined ? '' : `<p><b>${safe(labelOf('place'))}</b> ${safe(place)}</p>`,
    entry.body === undefined ? '' : listOf(entry.body),
    ...images.map((address) => `<img src="${safe(address)}" alt="">`),
    '</section>',
  ].join('\n')
}

/** Whose it is, so that a window can tell two such pages apart. */
const nameOf = (carried: readonly Carried[]): string | undefined =>
  carried
    .map(({ entry }) => (entry.body as { applicant?: { name?: string } } | undefined)?.applicant?.name)
    .find(Boolean)

/**
 * A page that any phone or computer opens by itself: everything that has not been received, with its words
 * and photos, made on this phone alone. Whoever holds it reads it: the caller says so.
 */
export async function outboxFile(carried: readonly Carried[], all: readonly OutboxEntry[]): Promise<File> {
  await loadTexts(['outbox', 'fact', 'policy.names', 'problem']).catch(() => undefined) // names of fields in the body stand for themselves then
  const sections = await Promise.all(carried.map((one) => sectionOf(one, all)))
  const day = today()
  const title = safe([t('common.name'), nameOf(carried), dayText(day)].filter(Boolean).join(' · '))
  const page = `<!doctype html>
<html lang="${preferences.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:1.1em/1.6 sans-serif;max-width:40em;margin:auto;padding:1em}img{max-width:100%}</style>
<h1>${title}</h1>
${sections.join('\n')}
</html>
`
  return new File([page], `yima-${day}.html`, { type: 'text/html;charset=utf-8' })
}

/** Everything that has not been received, as a page to keep, print or show at a window. */
export async function exportOutbox(): Promise<File> {
  await openOutbox()
  const all = outbox.value
  const carried = unreceived(all).map(async (entry) => ({ entry, pictures: await picturesWith(entry) }))
  return outboxFile(await Promise.all(carried), all)
}

/** Pictures that were received already, or can no longer be opened, are not on this phone any more. */
async function picturesWith({ id, after }: OutboxEntry): Promise<Blob[]> {
  const found = await Promise.all(
    [id, ...after].map((part) => phoneDisk.picture(part).catch(() => undefined)),
  )
  return found.filter((picture) => picture !== undefined)
}
