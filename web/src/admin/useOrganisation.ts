import { inject, shallowReactive, shallowReadonly, type InjectionKey } from 'vue'
import { may } from '@yima/shared/access/table'
import { changeOf, type ChangeBody } from '@yima/shared/organisation/contract'
import type { Officer } from '@yima/shared/organisation/organisation'
import { allowed, decide, isRefusal } from '@yima/shared/organisation/workflow'
import { ProblemError } from '../app/problem-error.ts'
import { useOfficer } from '../work/useOfficer.ts'
import { getOrganisation, proposeChange, settleChange, type OrganisationView } from './api.ts'

type State = { view: OrganisationView | undefined; error: unknown; done: string }

/** What is here to every page below /admin: the organisation, and the ways to change it. */
export function makeOrganisation() {
  const { lapsed } = useOfficer()
  const state = shallowReactive<State>({ view: undefined, error: undefined, done: '' })

  async function load(): Promise<void> {
    try {
      Object.assign(state, { view: await getOrganisation(), error: undefined })
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'sign-in-needed') return lapsed()
      state.error = error
    }
  }

  /** What stands; pages below are drawn only once it is there. */
  function view(): OrganisationView {
    if (!state.view) throw new Error('no organisation yet')
    return state.view
  }
  const context = () => ({ actor: view().actor, today: view().today })

  /** Whether a change would be refused, or whom it waits for: by the same function by which the server decides. */
  function foresee(body: ChangeBody, effectiveOn: string): { refused: string; field?: string } | { second: boolean } {
    const command = { type: 'propose', id: 'new', change: changeOf(body), reason: '-', effectiveOn } as const
    const answer = decide(view().organisation, command, context())
    if (isRefusal(answer)) return answer
    const [first] = answer
    return { second: first?.type === 'change-proposed' && first.pending.state === 'proposed' }
  }

  async function propose(body: { change: ChangeBody; effectiveOn: string; reason: string }, key: string): Promise<void> {
    state.view = await proposeChange(body, key)
  }
  async function settle(id: string, how: 'confirmation' | 'refusal' | 'withdrawal', body: object, key: string) {
    try {
      state.view = await settleChange(id, how, body, key)
    } catch (error) {
      await load() // somebody else was faster, or the organisation is another by now
      throw error
    }
  }

  const mayChange = (): boolean => {
    const { organisation, actor, top } = view()
    const me = organisation.officers[actor]
    if (!me) return false
    const who = { kind: 'officer', id: me.id, role: me.role, region: me.regionCode } as const
    return may(who, 'change-organisation', { region: top })
  }
  const allowedOn = (id: string) => allowed(view().organisation, id, context())
  const officer = (id: string | null): Officer | undefined =>
    id === null ? undefined : view().organisation.officers[id]
  const nameOf = (id: string | null): string => officer(id)?.name ?? ''
  const placeOf = (code: string): string => view().organisation.places[code]?.name ?? code
  const unitOf = (id: string): string => view().organisation.units[id]?.name ?? id

  return {
    state: shallowReadonly(state),
    say: (sentence: string) => {
      state.done = sentence
    },
    load,
    view,
    foresee,
    propose,
    settle,
    mayChange,
    allowedOn,
    officer,
    nameOf,
    placeOf,
    unitOf,
  }
}
export type Organised = ReturnType<typeof makeOrganisation>

export const organisedKey: InjectionKey<Organised> = Symbol('organisation')

/** The organisation around this page; throws outside of `AdminPage`. */
export function useOrganisation(): Organised {
  const found = inject(organisedKey)
  if (!found) throw new Error('no organisation around this page')
  return found
}
