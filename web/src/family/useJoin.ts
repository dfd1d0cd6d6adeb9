import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { InviteView } from '@yima/shared/family/contract'
import { parseCode } from '@yima/shared/code/parse'
import { secretText } from '@yima/shared/code/write'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { pngOf } from '../app/picture-text.ts'
import { readSession } from '../app/session.ts'
import { t } from '../app/text.ts'
import { dropForm, useKeptForm } from '../app/useKeptForm.ts'
import { joinBy, lookAt, readFamily, type Yes } from './api.ts'
import { choiceLack, lacksOf, nameLack } from './lacks.ts'

/** What opens an invitation in what was scanned, tapped, pasted or typed; undefined for anything else. */
export function inviteIn(text: string): Extract<Yes['by'], { way: 'link' }> | undefined {
  const parsed = parseCode(text)
  if (parsed.kind === 'member-number') return { way: 'link', token: parsed.number }
  if (parsed.kind !== 'member') return undefined
  return { way: 'link', token: secretText('member', parsed.county, parsed.token) }
}

/** Why an invitation opens nothing; each with what to do. */
type Dead = 'unknown' | 'used' | 'expired' | 'foreign'
const deadBy: Readonly<Record<string, Dead>> = {
  'invite-used': 'used',
  'invite-expired': 'expired',
  'invite-foreign': 'foreign',
}

type State = 'ask' | 'loading' | 'dead' | 'failed' | 'sign-in' | 'asked' | 'kept' | 'done'
export type Moving = 'stay' | 'move'
export type Join = {
  /** `ask`: whoever was read a number types it; `kept`: the yes waits on this phone. */
  state: Ref<State>
  dead: Ref<Dead>
  typed: Ref<string>
  error: ShallowRef<ProblemError | undefined>
  view: ShallowRef<Pick<InviteView, 'kind' | 'inviter' | 'relation' | 'scopes' | 'until'> | undefined>
  nameless: Ref<boolean>
  /** Belongs to a household already: joining another means moving. */
  settled: Ref<boolean>
  name: Ref<string>
  /** What whoever lives in another household says; undefined while nothing is said to this invitation. */
  moving: Ref<Moving | undefined>
  wrong: Ref<Partial<Record<'typed' | 'name' | 'moving' | 'signature', string>>>
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  load: () => Promise<void>
  take: () => Promise<void>
  signedIn: () => Promise<void>
  agree: (signature: Blob | undefined) => Promise<void>
  /** What waited was received. */
  received: () => void
}

/** Yes to an invitation: what it asks for is read before anybody signs in. */
export function useJoin(given: Yes['by'] | undefined): Join {
  const by = shallowRef(given)
  const state = ref<State>('loading')
  const dead = ref<Dead>('unknown')
  const typed = ref('')
  const error = shallowRef<ProblemError>()
  const view = shallowRef<Pick<InviteView, 'kind' | 'inviter' | 'relation' | 'scopes' | 'until'>>()
  const nameless = ref(false)
  const settled = ref(false)
  const name = ref('')
  const chosen = ref<{ by: Yes['by']; moving: Moving }>()
  const wrong: Join['wrong'] = ref({})
  const failed = ref<string>()
  const busy = ref(false)

  void useKeptForm('join', { typed, name, chosen })
  /** Half said to one invitation, it must not stand there for the next. */
  const moving = computed<Moving | undefined>({
    get: () =>
      JSON.stringify(chosen.value?.by) === JSON.stringify(by.value) ? chosen.value?.moving : undefined,
    set: (now) => {
      chosen.value = by.value && now && { by: by.value, moving: now }
    },
  })

  function refuse(problem: unknown): void {
    if (!(problem instanceof ProblemError)) throw problem
    error.value = problem
    const reason = problem.reason('token')
    dead.value = deadBy[reason ?? ''] ?? 'unknown'
    state.value = reason === undefined ? 'failed' : 'dead'
  }

  async function signedIn(): Promise<void> {
    const family = await readFamily()
    nameless.value = family.you.name === ''
    settled.value = (family.household?.members.length ?? 0) > 1
    if (by.value?.way === 'number') {
      const { invitation } = by.value
      const asked = family.asked.find(({ id }) => id === invitation)
      if (!asked) {
        state.value = 'dead'
        return
      }
      view.value = {
        kind: 'member',
        inviter: asked.inviter,
        relation: asked.relation,
        scopes: [],
        until: null,
      }
    }
    state.value = 'asked'
  }

  async function load(): Promise<void> {
    state.value = by.value ? 'loading' : 'ask'
    if (!by.value) return
    try {
      if (by.value.way === 'link') view.value = await lookAt(by.value.token)
      const { resident } = await readSession()
      if (resident) await signedIn()
      else state.value = 'sign-in'
    } catch (problem) {
      refuse(problem)
    }
  }

  async function take(): Promise<void> {
    by.value = inviteIn(typed.value)
    wrong.value = by.value ? {} : { typed: t('family.join.ask.wrong') }
    if (by.value) await load()
  }

  async function agree(signature: Blob | undefined): Promise<void> {
    if (!by.value || busy.value) return
    const member = view.value?.kind === 'member'
    wrong.value = lacksOf({
      name: nameless.value ? nameLack(name.value) : undefined,
      moving: member && settled.value ? choiceLack(moving.value) : undefined,
      signature: member && !signature ? fieldText('signature-missing') : undefined,
    })
    if (Object.keys(wrong.value).length > 0) return
    busy.value = true
    failed.value = undefined
    try {
      const { word } = await joinBy({
        by: by.value,
        moving: member && settled.value && moving.value === 'move',
        ...(nameless.value ? { name: name.value } : {}),
        ...(signature ? { signature: await pngOf(signature) } : {}),
      })
      state.value = word === 'kept' ? 'kept' : 'done'
      await dropForm('join')
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
    } finally {
      busy.value = false
    }
  }

  const received = (): void => {
    state.value = 'done'
  }

  return {
    ...{ state, dead, typed, take, error, view, nameless, settled, name, moving, wrong, failed, busy },
    ...{ load, signedIn, agree, received },
  }
}
