import * as v from 'valibot'

/** How many days a notice has to hang where everybody could read it, and how many it did. */
export const countedDays = v.object({
  /** Business dates: its first day, and the last as things stand. */
  from: v.string(),
  to: v.string(),
  needed: v.number(),
  counted: v.number(),
  /** Days that did not count, each of which moved the end by one. */
  missed: v.number(),
})
export type CountedDays = v.InferOutput<typeof countedDays>
