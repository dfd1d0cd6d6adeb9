import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { OpenedRoute, RouteOffice } from '@yima/shared/complaint/keys'
import type { DeskActBody, DeskComplaint, DeskKeyFile } from '@yima/shared/complaint/desk-contract'
import type { ComplaintMeasure } from '@yima/shared/complaint/state'
import type { OfficerView } from '@yima/shared/identity/contract'
import { useLoaded, type Loaded } from '../family/useLoaded.ts'
import { useOfficer } from '../work/useOfficer.ts'
import { actOn, getComplaint, getKeys, giveBackUnopened } from './api.ts'
import type { Doubted } from './known-offices.ts'
import type { OpenedComplaint } from './opening.ts'
import { orRefused } from './refused.ts'

/** `broken`: what was sealed for the key on this device does not open with it, so somebody laid it down wrongly. */
type Opening = 'opening' | 'opened' | 'no-key' | 'wrong-key' | 'broken' | 'given-back'
/** An act as its form gives it: the words in clear, sealed here. */
type Unsealed<Body> = Body extends unknown ? Omit<Body, 'version' | 'sealed'> : never
export type DeskDeed = Unsealed<DeskActBody>

export type AtDesk = Pick<Loaded<DeskComplaint>, 'state' | 'error' | 'value' | 'failed' | 'busy' | 'load'> & {
  opening: Ref<Opening>
  opened: ShallowRef<OpenedComplaint | undefined>
  /** Offices whose keys are not what this device knew: nothing is sealed for them. */
  doubts: ShallowRef<readonly Doubted[]>
  /** Somebody may read it no more, and no other key stands in front yet. */
  unrenewed: Ref<boolean>
  /** Seals the words, and of a decision what is done about it, and hands the act in. False where it was refused. */
  give: (deed: DeskDeed, words?: string, measures?: ComplaintMeasure[]) => Promise<boolean>
  /** The same for colleagues, or to another office: the secret is sealed for each reader, once each is held to be true. */
  giveWith: (offices: RouteOffice | readonly RouteOffice[], deed: (keys: DeskKeyFile[]) => DeskDeed, words?: string) => Promise<boolean>
  /** Throws away what does not open, so that somebody lays down what does. */
  giveBack: () => Promise<void>
}

const kindOfWords = { ask: 'question', decide: 'decision', note: 'note', transfer: 'note', 'step-out': 'note', join: 'note', 'name-accused': 'note', 'ask-second': 'note', 'answer-second': 'note' } as const
const isNamed = (type: string): type is keyof typeof kindOfWords => type in kindOfWords

