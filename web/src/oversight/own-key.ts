import { forget, keep, recall } from '../app/store.ts'
import { makeReportKey, recipientOf, type Pair } from '../complaint/seal.ts'
import { getDemoKey } from './api.ts'

/*
 * The keys of a supervisor live on the own device and nowhere else: encrypted, under a key that cannot leave the browser. They
 * stay when the desk is left, for whoever comes back to it; ended, they are thrown away.
 */
const shelfOf = (officer: string): string => `oversight.key.${officer}`
/** A key that the office may not have taken yet: the one before it stays until it has. */
const offeredOf = (officer: string): string => `oversight.key.${officer}.offered`

/** The secrets by which this officer reads, as they lie on this device; a demonstration hands one to every browser. */
export async function ownIdentities(officer: string, demo: boolean): Promise<string[]> {
  const kept = await Promise.all([recall<string>(shelfOf(officer)), recall<string>(offeredOf(officer))])
  const all = kept.filter((one) => one !== undefined)
  if (kept[0] !== undefined || !demo) return all
  const given = await getDemoKey().then(({ identity }) => identity, () => undefined)
  return given === undefined ? all : [...all, given]
}

/** Whether the key that the office knows is one of these. */
export async function holds(identities: readonly string[], recipient: string): Promise<boolean> {
  const recipients = await Promise.all(identities.map((one) => recipientOf(one)))
  return recipients.includes(recipient)
}

export async function forgetIdentity(officer: string): Promise<void> {
  await forget(shelfOf(officer))
  await forget(offeredOf(officer))
}

/**
 * A key of one's own, kept before anybody hears of it: lost afterwards, nobody could open what was sealed for it. One that
 * was never taken is offered again; the one before it opens as long as the office knows it.
 */
export async function makeOwn(officer: string): Promise<Pair> {
  const offered = await recall<string>(offeredOf(officer))
  if (offered !== undefined) return { identity: offered, recipient: await recipientOf(offered) }
  const pair = await makeReportKey()
  await keep(offeredOf(officer), pair.identity)
  return pair
}

/** Once the office knows the new one, the one before it opens nothing any more. `known` is what the office has. */
export async function settleOwn(officer: string, known: string | undefined): Promise<void> {
  const offered = await recall<string>(offeredOf(officer))
  if (offered === undefined || known === undefined || !(await holds([offered], known))) return
  await keep(shelfOf(officer), offered)
  await forget(offeredOf(officer))
}
