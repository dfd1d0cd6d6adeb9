import * as v from 'valibot'
import { officerRoles } from '../access/actor.ts'
import { businessDate, entityId, mobile, personName, regionCode, text } from '../border.ts'
import { numberOnPapers } from '../identity/papers.ts'
import { addressMax } from '../identity/text.ts'
import { phoneEnd } from '../identity/phone.ts'
import { kinships } from './kinship.ts'
import type { Change } from './organisation.ts'

const needed = (max: number) => v.pipe(text(max), v.minLength(1, 'empty'))
export const unitId = v.pipe(v.string('not-text'), v.regex(/^\d{12}:[a-z][a-z0-9-]{1,30}$/, 'unit-id'))
const landline = v.pipe(v.string('not-text'), v.regex(/^\+?[\d -]{3,20}$/, 'phone-number'))

const officerEntries = {
  id: entityId,
  unitId,
  regionCode,
  name: personName,
  post: needed(40),
  role: v.picklist(officerRoles, 'unknown-role'),
  manager: v.nullable(entityId),
  /** Where the duty roster rings; left out: as it was. */
  phone: v.optional(mobile),
}
const unitEntries = {
  name: needed(60),
  shortName: needed(20),
  phone: v.nullable(landline),
  parent: v.nullable(unitId),
}

/** What can be changed, as it travels. */
export const changeBody = v.variant('type', [
  v.strictObject({ type: v.literal('add-region'), code: regionCode, name: needed(40) }),
  v.strictObject({ type: v.literal('rename-region'), code: regionCode, name: needed(40) }),
  v.strictObject({ type: v.literal('close-region'), code: regionCode }),
  v.strictObject({
    type: v.literal('add-unit'),
    id: unitId,
    regionCode,
    kind: v.pipe(v.string('not-text'), v.regex(/^[a-z][a-z0-9-]{1,30}$/, 'unit-id')),
    ...unitEntries,
  }),
  v.strictObject({ type: v.literal('change-unit'), id: unitId, ...unitEntries }),
  v.strictObject({ type: v.literal('close-unit'), id: unitId }),
  v.strictObject({ type: v.literal('add-officer'), ...officerEntries }),
  v.strictObject({ type: v.literal('change-officer'), ...officerEntries }),
  v.strictObject({ type: v.literal('end-officer'), id: entityId }),
  v.strictObject({ type: v.literal('reactivate-officer'), id: entityId }),
  v.strictObject({
    type: v.literal('set-absence'),
    id: entityId,
    officerId: entityId,
    from: businessDate,
    to: businessDate,
    deputy: v.nullable(entityId),
  }),
  v.strictObject({ type: v.literal('end-absence'), id: entityId }),
  v.strictObject({
    type: v.literal('set-duty'),
    unitId,
    officerId: v.nullable(entityId),
    from: businessDate,
    to: businessDate,
  }),
  v.strictObject({ type: v.literal('end-relative'), id: entityId, officerId: entityId }),
])
export type ChangeBody = v.InferOutput<typeof changeBody>

/** What was asked as the decider and the history know it: of a new number its end, by which the second person asks. */
export function changeOf(body: ChangeBody): Change {
  if (body.type !== 'add-officer' && body.type !== 'change-officer') return body
  const { phone, ...change } = body
  return phone === undefined ? change : { ...change, newPhone: phoneEnd(phone) }
}

/** POST /api/admin/changes: what is to be, from which day, and why. */
export const proposal = v.strictObject({ change: changeBody, effectiveOn: businessDate, reason: needed(200) })
/** POST /api/admin/changes/:id/refusal */
export const declining = v.strictObject({ reason: needed(200) })

/** POST /api/work/relatives: somebody whose request this officer must not handle. */
export const relativeBody = v.strictObject({
  name: personName,
  number: numberOnPapers,
  kinship: v.picklist(kinships, 'unknown-kinship'),
  /** By these they are known, too, where they apply by other papers, or somebody of their home does. */
  phone: v.optional(mobile),
  home: v.optional(v.strictObject({ regionCode, address: v.pipe(text(addressMax), v.minLength(2, 'empty')) })),
})
/** POST /api/admin/officers/:id/relatives: said of an officer by somebody else, it waits for a second person. */
export const relativeProposal = v.strictObject({ ...relativeBody.entries, reason: needed(200) })
export const relativeView = v.object({
  id: v.string(),
  name: v.string(),
  kinship: v.picklist(kinships),
  declaredOn: v.string(),
  /** Declared by the officer, or by an administrator. */
  by: v.picklist(['officer', 'administrator']),
  /** Said by an administrator, and not yet confirmed: nothing follows from it. */
  waits: v.optional(v.boolean()),
})
export type RelativeView = v.InferOutput<typeof relativeView>
export const relatives = v.object({ relatives: v.array(relativeView) })

