import { reactive } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { OccasionView } from '@yima/shared/window/contract'
import { keepWritten } from '../app/keep-written.ts'
import { openOutbox } from '../app/outbox.ts'
import { getOccasion } from './api.ts'
import { findFiling, newFiling, saveFiling, visitOf, type Filing } from './filing.ts'
import { visitNow } from './keep-scan.ts'

export type KeptFiling = {
  filing: Filing
  /** Takes up what lies here, or begins on an occasion that goes on; false where there is neither. */
  open: () => Promise<boolean>
  /** Resolves when all of it lies on this phone. */
  kept: () => Promise<void>
  /** The same, and nothing that is written from now on is kept. */
  rest: () => Promise<void>
}

/** What an officer writes down for somebody, on this phone at the key typed. */
export function useKeptFiling(id: string, officer: OfficerView): KeptFiling {
  const filing = reactive<Filing>(newFiling({ id, ahead: 0 })) as Filing
  const writing = keepWritten(filing, () => saveFiling(officer, filing))

  /** What was kept here; what was begun with a network is asked for anew where nothing lies here. */
  async function find(): Promise<Filing | undefined> {
    const kept = await findFiling(officer, id)
    if (kept) return { ...kept, visit: await visitNow(kept.visit) }
    const view = await getOccasion(id).catch((): OccasionView | undefined => undefined)
    return view && newFiling(visitOf(view))
  }
  async function open(): Promise<boolean> {
    await openOutbox()
    const found = await find()
    if (!found) return false
    writing.show(() => Object.assign(filing, found))
    writing.begin()
    return true
  }
  async function rest(): Promise<void> {
    writing.rest()
    await writing.kept()
  }
  return { filing, open, kept: writing.kept, rest }
}
