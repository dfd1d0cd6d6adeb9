import * as v from 'valibot'
import { businessDate, entityId, personName, text } from '../border.ts'
import { nameCommands, namePapers } from '../identity/name-correction.ts'
import { papersNumber, papersSeen } from '../identity/papers.ts'
import { reasonMax } from '../identity/text.ts'
import { scope, scopeList, signature } from './contract.ts'
import { duplicateVerdicts } from './duplicate.ts'
import { guardianBases, wardKinds } from './guardianship.ts'
import { seenPlaces } from './mandate.ts'

/** Whoever stands before an officer: by the document in the officer's hand, or by an occasion that a code opened. */
const standsHere = v.variant('by', [
  v.strictObject({ by: v.literal('document'), name: personName, number: papersSeen }),
  v.strictObject({ by: v.literal('occasion'), occasion: entityId }),
])
export type StandsHere = v.InferOutput<typeof standsHere>

/** How the officer saw the giver, and who else was there and can say so: the name for whom nobody's phone vouches. */
const witnessed = {
  seen: v.literal(true, 'not-seen'),
  seenAt: v.picklist(seenPlaces, 'not-a-choice'),
  witness: personName,
}

/** POST /api/work/mandates: given face to face before an officer, who sees both of them. Who cannot write has a witness. */
export const windowMandate = v.strictObject({
  giver: standsHere,
  helper: standsHere,
  scopes: scopeList,
  until: businessDate,
  ...witnessed,
  signature: v.optional(signature),
})
export type WindowMandate = v.InferOutput<typeof windowMandate>

/** POST /api/work/mandates/look: what somebody who stands here has given and may end. */
export const mandateLook = v.strictObject({ giver: standsHere, seen: v.literal(true, 'not-seen') })
/** POST /api/work/mandates/:id/end: its giver stands here and does not want it any more. */
export const windowEnd = v.strictObject({ giver: standsHere, ...witnessed })
export type WindowEnd = v.InferOutput<typeof windowEnd>

/** A mandate as its giver may carry it home on paper: both names, what, until when, and who was there. */
export const mandateSlip = v.object({
  id: v.string(),
  giver: v.string(),
  helper: v.string(),
  scopes: v.array(scope),
  from: v.string(),
  until: v.string(),
  ended: v.boolean(),
  office: v.object({ name: v.string(), phone: v.nullable(v.string()) }),
})
export type MandateSlip = v.InferOutput<typeof mandateSlip>
/** What somebody has given that goes on. */
export const runningMandates = v.object({ mandates: v.array(mandateSlip) })

/** GET /api/work/family: how much waits; null for what is not this officer's work. Nobody is looked at. */
export const familyWork = v.object({
  guardianships: v.number(),
  names: v.number(),
  duplicates: v.nullable(v.number()),
})
export type FamilyWork = v.InferOutput<typeof familyWork>

/** GET /api/work/guardianships: claimed ones of one's place, of nobody's relatives. */
export const guardianshipTasks = v.object({
  tasks: v.array(
    v.object({
      id: v.string(),
      guardian: v.string(),
      ward: v.string(),
      kind: v.picklist(wardKinds),
      birthDate: v.nullable(v.string()),
      /** Only the guardian wrote the ward down; else somebody's own record is about to get a guardian. */
      written: v.boolean(),
      /** Any one of these is to be seen, the usual one first. */
      bases: v.array(v.picklist(guardianBases)),
      at: v.string(),
    }),
  ),
})
export type GuardianshipTasks = v.InferOutput<typeof guardianshipTasks>
const reason = v.pipe(text(reasonMax), v.minLength(2, 'reason-needed'))
export const guardianshipConfirmation = v.strictObject({ basis: v.picklist(guardianBases, 'not-a-choice') })
export const guardianshipRefusal = v.strictObject({ reason })

/** POST /api/work/name-corrections: somebody's proven name is written otherwise in the paper that was seen. */
export const nameProposal = v.strictObject({
  who: v.variant('by', [
    v.strictObject({ by: v.literal('document'), number: papersNumber }),
    v.strictObject({ by: v.literal('occasion'), occasion: entityId }),
  ]),
  name: personName,
  paper: v.picklist(namePapers, 'not-a-choice'),
  seen: v.literal(true, 'not-seen'),
})
export type NameProposal = v.InferOutput<typeof nameProposal>
/** GET /api/work/name-corrections: what waits for a second officer. */
const nameCorrectionView = v.object({
  id: v.string(),
  /** For whoever compares it alone: by a wrong guess nobody learns a name. */
  before: v.nullable(v.string()),
  name: v.string(),
  paper: v.picklist(namePapers),
  /** The end of the number. */
  number: v.nullable(v.string()),
  by: v.string(),
  at: v.string(),
  allowed: v.array(v.picklist(nameCommands)),
})
export type NameCorrectionView = v.InferOutput<typeof nameCorrectionView>
export const nameCorrections = v.object({ corrections: v.array(nameCorrectionView) })
export const nameConfirmation = v.strictObject({ seen: v.literal(true, 'not-seen') })
export const nameRefusal = v.strictObject({ reason })

/** Kinds of common traits, never the traits. */
export const duplicateReasons = ['same-number', 'same-name-and-birth', 'same-name-birth-and-village'] as const
/** What speaks against it. */
export const duplicateDoubts = ['other-name', 'other-number', 'one-household', 'both-proven'] as const
const duplicateSide = v.object({
  person: v.string(),
  name: v.string(),
  level: v.picklist(['claimed', 'proven']),
  number: v.nullable(v.string()),
})
export const duplicateView = v.object({
  one: duplicateSide,
  other: duplicateSide,
  because: v.array(v.picklist(duplicateReasons)),
  against: v.array(v.picklist(duplicateDoubts)),
  /** Whoever looks has proven one of the two, or given one of them a card: a colleague says that they are one. */
  ownProof: v.boolean(),
  state: v.picklist(duplicateVerdicts),
  /** All that was decided of them, newest first. */
  history: v.array(
    v.object({ verdict: v.picklist(duplicateVerdicts), by: v.string(), at: v.string(), reason: v.string() }),
  ),
})
export type DuplicateView = v.InferOutput<typeof duplicateView>
/** GET /api/work/duplicates */
export const duplicates = v.object({ pairs: v.array(duplicateView) })
/** POST /api/work/duplicates/decision; `open` takes an earlier decision back. */
export const duplicateDecision = v.strictObject({
  one: entityId,
  other: entityId,
  verdict: v.picklist(duplicateVerdicts, 'not-a-choice'),
  reason,
})
