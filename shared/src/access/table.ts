import { levelOf, within } from '../region/code.ts'
import { roleOf } from './actor.ts'
import type { Actor, Role } from './actor.ts'

/** How an actor stands to a record. */
export const relationNames = [
  'own', 'own-village', 'own-town', 'own-county', 'own-city', 'own-province', 'above-county',
  'assigned', 'excluded', 'acting',
] as const
export type Relation = (typeof relationNames)[number]

export const actions = [
  'list-applications', 'see-application', 'list-visits', 'send-papers', 'withdraw', 'add-claim',
  'accept-claim', 'ask-papers', 'drop-claim', 'handle-claim', 'settle-facts', 'see-verification', 'verify-means', 'record-agreement', 'close-application', 'acknowledge-call',
  'tell-in-person', 'file-board-photo',
  'confirm-guardianship', 'record-mandate', 'correct-name', 'see-duplicates', 'decide-duplicate',
  'answer-access-question',
  'see-organisation', 'change-organisation', 'confirm-organisation', 'invite-officer',
  'record-consent',
  'examine-objection',
  'resolve-code', 'issue-card', 'replace-card', 'apply-for-person', 'prove-identity',
] as const
export type Action = (typeof actions)[number]

/** What the table needs to know of a record; nothing of its content. */
export type AccessObject = {
  /** 12-digit code of the place it belongs to. */
  region: string
  /** The resident it belongs to: the same id as `Actor.id` of their session. */
  owner?: string
  /** Residents who act today in the place of its owner; what their mandate holds is asked besides. */
  acting?: readonly string[]
  /** Officers it was given to by name: the one the duty roster calls. */
  assigned?: readonly string[]
  /** Officers who must not handle it (回避): relatives, the accused. Beats everything else. */
  excluded?: readonly string[]
}

/** What an office does with the applications of its place. */
const officeWork: Partial<Record<Role, readonly Relation[]>> = {
  clerk: ['own-town'], leader: ['own-town'], 'county-officer': ['own-county'],
}

/** Whom the process of a claim gives it to, step by step, besides the offices of its place. */
const givenByProcess: Partial<Record<Role, readonly Relation[]>> = {
  'department-officer': ['assigned'], 'verification-officer': ['assigned'],
}

/** Who is in which office: of the county, and of the places it lies in, which have nobody here to keep their list. */
const ofOrganisation: readonly Relation[] = ['own-county', 'above-county']

/** Deny by default: what does not stand here is forbidden. In which state: the workflows' tables. */
const table: Record<Action, Partial<Record<Role, readonly Relation[]>>> = {
  'list-applications': officeWork,
  'see-application': { ...officeWork, ...givenByProcess, resident: ['own', 'acting'], 'duty-officer': ['assigned'] },
  // Whoever only answers calls lists those, by whom the roster called.
  'list-visits': { ...officeWork, ...givenByProcess, 'village-worker': ['own-village'], 'duty-officer': ['assigned'] },
  'tell-in-person': { ...officeWork, 'village-worker': ['own-village'] },
  // Whoever looks after the boards of a township and its villages.
  'file-board-photo': { clerk: ['own-town'], leader: ['own-town'], 'village-worker': ['own-village'] },
  'send-papers': { ...officeWork, resident: ['own', 'acting'], 'village-worker': ['own-village'] },
  withdraw: { resident: ['own', 'acting'] },
  'add-claim': { ...officeWork, resident: ['own'] },
  'accept-claim': officeWork,
  'ask-papers': { ...officeWork, 'department-officer': ['assigned'] },
  'drop-claim': officeWork,
  // Which step, in which state, by whose hands: the process of the claim.
  'handle-claim': { ...officeWork, ...givenByProcess },
  // What a visit or a paper shows, and which of two values holds: the centre that checks decides nothing.
  'settle-facts': { ...officeWork, 'department-officer': ['assigned'] },
  // What departments say of a family: whoever handles its claims. Asking is the centre’s, and the county’s.
  'see-verification': { ...officeWork, ...givenByProcess },
  'verify-means': { 'county-officer': ['own-county'], 'verification-officer': ['assigned'] },
  'record-agreement': officeWork,
  'close-application': officeWork,
  'acknowledge-call': {
    clerk: ['assigned'], leader: ['assigned'], 'county-officer': ['assigned'], 'duty-officer': ['assigned'],
  },
  // Whose hands were in it does not: the seats of the process.
  'examine-objection': { ...officeWork, 'department-officer': ['assigned'] },
  'confirm-guardianship': officeWork,
  'record-mandate': officeWork,
  // Who has signed, and signatures taken at a window or a door.
  'record-consent': { ...officeWork, 'village-worker': ['own-village'] },
  'correct-name': officeWork,
  'see-duplicates': { 'county-officer': ['own-county'] },
  'decide-duplicate': { 'county-officer': ['own-county'] },
  // Offices of the county, and those above it, that handle nothing themselves; a look of one is answered by another.
  'answer-access-question': { supervisor: ['own-county', 'own-city', 'own-province'] },
  // A leader of the county has its place; one of a township has none of this. Those who supervise from above see it.
  'see-organisation': {
    administrator: ofOrganisation, leader: ofOrganisation, supervisor: ['own-city', 'own-province'],
  },
  'change-organisation': { administrator: ofOrganisation },
  'confirm-organisation': { administrator: ofOrganisation, leader: ofOrganisation },
  'invite-officer': { administrator: ofOrganisation },
  'resolve-code': { ...officeWork, 'village-worker': ['own-village'], 'department-officer': ['own-county'] },
  'issue-card': officeWork,
  // Whose it is of several without papers, two officers say.
  'replace-card': officeWork,
  'apply-for-person': { ...officeWork, 'village-worker': ['own-village'] },
  'prove-identity': officeWork,
}

const jurisdiction: Readonly<Record<ReturnType<typeof levelOf>, Relation>> = {
  village: 'own-village', town: 'own-town', county: 'own-county', city: 'own-city', province: 'own-province',
}

/** How a place lies to an officer's own: in it, or, for the county alone, around it. */
function placeRelation(place: string, own: string): Relation | undefined {
  const level = levelOf(own)
  if (within(place, own)) return jurisdiction[level]
  return level === 'county' && within(own, place) ? 'above-county' : undefined
}

/** Every way in which the actor stands to the record; who is excluded stands to it in no other. */
export function relations(actor: Actor, object: AccessObject): Relation[] {
  if (actor.kind === 'system') return []
  if (actor.kind === 'resident')
    return object.owner === actor.id ? ['own'] : object.acting?.includes(actor.id) ? ['acting'] : []
  if (object.excluded?.includes(actor.id)) return ['excluded']
  const place = placeRelation(object.region, actor.region)
  const assigned: Relation[] = object.assigned?.includes(actor.id) ? ['assigned'] : []
  return place === undefined ? assigned : [place, ...assigned]
}

/** Whether this role may do this in this relation: one cell of the table. */
export const mayAs = (role: Role, action: Action, relation: Relation): boolean =>
  relation !== 'excluded' && table[action][role]?.includes(relation) === true

/** Whether the actor may do this to the record. Jobs of the system ask nobody and get nothing here. */
export const may = (actor: Actor, action: Action, object: AccessObject): boolean =>
  relations(actor, object).some((relation) => mayAs(roleOf(actor), action, relation))
