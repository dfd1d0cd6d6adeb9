import { watch, type Ref } from 'vue'
import { keepLatest } from './keep-latest.ts'
import { forget, keep, recall } from './store.ts'

const keyOf = (name: string): string => `draft-form:${name}`

/** What was typed into this form has been received: the next one begins empty. */
export const dropForm = (name: string): Promise<void> => forget(keyOf(name))

/**
 * Keeps the fields of a form on this phone at every change, under a personal key (owner.ts: another person on this
 * phone never finds them), and puts them back when the form is opened again: whoever lost the network, or looked for
 * a paper, need not type a name twice. Resolves when what was kept stands in the fields; what was typed meanwhile wins.
 */
export function useKeptForm(name: string, fields: Readonly<Record<string, Ref<unknown>>>): Promise<void> {
  const typed = new Set<string>()
  let read = false
  let showing = false
  const keeper = keepLatest(async () => {
    const said = Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value]))
    await keep(keyOf(name), JSON.parse(JSON.stringify(said)) as unknown)
  })
  for (const [field, source] of Object.entries(fields))
    watch(
      source,
      () => {
        if (showing) return
        typed.add(field)
        if (read) keeper.changed()
      },
      { deep: true, flush: 'sync' },
    )
  const reading = recall<Record<string, unknown>>(keyOf(name)).catch(() => undefined) // the form is there all the same
  return reading.then((kept) => {
    showing = true
    for (const [field, source] of Object.entries(fields))
      if (!typed.has(field) && kept && field in kept) source.value = kept[field]
    showing = false
    read = true
    if (typed.size > 0) keeper.changed()
  })
}
