import { getCurrentScope, onScopeDispose, toRaw, watch, type Ref } from 'vue'
import { notBefore } from './keep-latest.ts'
import { keepWritten } from './keep-written.ts'
import { forget, keep, recall } from './store.ts'

type Fields = Readonly<Record<string, Ref<unknown>>>
type Said = Record<string, unknown>

/** An officer's form lies under the officer (`draftKey`), any other under whoever holds the phone (owner.ts). */
const keyOf = (form: string): string => (form.startsWith('work.') ? form : `draft-form:${form}`)

/** Out of the page's hands, so that what is kept stays as it was said; pictures stay pictures. */
export function copyOf<T>(value: T): T
export function copyOf(value: unknown): unknown {
  const plain = toRaw(value)
  if (typeof plain !== 'object' || plain === null || plain instanceof Blob) return plain
  if (Array.isArray(plain)) return plain.map((one) => copyOf<unknown>(one))
  return Object.fromEntries(Object.entries(plain).map(([name, one]) => [name, copyOf<unknown>(one)]))
}

/** The forms that are open on this page, and how each is emptied. */
const open = new Map<string, () => Promise<void>>()

/** What was typed into this form has been received: it is empty again, here and on the phone. */
export const dropForm = (form: string): Promise<void> => open.get(keyOf(form))?.() ?? forget(keyOf(form))

/** How a form lies on the phone: as its fields by name, unless it has a shape of its own. */
export type Shape = { lay: (said: Said) => unknown; take: (kept: unknown) => Said }
const byName: Shape = { lay: (said) => said, take: (kept) => kept as Said }

/** `ready`: what was kept stands in the fields. `drop`: it was received, and the form is empty again. */
export type KeptForm = { ready: Promise<void>; drop: () => Promise<void> }

/**
 * Keeps the fields of a form on this phone at every change, and puts them back when the form is opened again: whoever
 * lost the network, or looked for a paper, need not type a name or take a photo twice. What was typed while a slow phone
 * still reads wins.
 */
export function useKeptFields(form: string, fields: Fields, { lay, take }: Shape = byName): KeptForm {
  const key = keyOf(form)
  const all = Object.entries(fields)
  const said = (): Said => Object.fromEntries(all.map(([name, { value }]) => [name, copyOf(value)]))
  const empty = said()
  const typed = new Set<string>()
  let dropped = false
  const writing = keepWritten(Object.values(fields), () => keep(key, lay(said())))
  for (const [name, source] of all) watch(source, () => typed.add(name), { deep: true, flush: 'sync' })

  const put = (what: Said, mayPut: (name: string) => boolean): void =>
    writing.show(() => {
      for (const [name, source] of all)
        if (name in what && mayPut(name)) source.value = copyOf(what[name])
    })

  async function drop(): Promise<void> {
    dropped = true
    put(empty, () => true)
    await writing.kept() // what is on its way onto the phone must not arrive after it was emptied
    await forget(key)
  }
  open.set(key, drop)
  if (getCurrentScope())
    onScopeDispose(() => {
      if (open.get(key) === drop) open.delete(key)
    })

  const reading = recall(key).catch(() => undefined) // the form is there all the same
  const opened = reading.then((kept) => {
    if (kept !== undefined && !dropped) put(take(kept), (name) => !typed.has(name))
    writing.begin()
  })
  return { ready: notBefore(opened), drop } // what was typed meanwhile has yet to be laid down
}

/** The same where somebody else drops the form (`dropForm`). Resolves when what was kept stands in the fields. */
export const useKeptForm = (form: string, fields: Fields): Promise<void> => useKeptFields(form, fields).ready
