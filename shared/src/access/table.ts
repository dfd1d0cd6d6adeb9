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
  'accept-claim', 'ask-papers', 'drop-claim', 'handle-claim', 'hold-appraisal', 'settle-facts', 'see-verification', 'verify-means', 'record-agreement', 'visit-outreach', 'close-application', 'acknowledge-call',
  'tell-in-person', 'file-board-photo', 'stop-posting', 'post-again',
  'confirm-guardianship', 'record-mandate', 'correct-name', 'see-duplicates', 'decide-duplicate',
  'answer-access-question', 'read-complaint', 'see-figures', 'look-again',
  'see-organisation', 'change-organisation', 'confirm-organisation', 'invite-officer',
  'record-consent',
  'examine-objection',
  'propose-payment', 'confirm-payment', 'fund-reserve',
  'see-renovation', 'inspect-renovation', 'run-renovation',
  'resolve-code', 'assist', 'issue-card', 'replace-card', 'apply-for-person', 'prove-identity',
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
  // A danger that became known: whoever has the request sees to it at once.
  'stop-posting': officeWork,
  // The reason is gone.
  'post-again': officeWork,
  'send-papers': { ...officeWork, resident: ['own', 'acting'], 'village-worker': ['own-village'] },
  withdraw: { resident: ['own', 'acting'] },
  'add-claim': { ...officeWork, resident: ['own'] },
  'accept-claim': officeWork,
  'ask-papers': { ...officeWork, 'department-officer': ['assigned'] },
  'drop-claim': officeWork,
  // Which step, in which state, by whose hands: the process of the claim.
  'handle-claim': { ...officeWork, ...givenByProcess },
  // A meeting of residents, and its minutes: in the village itself by its worker, who decides nothing of it.
  'hold-appraisal': { ...officeWork, ...givenByProcess, 'village-worker': ['own-village'] },
  // What a visit or a paper shows, and which of two values holds: the centre that checks decides nothing.
  'settle-facts': { ...officeWork, 'department-officer': ['assigned'] },
  // What departments say of a family: whoever handles its claims. Asking is the centre’s, and the county’s.
  'see-verification': { ...officeWork, ...givenByProcess },
  'verify-means': { 'county-officer': ['own-county'], 'verification-officer': ['assigned'] },
  'record-agreement': officeWork,
  // Who was pointed out is asked by whoever is near: the worker of the village, and the office.
  'visit-outreach': { ...officeWork, 'village-worker': ['own-village'] },
  'close-application': officeWork,
  'acknowledge-call': {
    clerk: ['assigned'], leader: ['assigned'], 'county-officer': ['assigned'], 'duty-officer': ['assigned'],
  },
  // Whose hands were in it does not: the seats of the process.
  'examine-objection': { ...officeWork, 'department-officer': ['assigned'] },
  // From a township’s fund for emergencies (备用金): who proposes is never who confirms, and the county puts money in.
  'propose-payment': officeWork,
  'confirm-payment': { leader: ['own-town', 'own-county'], 'county-officer': ['own-county'] },
  'fund-reserve': { leader: ['own-county'], 'county-officer': ['own-county'] },
  // Works on a dangerous house: the worker of the village looks; whether a stage is done, an office says.
  // Who leads the county sees what is late in it, and does nothing to it.
  'see-renovation': {
    ...officeWork, leader: ['own-town', 'own-county'], 'department-officer': ['assigned'], 'village-worker': ['own-village'],
  },
  'inspect-renovation': { ...officeWork, 'department-officer': ['assigned'], 'village-worker': ['own-village'] },
  'run-renovation': { ...officeWork, 'department-officer': ['assigned'] },
  'confirm-guardianship': officeWork,
  'record-mandate': officeWork,
  // Who has signed, and signatures taken at a window or a door.
  'record-consent': { ...officeWork, 'village-worker': ['own-village'] },
  'correct-name': officeWork,
  'see-duplicates': { 'county-officer': ['own-county'] },
  'decide-duplicate': { 'county-officer': ['own-county'] },
  // Offices of the county, and those above it, that handle nothing themselves; a look of one is answered by another.
  'answer-access-question': { supervisor: ['own-county', 'own-city', 'own-province'] },
  // Units side by side, never a person: whoever supervises, and who leads the county's own work.
  'see-figures': {
    supervisor: ['own-county', 'own-city', 'own-province'], leader: ['own-county'], 'county-officer': ['own-county'],
  },
  // Claims that the draw of a quarter, or the supervisors' own list, gave to this very officer (随机抽查).
  'look-again': { supervisor: ['assigned'] },
  // Only those for whom it was sealed: the key of each, and the office that has it. This says no more than who may ask.
  'read-complaint': { supervisor: ['own-town', 'own-county', 'own-city', 'own-province'] },
  // A leader of the county has its place; one of a township has none of this. Those who supervise from above see it.
  'see-organisation': {
    administrator: ofOrganisation, leader: ofOrganisation, supervisor: ['own-city', 'own-province'],
  },
  'change-organisation': { administrator: ofOrganisation },
  'confirm-organisation': { administrator: ofOrganisation, leader: ofOrganisation },
  'invite-officer': { administrator: ofOrganisation },
  'resolve-code': { ...officeWork, 'village-worker': ['own-village'], 'department-officer': ['own-county'] },
  // What somebody without a phone does with the slip in his hand, through a worker's: near his home, and nowhere else.
  assist: { ...officeWork, 'village-worker': ['own-village'] },
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
