import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'

/** What every page on the desk knows: who works, the office's business date, and how to renew the list. */
export type Desk = {
  officer: OfficerView
  today: ComputedRef<string | undefined>
  refreshList: () => Promise<void>
}
export const deskKey: InjectionKey<Desk> = Symbol('desk')

/** The desk this page lies on; throws outside of `WorkDesk`. */
export function useDesk(): Desk {
  const desk = inject(deskKey)
  if (!desk) throw new Error('no desk around this page')
  return desk
}
