/** What somebody is employed as. A duty officer is whoever the roster calls, in the role they have. */
export const officerRoles = [
  'village-worker', 'clerk', 'leader', 'county-officer', 'duty-officer', 'department-officer',
  'verification-officer', 'supervisor', 'administrator',
] as const
export type OfficerRole = (typeof officerRoles)[number]

/** Everybody who can be named in the access table. */
export type Role = 'resident' | 'system' | OfficerRole

/** Who acts. `id` of a resident is what their session stands for, never an ID number. */
export type Actor =
  | { kind: 'resident'; id: string }
  | {
    kind: 'officer'
    id: string
    role: OfficerRole
    /** The 12-digit code of the village, town or county of their unit: their jurisdiction. */
    region: string
    /** Whose office it is, where somebody acts for a colleague who is away: it stands beside the act. */
    deputyFor?: string
    /** The same colleague's id, by which both are one pair of hands. */
    inPlaceOf?: string
    /** The kind of their office, where several departments may have a say. */
    office?: string
  }
  | { kind: 'system' }

/** The row of the tables an actor stands in. */
export function roleOf(actor: Actor): Role {
  return actor.kind === 'officer' ? actor.role : actor.kind
}
