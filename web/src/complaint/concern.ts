import type { Matter, PeopleOf, RouteAsked } from '@yima/shared/complaint/contract'

export const abouts = ['village', 'town', 'county', 'provider', 'recipient', 'unknown'] as const
/** Whom it is about, roughly. */
export type About = (typeof abouts)[number]

export type Group = PeopleOf['groups'][number]
/** Somebody who was picked: an officer, or a whole office. */
export type Picked = { id: string; kind: 'officer' | 'unit'; name: string }

/** Offices out of which somebody may be picked. */
export const groupsFor = (about: About | undefined, groups: readonly Group[]): Group[] =>
  groups.filter(({ level }) => level === about)

const allOf = (groups: readonly Group[]): { accused: string[]; accusedUnits: string[] } => ({
  accused: groups.filter(({ level }) => level === 'village').flatMap(({ officers }) => officers.map(({ id }) => id)),
  accusedUnits: groups.filter(({ level, unit }) => level === 'town' || (level === 'county' && unit.kind === 'civil')).map(({ unit }) => unit.id),
})

/** Whom the office must keep it from: whoever was picked, or everybody of that kind where nobody was. */
export function concernOf(about: About, picked: readonly Picked[], groups: readonly Group[], place: string, matters: readonly Matter[]): RouteAsked {
  const named = {
    accused: picked.filter(({ kind }) => kind === 'officer').map(({ id }) => id),
    accusedUnits: picked.filter(({ kind }) => kind === 'unit').map(({ id }) => id),
  }
  const provider = about === 'provider'
  // Whoever orders and pays a hospital or home does not look into it.
  const whom = picked.length > 0 ? named : allOf(provider ? groups.filter(({ level }) => level === 'county') : groupsFor(about, groups))
  const nobody = whom.accused.length === 0 && whom.accusedUnits.length === 0
  const recipient = about === 'recipient'
  return { place, ...whom, matters: [...matters], provider, recipient, unknown: nobody && !provider && !recipient }
}
