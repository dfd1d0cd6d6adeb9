import * as v from 'valibot'
import { businessDate, entityId, idNumber, personName } from '../border.ts'
import { papersNumber } from '../identity/papers.ts'
import { wardKinds } from './guardianship.ts'
import { leaveReasons } from './household.ts'
import { scopes } from './mandate.ts'
import { relations } from './relation.ts'

const relation = v.picklist(relations, 'not-a-choice')
export const scope = v.picklist(scopes, 'not-a-choice')
export const scopeList = v.pipe(
  v.array(scope),
  v.minLength(1, 'no-scope'),
  v.maxLength(scopes.length, 'too-many'),
)

/** A signature drawn on the phone: a small PNG, base64. */
export const signature = v.pipe(
  v.string('not-text'),
  v.maxLength(160_000, 'too-long'),
  v.regex(/^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/, 'signature-missing'),
)

/** What opens an invitation: what stands behind `#` in its link, or the number read aloud. It travels in bodies alone. */
export const inviteToken = v.pipe(
  v.string('not-text'),
  v.regex(/^(1f\.\d{6}\.[A-Za-z0-9_-]{22}|\d{14})$/, 'invite-unknown'),
)

/** POST /api/me/family/invitations: by a link, or to whoever is proven to have that ID number. */
export const invite = v.strictObject({
  /** What the inviter calls them, for the own list. */
  called: personName,
  relation,
  idNumber: v.optional(idNumber),
  /** The inviter's own name, where nobody has said it yet. */
  name: v.optional(personName),
})
export const invited = v.object({
  id: v.string(),
  /** Null where the invitation waits for an ID number, or a member of the household was named. */
  token: v.nullable(v.string()),
  /** The same to be read aloud. */
  number: v.nullable(v.string()),
  expiresAt: v.string(),
})
export type Invited = v.InferOutput<typeof invited>

/** POST /api/family/invitations/look: what a link asks for, before anybody has signed in. */
export const inviteLook = v.strictObject({ token: inviteToken })
export const inviteView = v.object({
  kind: v.picklist(['member', 'helper']),
  /** Masked: a link may have gone astray. */
  inviter: v.string(),
  relation: v.nullable(relation),
  scopes: v.array(scope),
  until: v.nullable(v.string()),
  expiresAt: v.string(),
})
export type InviteView = v.InferOutput<typeof inviteView>

/** POST /api/me/family/joining: yes to an invitation. Who joins a household signs; who lives in another says so. */
export const joining = v.strictObject({
  by: v.variant('way', [
    v.strictObject({ way: v.literal('link'), token: inviteToken }),
    v.strictObject({ way: v.literal('number'), invitation: entityId }),
  ]),
  name: v.optional(personName),
  signature: v.optional(signature),
  moving: v.boolean('not-a-choice'),
})
export const joined = v.object({ kind: v.picklist(['member', 'helper']) })

/** POST /api/me/family/leaving: oneself with one's wards, or, by the head, somebody who is gone. */
export const leaving = v.strictObject({
  person: entityId,
  reason: v.picklist(leaveReasons, 'not-a-choice'),
  /** A household of one's own in the same moment. */
  founding: v.boolean('not-a-choice'),
})
export const relating = v.strictObject({ person: entityId, relation })
export const passing = v.strictObject({ to: entityId })

/** POST /api/me/family/wards: a child, or an adult who cannot act alone; written down, or already a member. */
export const wardClaim = v.variant('who', [
  v.strictObject({
    who: v.literal('new'),
    name: personName,
    number: papersNumber,
    kind: v.picklist(wardKinds, 'not-a-choice'),
    birthDate: v.nullable(businessDate),
    relation,
    /** The guardian's own name, where nobody has said it yet. */
    guardianName: v.optional(personName),
  }),
  v.strictObject({
    who: v.literal('member'),
    person: entityId,
    kind: v.picklist(wardKinds, 'not-a-choice'),
    birthDate: v.nullable(businessDate),
  }),
])
export type WardClaim = v.InferOutput<typeof wardClaim>
export const made = v.object({ id: v.string() })

