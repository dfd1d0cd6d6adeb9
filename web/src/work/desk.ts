import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { OfficerRole } from '@yima/shared/access/actor'
import { mayAs, relationNames, type Action } from '@yima/shared/access/table'
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

/** Whether such work is this officer's in a place like the own, or given by name; the api says where. */
export function mayDo(officer: Pick<OfficerView, 'role' | 'level'> | undefined, action: Action): boolean {
  const level = officer?.level
  const ways = level === undefined ? relationNames : ([`own-${level}`, 'assigned'] as const)
  return ways.some((relation) => mayAs(officer?.role as OfficerRole, action, relation))
}
