import { eq } from 'drizzle-orm'
import { surplusOf, wordsMax } from '@yima/shared/identity/text'
import { readWords } from '@yima/shared/reading/read-words'
import { Change, hold } from '../application/act.ts'
import type { Called } from '../application/call.ts'
import type { Content } from '../application/content.ts'
import { attachPictures, listed } from '../application/pictures.ts'
import { application } from '../application/table.ts'
import type { Send, Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { callFor } from './begin.ts'
import type { Said } from './store.ts'

/** What one finder said, as it stands in a request: their words and where to find somebody, and what the reader finds in it. */
function withWords(content: Content, words: string): Content {
  const reading = readWords(words)
  return {
    ...content,
    words,
    phrases: reading.phrases.map(({ start, end, text, kind, key }) => ({ start, end, text, kind, key })),
    proposed: reading.programmes.map(({ programme }) => programme),
  }
}

/** Both say it in their own words, as far as there is room; what the first left open the second may know. */
function withNote(content: Content, said: Said): Content {
  const both = `${content.words}\n${said.words}`
  const { beneficiary = {} } = content
  return {
    ...withWords(content, surplusOf(both, wordsMax) === 0 ? both : content.words),
    photos: [...content.photos, ...said.photos],
    beneficiary: {
      ...beneficiary,
      name: beneficiary.name ?? said.name,
      phone: beneficiary.phone ?? said.phone,
      whereToFind: beneficiary.whereToFind ?? said.whereToFind,
    },
  }
}

/** A request as if these finders alone had pointed somebody out. */
export function contentOfNotes(content: Content, [first, ...rest]: readonly Said[]): Content {
  if (first === undefined) return content
  const { name, phone, whereToFind } = first
  const begun = { ...withWords(content, first.words), photos: [...first.photos], beneficiary: { name, phone, whereToFind } }
  return rest.reduce(withNote, begun)
}

/** Somebody was pointed out once more: one visit, and everything that anybody said. Danger that only the second saw calls at once. */
export async function joinOutreach(tx: Transaction, send: Send, deps: Deps, once: Once, id: string, said: Said): Promise<Called | null> {
  const held = await hold(tx, deps, id)
  const { row } = held
  await attachPictures(tx, once, listed('photos', said.photos), id, row.countyCode)
  const { urgent, dangers } = readWords(said.words)
  const isNew = urgent && !row.urgent
  if (isNew) await tx.update(application).set({ urgent, dangers: [...new Set([...row.dangers, ...dangers])] }).where(eq(application.id, id))
  const called = isNew ? await callFor(tx, send, deps, row, row.regionCode) : null
  const change = new Change(deps, held, { kind: 'system' })
  await change.rewrite(withNote(held.content, said), { type: 'outreach-joined', payload: {} }).save(tx)
  return called
}