/** POST /api/me/helpers: to a member of one's household, else by a link. */
export const mandateGift = v.strictObject({
  called: personName,
  scopes: scopeList,
  until: businessDate,
  helper: v.optional(entityId),
  name: v.optional(personName),
})
export const narrowing = v.strictObject({ scopes: scopeList, until: businessDate })
export const nothing = v.strictObject({})

const knownRelation = v.picklist([...relations, 'head', 'unsaid'])
export const familyMember = v.object({
  person: v.string(),
  name: v.string(),
  relation: knownRelation,
  joinedOn: v.string(),
  you: v.boolean(),
  /** Has a guardian today. */
  ward: v.boolean(),
})
export type FamilyMember = v.InferOutput<typeof familyMember>

const wardView = v.object({
  id: v.string(),
  person: v.string(),
  name: v.string(),
  kind: v.picklist(wardKinds),
  birthDate: v.nullable(v.string()),
  confirmed: v.boolean(),
  mayAct: v.boolean(),
})
export type WardView = v.InferOutput<typeof wardView>

/** GET /api/me/family: who is in, who was asked, whom one stands for, and everything that happened. */
export const familyView = v.object({
  you: v.object({ person: v.string(), name: v.string() }),
  household: v.nullable(
    v.object({
      id: v.string(),
      members: v.array(familyMember),
      allowed: v.array(v.string()),
      history: v.array(
        v.object({
          at: v.string(),
          type: v.string(),
          name: v.string(),
          by: v.string(),
          reason: v.nullable(v.string()),
        }),
      ),
    }),
  ),
  invitations: v.array(
    v.object({ id: v.string(), called: v.string(), relation, byNumber: v.boolean(), expiresAt: v.string() }),
  ),
  /** Invitations that wait for oneself, by the proven number. */
  asked: v.array(v.object({ id: v.string(), inviter: v.string(), relation, expiresAt: v.string() })),
  wards: v.array(wardView),
  guardians: v.array(v.object({ id: v.string(), name: v.string() })),
})
export type FamilyView = v.InferOutput<typeof familyView>

export const mandateView = v.object({
  id: v.string(),
  /** The other of the two; of an offer nobody took, what the giver calls them. */
  person: v.nullable(v.string()),
  name: v.string(),
  scopes: v.array(scope),
  from: v.string(),
  until: v.string(),
  how: v.picklist(['phone', 'window']),
  state: v.picklist(['offered', 'running', 'ended']),
  endedBy: v.nullable(v.picklist(['giver', 'helper', 'time'])),
  endedOn: v.nullable(v.string()),
  allowed: v.array(v.string()),
  /** What was done with it, newest first: every line with both names. */
  acts: v.array(
    v.object({
      at: v.string(),
      what: v.string(),
      by: v.string(),
      forName: v.string(),
      receipt: v.nullable(v.string()),
    }),
  ),
})
export type MandateView = v.InferOutput<typeof mandateView>
/** GET /api/me/helpers */
export const helpersView = v.object({ given: v.array(mandateView), helping: v.array(mandateView) })
export type HelpersView = v.InferOutput<typeof helpersView>

/** GET /api/me/acting: for whom one may act today, and what. */
export const actingFor = v.object({
  /** One's own name, as it stands beside theirs on every act. */
  by: v.string(),
  people: v.array(
    v.object({
      person: v.string(),
      name: v.string(),
      as: v.picklist(['helper', 'guardian']),
      scopes: v.array(scope),
      until: v.nullable(v.string()),
      /** What need not be asked again where one may apply for them; null where one may not. */
      known: v.nullable(
        v.object({
          /** Their ID number is known here, and is told to nobody. */
          number: v.boolean(),
          /** Where they applied last. */
          region: v.nullable(v.string()),
        }),
      ),
    }),
  ),
})
export type ActingFor = v.InferOutput<typeof actingFor>
