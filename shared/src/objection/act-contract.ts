import * as v from 'valibot'
import { reason } from '../claim/reason.ts'
import { isPrivate } from '../notice/private.ts'
import { againSteps } from '../process/commands.ts'
import { declineReasons, objectionFindings } from './contract.ts'

/** What a stranger reads of somebody else's family: nothing of it that no notice may say. */
const wordsToStranger = v.pipe(reason, v.check((words) => !isPrivate(words), 'says-private'))

/** POST /api/work/objections/:id/acts. */
export const objectionAct = v.variant('type', [
  v.strictObject({ type: v.literal('admit') }),
  v.strictObject({ type: v.literal('decline'), why: v.picklist(declineReasons), words: wordsToStranger }),
  v.strictObject({
    type: v.literal('answer'),
    found: v.picklist(objectionFindings),
    again: v.nullable(v.picklist(againSteps)),
    words: wordsToStranger,
  }),
])
export type ObjectionAct = v.InferOutput<typeof objectionAct>
