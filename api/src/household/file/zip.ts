import { makeZip } from 'client-zip'
import type { Deps } from '../../http/context.ts'
import { hexOf, openPicture, type Contents, type StoredPicture } from './contents.ts'
import { decisionFile, indexOf, reportFile, signatureFile, wordingFile, type PictureLine } from './index-of.ts'
import { pageOf } from './page.ts'
import { sayIn, type Language } from './words.ts'

type Entry = { name: string; input: Buffer; lastModified: Date }

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
}

/** One picture under the name of its hash; nothing in a name says whose it is. */
async function pictureEntry(
  deps: Deps,
  picture: StoredPicture,
): Promise<{ line: PictureLine; bytes: Buffer | undefined }> {
  const { row, ...named } = picture
  const bytes = await openPicture(deps, picture)
  if (!bytes || !row) return { line: { ...named, sha256: null, bytes: null, file: null }, bytes: undefined }
  const hash = hexOf(bytes)
  const name = `pictures/${hash}.${endings[row.mime] ?? 'bin'}`
  return { line: { ...named, sha256: hash, bytes: bytes.length, file: name }, bytes }
}

/**
 * Everything of a file, one entry after the other: at any moment no more than one picture is in memory. What is listed
 * comes last, when it is known of each picture whether it could be opened; `SHA256SUMS` names every other entry.
 */
async function* entriesOf(deps: Deps, contents: Contents, language: Language): AsyncGenerator<Entry> {
  const say = sayIn(language)
  const lastModified = new Date(contents.events.at(-1)?.at ?? contents.request.row.submittedAt)
  const sums: string[] = []
  const entry = (name: string, input: Buffer): Entry => {
    sums.push(`${hexOf(input)}  ${name}\n`)
    return { name, input, lastModified }
  }
  for (const { number, payload } of contents.events)
    if (payload) yield entry(`events/${String(number).padStart(4, '0')}.json`, payload)
  for (const { version, text } of contents.wordings)
    yield entry(wordingFile(version), Buffer.from(text, 'utf8'))
  for (const { id, claimId, number, outcome, on, said } of contents.decisions)
    yield entry(
      decisionFile(id),
      Buffer.from(`${JSON.stringify({ number, claim: claimId, outcome, on, ...said }, null, 2)}\n`, 'utf8'),
    )
  for (const { id, state, madeOn, said } of contents.reports)
    yield entry(
      reportFile(id),
      Buffer.from(`${JSON.stringify({ state, madeOn, ...said }, null, 2)}\n`, 'utf8'),
    )
  for (const { id, image } of contents.signatures) yield entry(signatureFile(id), image)
  const lines: PictureLine[] = []
  for (const picture of contents.pictures) {
    const { line, bytes } = await pictureEntry(deps, picture)
    // The same picture twice is one file.
    const isNew = line.file !== null && !lines.some(({ file }) => file === line.file)
    lines.push(line)
    if (isNew && line.file && bytes) yield entry(line.file, bytes)
  }
  const index = indexOf(say, contents, lines, (sealed) => (sealed ? deps.vault.openField(sealed) : null))
  yield entry('index.json', Buffer.from(`${JSON.stringify(index, null, 2)}\n`, 'utf8'))
  yield entry('index.html', Buffer.from(pageOf(say, language, index), 'utf8'))
  yield { name: 'SHA256SUMS', input: Buffer.from(sums.join(''), 'utf8'), lastModified }
}

/** A file as a ZIP that is made while it is sent; the same state gives the same bytes. */
export const zipOf = (deps: Deps, contents: Contents, language: Language): ReadableStream<Uint8Array> =>
  makeZip(entriesOf(deps, contents, language), { buffersAreUTF8: true })
