/** What a member is to the head of the household. `unsaid`: nobody has said it since the head changed. */
export const relations = [
  'spouse',
  'child',
  'parent',
  'grandchild',
  'grandparent',
  'sibling',
  'child-in-law',
  'parent-in-law',
  'other',
] as const
export type Relation = (typeof relations)[number]
export type KnownRelation = Relation | 'head' | 'unsaid'

/** Who acts in a family matter. */
export type FamilyActor =
  { kind: 'person'; id: string } | { kind: 'officer'; id: string } | { kind: 'system' }

export const isPerson = (actor: FamilyActor, id: string | null): boolean =>
  actor.kind === 'person' && actor.id === id
