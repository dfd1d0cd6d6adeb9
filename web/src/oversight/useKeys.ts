import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { fingerprintOf, type DeskKeys, type ReaderView } from '@yima/shared/complaint/keys'
import type { OfficerView } from '@yima/shared/identity/contract'
import { useLoaded, type Loaded } from '../family/useLoaded.ts'
import { useOfficer } from '../work/useOfficer.ts'
import { endKey, getKeys, makeOfficeKey, offerKey, signKey } from './api.ts'
import type { Doubted } from './known-offices.ts'
import { orRefused } from './refused.ts'

/**
 * How it stands with one's own key: none in the office, none of one's own, waiting for a signature, good on this device, or good
 * on another one.
 */
export type OwnKey = 'no-office-key' | 'none' | 'waits' | 'here' | 'elsewhere'

export type Keys = Pick<Loaded<DeskKeys>, 'state' | 'error' | 'value' | 'failed' | 'busy' | 'load'> & {
  own: ComputedRef<OwnKey>
  fingerprint: Ref<string | undefined>
  /** What is read out to whoever signs; undefined where nothing waits to be signed. */
  spoken: Ref<string | undefined>
  /** The own office, where its key is not what this device knew. */
  doubts: ShallowRef<readonly Doubted[]>
  makeOffice: (replaces: string | null) => Promise<boolean>
  offer: (before: ReaderView | undefined) => Promise<boolean>
  /** With the digits that the colleague read out. */
  sign: (colleague: ReaderView, typed: string) => Promise<boolean>
  end: (key: ReaderView, reason: string) => Promise<boolean>
}

/** The own office as any other is held to be true: its key with whoever it signed. */
const asOffice = ({ office, key, readers }: DeskKeys) => ({
  ...{ office, officeKey: key?.publicKey ?? '', handed: key?.handed ?? [] },
  readers: readers.flatMap(({ officerId, recipient, signature }) => (signature === null ? [] : [{ officerId, recipient, signature }])),
})

/** The keys of the own office; secrets are made and used on this device alone. */
export function useKeys(officer: OfficerView): Keys {
  const { isDemo } = useOfficer()
  const { state, error, value, failed, busy, load, act } = useLoaded(getKeys)
  const fingerprint = ref<string>()
  const spoken = ref<string>()
  const identities = shallowRef<readonly string[]>([])
  const isHere = ref(false)
  const doubts = shallowRef<readonly Doubted[]>([])
  const mine = computed(() => value.value?.readers.find((one) => one.own))
  const parts = () => Promise.all([import('./own-key.ts'), import('./signing.ts'), import('./known-offices.ts'), import('../complaint/signed.ts')])

  watch(value, async (keys) => {
    const [{ holds, ownIdentities, settleOwn }, { spokenDigits }, { doubted }, { digestOfKey }] = await parts()
    await settleOwn(officer.id, mine.value?.recipient)
    identities.value = await ownIdentities(officer.id, isDemo.value)
    isHere.value = mine.value !== undefined && (await holds(identities.value, mine.value.recipient))
    fingerprint.value = keys?.key ? fingerprintOf(await digestOfKey(keys.key.publicKey)) : undefined
    doubts.value = keys?.key ? await doubted([asOffice(keys)]) : []
    const waits = keys?.key && isHere.value && mine.value?.signature === null ? mine.value : undefined
    spoken.value = waits && keys?.key ? await spokenDigits(keys.key.publicKey, { unitId: keys.office.id, officerId: officer.id, recipient: waits.recipient }) : undefined
  })

  const own = computed((): OwnKey => {
    if (!value.value?.key) return 'no-office-key'
    if (!mine.value) return 'none'
    if (!isHere.value) return 'elsewhere'
    return mine.value.signature === null ? 'waits' : 'here'
  })

  const did = async (deed: () => Promise<unknown>): Promise<boolean> => (await orRefused(failed, () => act(deed))) !== undefined
  const makeOffice = (replaces: string | null): Promise<boolean> =>
    did(async () => {
      const [{ makeOwn }, { officeKeys }] = await parts()
      const keys = value.value
      if (keys) await makeOfficeKey(await officeKeys(await makeOwn(officer.id), { office: keys.office, key: keys.key, officer: officer.id }, { replaces, identities: identities.value }))
    })
  const offer = (before: ReaderView | undefined): Promise<boolean> =>
    did(async () => {
      const [{ makeOwn }] = await parts()
      // Made and kept first: an old key that is ended for one that could not be made would leave nothing.
      const { recipient } = await makeOwn(officer.id)
      if (before?.signature) await endKey(before.id, 'device')
      await offerKey(recipient)
    })
  const sign = (colleague: ReaderView, typed: string): Promise<boolean> =>
    did(async () => {
      const [, { signatureFor }, { requireKnown }] = await parts()
      if (!value.value) return
      await requireKnown(asOffice(value.value))
      await signKey(colleague.id, await signatureFor(identities.value, value.value, colleague, typed))
    })
  const end = (key: ReaderView, reason: string): Promise<boolean> =>
    did(async () => {
      await endKey(key.id, reason)
      if (key.own) await (await parts())[0].forgetIdentity(officer.id)
    })
  return { state, error, value, failed, busy, load, own, fingerprint, spoken, doubts, makeOffice, offer, sign, end }
}
