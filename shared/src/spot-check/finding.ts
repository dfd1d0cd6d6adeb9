/** What a spot check comes to. */
export const checkFindings = ['right', 'wrongly-given', 'wrongly-refused', 'amount-wrong', 'procedure', 'cannot-tell'] as const
export type CheckFinding = (typeof checkFindings)[number]

/** Whom the two of them met there. */
export const checkMet = ['applicant', 'family', 'nobody'] as const
export type CheckMet = (typeof checkMet)[number]

/** What is asked on every visit, the same of everybody, whatever brought the claim onto a list. */
export const checkQuestions = ['lives', 'members', 'means', 'money', 'asked', 'notice'] as const
export type CheckQuestion = (typeof checkQuestions)[number]

type Outcome = 'confirmed' | 'refused'
type Standing = { state: 'open' | 'done'; drawnOn: string; outcome: Outcome }
type Said = { visitedOn: string; met: CheckMet; finding: CheckFinding; measure?: string | undefined }

/** Findings that fit a decision of that kind; what nobody was met at says little. */
export const findingsFor = (outcome: Outcome, met: CheckMet): CheckFinding[] =>
  checkFindings.filter((finding) => {
    if (met === 'nobody') return finding === 'cannot-tell' || finding === 'procedure'
    if (finding === 'wrongly-given' || finding === 'amount-wrong') return outcome === 'confirmed'
    return finding !== 'wrongly-refused' || outcome === 'refused'
  })

/** Something was wrong: then it is said what is to be done about it. */
export const asksMeasure = (finding: CheckFinding): boolean => finding !== 'right' && finding !== 'cannot-tell'

/** Why what was found is not taken; undefined where it is. */
export function whyNotFind(
  { state, drawnOn, outcome }: Standing,
  { visitedOn, met, finding, measure }: Said,
  today: string,
): { field: string; code: string } | undefined {
  if (state === 'done') return { field: 'finding', code: 'only-once' }
  if (visitedOn > today) return { field: 'visitedOn', code: 'date-to-come' }
  if (visitedOn < drawnOn) return { field: 'visitedOn', code: 'date-too-old' }
  if (!findingsFor(outcome, met).includes(finding)) return { field: 'finding', code: 'finding-does-not-fit' }
  if (asksMeasure(finding) && measure === undefined) return { field: 'measure', code: 'measure-needed' }
  return undefined
}

/** Whether somebody else looks at a refusal once more: once is what there is, whoever asked. */
export const bringsRecheck = (outcome: Outcome, finding: CheckFinding, rechecked: boolean): boolean =>
  outcome === 'refused' && !rechecked && (finding === 'wrongly-refused' || finding === 'procedure')
