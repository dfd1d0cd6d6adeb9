import { settle } from '@yima/shared/fact/held'
import type { VisitsSeen } from '@yima/shared/visit/contract'
import { livingOf } from '@yima/shared/visit/checklist'
import { itemName, readItem, type ItemAbout } from '@yima/shared/visit/item'
import { isConflict, merge, seenAt, type Seen } from '@yima/shared/visit/merge'
import { careOf, type CareAct } from '@yima/shared/visit/ways'
import type { StoredClaim } from '../claim/store.ts'
import { openedFor, shownClaims } from '../decision/work.ts'
import { keysFor } from '../fact/desk.ts'
import { factsOf } from '../fact/held.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { officerNames, visitsOf, type KeptVisit } from './store.ts'

type Officer = OfficerSession['officer']
type Visit = VisitsSeen['visits'][number]

function personOf({ person }: KeptVisit): Visit['person'] {
  switch (person.how) {
    case 'signed':
      return { how: 'signed', picture: person.picture, words: null }
    case 'thumb':
      return { how: 'thumb', picture: person.picture, words: person.witness }
    case 'refused':
      return { how: 'refused', picture: null, words: person.why }
    default:
      return person satisfies never
  }
}

type Shown = (about: ItemAbout) => boolean

function itemsOf(seen: Seen, said: ReadonlyMap<string, unknown>, isShown: Shown): VisitsSeen['items'] {
  return [...seen].flatMap(([item, one]) => {
    const about = readItem(item)
    if (about === undefined || !isShown(about)) return []
    const value = one.words.find((word) => word.value !== null)?.value
    return [
      {
        item,
        about,
        said: said.get(item) ?? null,
        words: one.words.map((word) => ({ ...word, value: Array.isArray(word.value) ? [...word.value] : (word.value as string | number | boolean | null) })),
        photos: [...one.photos],
        conflict: isConflict(one),
        care: about.kind === 'care' && value !== undefined ? careOf(value as readonly CareAct[]).level : null,
      },
    ]
  })
}

/** As they were walked through, and not by their names. */
function inOrder(items: VisitsSeen['items'], visits: readonly KeptVisit[]): VisitsSeen['items'] {
  const order = [...new Set(visits.flatMap(({ answers }) => answers.map(({ item }) => item)))]
  return [...items].sort((one, other) => order.indexOf(one.item) - order.indexOf(other.item))
}

/** Whoever is shown one programme alone is shown what that programme asks for at a home. */
function shownTo(claims: readonly StoredClaim[], whole: boolean): Shown {
  const isAsked = keysFor(claims, whole)
  const living = new Set(claims.flatMap(({ state }) => livingOf(state.programme)))
  return (about) => {
    switch (about.kind) {
      case 'fact':
        return isAsked(about.key)
      case 'care':
        return isAsked('selfCareFailures')
      case 'living':
        return whole || living.has(about.living)
      default:
        return about satisfies never
    }
  }
}

/** Every visit of a request and what they saw, field by field, beside what was declared. The look is noted. */
export async function visitsSeen(deps: Deps, reader: Officer, id: string): Promise<VisitsSeen> {
  const held = await openedFor(deps, reader, id, 'visit')
  const [claims, visits, facts] = await Promise.all([
    shownClaims(deps, held),
    visitsOf(deps.db, held.key, id),
    factsOf(deps.db, deps, held),
  ])
  const names = await officerNames(deps.db, visits)
  const nameOf = (who: string): string => names.get(who) ?? ''
  const seen = visits
    .map((one) => seenAt(one.id, nameOf(one.officerId), one.answers))
    .reduce<Seen>(merge, new Map())
  const declared = settle(facts.filter(({ source }) => source === 'declared' || source === 'read'), [])
  const said = new Map(
    declared.of.map(({ key, member, value }) => [itemName({ kind: 'fact', key, member }), value] as const),
  )
  const isShown: Shown = shownTo(claims, held.sight.whole)
  return {
    visits: visits.map((one) => ({
      id: one.id,
      startedAt: one.startedAt,
      endedAt: one.endedAt,
      receivedAt: one.receivedAt,
      who: [one.officerId, ...one.companions].map(nameOf),
      summary: one.summary,
      person: personOf(one),
      investigator: one.investigator,
      along: one.along ?? null,
      place: one.place ?? null,
      findings: one.findings.flatMap(({ claimId, found }) => {
        const claim = claims.find((known) => known.id === claimId)
        return claim ? [{ programme: claim.state.programme, found }] : []
      }),
      safety: [...(one.safety ?? [])],
    })),
    items: inOrder(itemsOf(seen, said, isShown), visits),
  }
}
