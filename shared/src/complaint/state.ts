/** How far a complaint has come: `asked` waits for the reporter's answer, `closed` is what time ended. */
export const complaintStates = ['filed', 'accepted', 'asked', 'decided', 'closed'] as const
export type ComplaintState = (typeof complaintStates)[number]

/** What looking into it showed. */
export const complaintFindings = ['upheld', 'partly', 'not', 'cannot-tell'] as const
export type ComplaintFinding = (typeof complaintFindings)[number]

/** What is done where somebody was right. It stands in the sealed decision alone: openly it would tell what the matter was. */
export const complaintMeasures = ['put-right', 'paid', 'paid-back', 'talked-to', 'disciplined', 'passed-on', 'rule-changed', 'other'] as const
export type ComplaintMeasure = (typeof complaintMeasures)[number]

/** Whether what was said proved right, in whole or in part: then a decision says what is done about it. */
export const wasRight = (finding: ComplaintFinding): boolean => finding === 'upheld' || finding === 'partly'

/** Why nothing of it can be read any more. */
export const complaintEnds = ['time', 'two'] as const
export type ComplaintEnd = (typeof complaintEnds)[number]

/** Whether it helped, by whoever reported. */
export const ratings = ['yes', 'partly', 'no'] as const
export type Rating = (typeof ratings)[number]

export const reporterActs = ['add-message', 'rate', 'ask-reopen'] as const
export type ReporterAct = (typeof reporterActs)[number]

/** More often than this it is not looked at anew: the way then leads to a higher body. */
export const mostReopenings = 2

export type Standing = { state: ComplaintState; rated: boolean; reopened: number }

/** What whoever reported may do now: one table that shows the buttons and refuses at the office. */
export function reporterMay({ state, rated, reopened }: Standing): ReporterAct[] {
  if (state === 'closed') return []
  if (state !== 'decided') return ['add-message']
  return ['add-message', ...(rated ? [] : (['rate'] as const)), ...(reopened < mostReopenings ? (['ask-reopen'] as const) : [])]
}
