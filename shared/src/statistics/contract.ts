import * as v from 'valibot'
import { programmeId, regionCode } from '../border.ts'
import { complaintKinds } from '../complaint/category.ts'
import { complaintResults } from '../complaint/figures.ts'

const place = v.object({ code: regionCode, name: v.string() })
/** Null where it is not published: below ten, or another below ten could be worked out from it. */
const count = v.nullable(v.number())
const handled = { /** Whole per cent. */ inTime: v.number(), /** Calendar days from handing in to the decision. */ median: v.number() }

/** Complaints of the county that were closed in a quarter; the same numbers for everybody who reads them, wherever. */
const complaintQuarter = v.object({
  quarter: v.string(),
  total: count,
  byKind: v.array(v.object({ kind: v.picklist(complaintKinds), count })),
  byResult: v.array(v.object({ result: v.picklist(complaintResults), count })),
})

/** GET /api/open/:code: what a county, township or village publishes of its aid, once a month. Nothing of anybody. */
export const openFigures = v.object({
  place,
  /** From the county down. */
  path: v.array(place),
  /** The day they speak of; null before the first month. */
  on: v.nullable(v.string()),
  /** Claims that are being paid: altogether, by programme, and in the places directly below. */
  receiving: count,
  byProgramme: v.array(v.object({ programme: programmeId, count, handled: v.nullable(v.object(handled)), /** Of the county alone, like `handled`. */ overturned: count })),
  places: v.array(v.object({ ...place.entries, count })),
  /** Decisions of the twelve months before; null where there were fewer than ten. */
  handled: v.nullable(v.object(handled)),
  /** Decisions that were changed when somebody looked again, in the same time. */
  overturned: count,
  /** By quarter, one quarter late, the latest first; of the county alone, empty for any other place. */
  complaints: v.array(complaintQuarter),
})
export type OpenFigures = v.InferOutput<typeof openFigures>

/** How one unit stands, for those who supervise it. No person, and nothing that complaints change. */
const unitFigures = v.object({
  id: v.string(),
  name: v.string(),
  /** Claims that nobody has decided yet, and those among them whose day is over. */
  open: v.number(),
  late: v.number(),
  /** Of the claims decided in the last thirty days. Shares are whole per cent, null where nothing was decided. */
  decided: v.number(),
  inTime: v.nullable(v.number()),
  median: v.nullable(v.number()),
  /** Decided on a report of the departments. */
  checked: v.nullable(v.number()),
  /** Changed on a second look. */
  overturned: v.number(),
  /** Of the villages of a township those from which anybody asked in the year before; null for offices that have none of their own. */
  coverage: v.nullable(v.object({ reached: v.number(), villages: v.number() })),
})
export type UnitFigures = v.InferOutput<typeof unitFigures>

/** GET /api/oversight/figures: the units of a county side by side. */
export const workFigures = v.object({ on: v.string(), units: v.array(unitFigures), complaints: v.array(complaintQuarter) })
export type WorkFigures = v.InferOutput<typeof workFigures>