/** One complaint at the desk of an officer, opened on this device with the key that lies here. */
export function useComplaint(officer: OfficerView, id: string): AtDesk {
  const { isDemo } = useOfficer()
  const { state, error, value, failed, busy, load, act } = useLoaded(() => getComplaint(id))
  const opening = ref<Opening>('opening')
  const opened = shallowRef<OpenedComplaint>()
  const doubts = shallowRef<readonly Doubted[]>([])
  const unrenewed = ref(false)

  /** Why it does not open: another key lies here than the office knows, or what was sealed for this one is none of it. */
  async function whyNot(identities: readonly string[]): Promise<Opening> {
    const mine = await getKeys().then(({ readers }) => readers.find((one) => one.own), () => undefined)
    const { holds } = await import('./own-key.ts')
    return mine?.signature && (await holds(identities, mine.recipient)) ? 'broken' : 'wrong-key'
  }
  async function open(complaint: DeskComplaint): Promise<void> {
    const [{ ownIdentities }, { openComplaint }] = await Promise.all([import('./own-key.ts'), import('./opening.ts')])
    const identities = await ownIdentities(officer.id, isDemo.value)
    const found = identities.length === 0 ? undefined : await openComplaint(identities, complaint).catch(() => undefined)
    opened.value = found
    opening.value = found ? 'opened' : identities.length === 0 ? 'no-key' : await whyNot(identities)
    if (found) await lookAround(complaint, found)
  }

  /** Every office of which this complaint tells, at first sight; and what the one above needs, sealed ahead of time. */
  async function lookAround(complaint: DeskComplaint, found: OpenedComplaint): Promise<void> {
    const { colleagues, next, offices } = complaint
    const { doubted } = await import('./known-offices.ts')
    doubts.value = await doubted([...(colleagues ? [colleagues] : []), ...(next ? [next] : []), ...offices])
    if (complaint.renewal && (await renew(complaint, complaint.renewal, found))) return
    unrenewed.value = complaint.renewal !== null
    if (next && !isDoubted(next)) await sealAhead(complaint, next, found)
  }

  /** Somebody who had the secret may read it no more: another key in front of it, for everybody else. False where nothing was done. */
  async function renew({ version, allowed }: DeskComplaint, route: OpenedRoute, found: OpenedComplaint): Promise<boolean> {
    if (!allowed.includes('renew')) return false
    const { renewalFor } = await import('./opening.ts')
    try {
      const made = await renewalFor(found, route)
      if (!made) return false
      await actOn(id, { type: 'renew', version, ...made })
      await load()
      return true
    } catch {
      // A key that is doubted, somebody who was faster, no network: whoever opens it next does it.
      return false
    }
  }
  const isDoubted = ({ office }: RouteOffice): boolean => doubts.value.some(({ of }) => of.office.id === office.id)

  /** For the office above, ahead of time: late, it has it by itself, and the server can seal nothing anew. */
  async function sealAhead({ version, allowed }: DeskComplaint, next: RouteOffice, { secret }: OpenedComplaint): Promise<void> {
    if (!allowed.includes('share')) return
    const { sealForOffice } = await import('./opening.ts')
    await sealForOffice(secret, next).then((keys) => actOn(id, { type: 'share', version, keys })).then(load, () => undefined)
  }
  watch(value, (complaint) => complaint && void open(complaint))

  async function bodyOf(deed: DeskDeed, words: string | undefined, measures: ComplaintMeasure[] | undefined): Promise<DeskActBody> {
    const body = { ...deed, version: value.value?.version ?? 0 }
    const found = opened.value
    if (words === undefined || !found) return body as DeskActBody
    const { sealWords } = await import('./opening.ts')
    const type = isNamed(deed.type) ? kindOfWords[deed.type] : 'message'
    const by = type === 'note' ? 'note' : 'office'
    return { ...body, sealed: await sealWords(found.secret, { id, by, at: found.next[by] }, { type, words, ...(deed.type === 'decide' && { finding: deed.finding, ...(measures && { measures }) }) }) } as DeskActBody
  }
  /** What takes it off this desk is not looked at again: it would not be found. */
  async function once(deed: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failed.value = undefined
    const did = await orRefused(failed, async () => ({ done: await deed() }))
    busy.value = false
    return did !== undefined
  }
  const give: AtDesk['give'] = async (deed, words, measures) => {
    const send = async (): Promise<unknown> => actOn(id, await bodyOf(deed, words, measures))
    if (deed.type === 'transfer' || deed.type === 'step-out') return once(send)
    return (await orRefused(failed, () => act(send))) !== undefined
  }
  const giveWith: AtDesk['giveWith'] = async (office, deed, words) => {
    const { sealForOffice } = await import('./opening.ts')
    const secret = opened.value?.secret ?? ''
    // Of several, one whose keys are doubted gets none: the server says if it would be that one.
    const keys = 'length' in office
      ? (await Promise.allSettled(office.map((one) => sealForOffice(secret, one)))).flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      : await orRefused(failed, () => sealForOffice(secret, office))
    return keys !== undefined && give(deed(keys), words)
  }
  async function giveBack(): Promise<void> {
    if (await once(() => giveBackUnopened(id))) opening.value = 'given-back'
  }
  return { state, error, value, failed, busy, load, opening, opened, doubts, unrenewed, give, giveWith, giveBack }
}