export const csvKinds = ['officers', 'units', 'regions', 'duties', 'absences', 'relatives'] as const
/** POST /api/admin/imports/preview and /api/admin/imports: a whole table as text. */
export const importBody = v.strictObject({
  kind: v.picklist(csvKinds, 'unknown-kind'),
  csv: v.pipe(v.string('not-text'), v.minLength(1, 'empty'), v.maxLength(200_000, 'too-long')),
  effectiveOn: businessDate,
  reason: needed(200),
})
export const importLine = v.object({
  line: v.number(),
  name: v.string(),
  what: v.picklist(['same', 'new', 'changed', 'ended', 'wrong']),
  /** Codes of what is wrong, with the column. */
  errors: v.array(v.object({ field: v.string(), code: v.string() })),
  /** A second person must confirm it. */
  second: v.boolean(),
})
export type ImportLine = v.InferOutput<typeof importLine>
export const importAnswer = v.object({ lines: v.array(importLine), applied: v.boolean() })
export type ImportAnswer = v.InferOutput<typeof importAnswer>
/** GET /api/admin/exports/:kind */
export const exportAnswer = v.object({ file: v.string(), csv: v.string() })

const level = v.picklist(['province', 'city', 'county', 'town', 'village'])
const officer = v.object({
  id: v.string(),
  unitId: v.string(),
  regionCode: v.string(),
  name: v.string(),
  post: v.string(),
  role: v.picklist(officerRoles),
  active: v.boolean(),
  manager: v.nullable(v.string()),
  pastManagers: v.array(v.object({ id: v.string(), until: v.string() })),
  appointedBy: v.array(v.string()),
  appointedOn: v.nullable(v.string()),
})
const pending = v.object({
  id: v.string(),
  change: v.record(v.string(), v.unknown()),
  reason: v.string(),
  effectiveOn: v.string(),
  state: v.picklist(['proposed', 'scheduled']),
  proposedBy: v.string(),
  confirmedBy: v.nullable(v.string()),
  basis: v.string(),
})
/** GET /api/admin/organisation: everything in one's jurisdiction, as the decider reads it. */
export const organisationView = v.object({
  today: v.string(),
  /** Who asks: the decider on the page greys by it. */
  actor: v.string(),
  top: v.string(),
  /** What was just confirmed is another duty number, of which nobody above could be told. */
  unheard: v.optional(v.boolean()),
  organisation: v.object({
    places: v.record(
      v.string(),
      v.object({
        code: v.string(),
        name: v.string(),
        level,
        parent: v.nullable(v.string()),
        open: v.boolean(),
      }),
    ),
    units: v.record(
      v.string(),
      v.object({
        id: v.string(),
        regionCode: v.string(),
        name: v.string(),
        shortName: v.string(),
        kind: v.string(),
        phone: v.nullable(v.string()),
        parent: v.nullable(v.string()),
        open: v.boolean(),
      }),
    ),
    officers: v.record(v.string(), officer),
    absences: v.array(
      v.object({
        id: v.string(),
        officerId: v.string(),
        from: v.string(),
        to: v.string(),
        deputy: v.nullable(v.string()),
      }),
    ),
    pending: v.record(v.string(), pending),
  }),
})

/** GET /api/admin/duties/:id: who is called on which day, for four weeks. */
export const dutiesView = v.object({
  days: v.array(v.object({ day: v.string(), officers: v.array(v.string()) })),
})
export type DutiesView = v.InferOutput<typeof dutiesView>

/** GET /api/admin/history/:id: what happened to one officer, office or place, newest first. */
export const historyEntry = v.object({
  number: v.number(),
  type: v.string(),
  at: v.string(),
  by: v.nullable(v.string()),
  change: v.nullable(v.record(v.string(), v.unknown())),
  effectiveOn: v.nullable(v.string()),
  reason: v.nullable(v.string()),
  why: v.nullable(v.string()),
  /** The end of the number to which a sign-in link went. */
  phoneEnd: v.nullable(v.string()),
  /** Which table was handed out. */
  table: v.nullable(v.picklist(csvKinds)),
})
export type HistoryEntry = v.InferOutput<typeof historyEntry>
export const historyView = v.object({ entries: v.array(historyEntry) })
