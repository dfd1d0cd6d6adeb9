import type { ActingFor } from '@yima/shared/family/contract'
import { actorHere } from '../app/actor-here.ts'
import { ProblemError } from '../app/problem-error.ts'
import { getPlace, placeName } from '../application/api.ts'
import type { Behalf, Draft } from '../application/draft.ts'
import type { InPlace } from '../application/useBehalf.ts'
import { readRights } from './api.ts'

type Known = ActingFor['people'][number]

/** `fresh`: what it makes of the draft; nothing of theirs but their name and where they live. */
export type Standing = {
  right: 'may' | 'over' | 'unknown'
  fresh?: { behalf: Behalf } & Pick<Draft, 'place'>
}

async function placeOf({ known }: Known): Promise<Pick<Draft, 'place'>> {
  const found = known?.region ? await getPlace(known.region).catch(() => undefined) : undefined
  return found ? { place: { code: found.code, name: placeName(found) } } : {}
}

/**
 * Whether one may apply in the place of this person today, and what need not be asked of them. `held` is what the
 * draft says already: what was written in it since stays. Without a network what was seen last counts; the office
 * looks once more when it is handed in.
 */
export async function standFor(person: string, held: Behalf | undefined): Promise<Standing> {
  const seen = await readRights().catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined
    throw error
  })
  const one = seen?.value.people.find((right) => right.person === person && right.scopes.includes('apply'))
  if (!seen || !one) return { right: seen && !seen.error ? 'over' : 'unknown' }
  const { name, as, until, known } = one
  const number = known?.number === true
  const behalf = { person, name, as, until, number, by: seen.value.by, actor: await actorHere() }
  return { right: 'may', fresh: { behalf, ...(held ? {} : await placeOf(one)) } }
}

async function look({ draft, right, replace }: InPlace, person: string): Promise<void> {
  const now = await standFor(person, draft.behalf)
  right.value = now.right
  if (now.fresh) Object.assign(draft, now.fresh)
  if (!draft.behalf) await replace({ name: 'acting', params: { person } })
}

/**
 * Makes the draft that of the person for whom one acts, and the address say so; where one may not, their own page
 * tells it. What one may is known on this phone already where it was written before: nobody waits for a network.
 */
export async function stand(of: InPlace, person: string): Promise<void> {
  const looking = look(of, person)
  if (of.draft.behalf) looking.catch(() => undefined)
  else await looking
  if (of.draft.behalf && of.asked.value !== person) await of.replace({ query: { behalf: person } })
}

/** Speaks for them as a neighbour may, under one's own name: what was written stays. */
export async function speakFor({ draft, replace }: InPlace): Promise<void> {
  const { name = '' } = draft.behalf ?? {}
  delete draft.behalf
  delete draft.refused
  const beneficiary = { ...draft.beneficiary, name }
  Object.assign(draft, { step: 'sign', forWhom: 'family', forWhomChosen: true, beneficiary })
  await replace({ path: '/apply', query: { step: 'sign' } })
}
