import { businessDate } from '@yima/shared/calendar/deadline'
import { undecidedStates } from '@yima/shared/claim/claim'
import type { LaterStep } from '@yima/shared/process/plan'
import { hexOf, type Contents, type NamedPicture } from './contents.ts'
import { isSaid, type Say } from './words.ts'

export type PictureLine = NamedPicture & { sha256: string | null; bytes: number | null; file: string | null }

/** What a file says of itself. */
export type FileIndex = ReturnType<typeof indexOf>

const eventFile = (number: number): string => `events/${String(number).padStart(4, '0')}.json`
export const reportFile = (id: string): string => `reports/${id}.json`
export const decisionFile = (id: string): string => `decisions/${id}.json`
export const signatureFile = (id: string): string => `signatures/${id}.png`
export const wordingFile = (version: string): string => `wordings/${version}.txt`

/** What happened, in words; an event that has no sentence of its own is named. */
function sentenceOf(
  say: Say,
  { type, said }: Contents['events'][number],
  names: ReadonlyMap<string, string>,
): string {
  const claim = typeof said['claimId'] === 'string' ? said['claimId'] : ''
  const key = `claim.work.event.${type}`
  const programme = names.get(claim)
  const text = isSaid(key)
    ? say(key)
    : isSaid(`claim.event.${type}`)
      ? say(`claim.event.${type}`, { programme: programme ?? '' })
      : type
  return programme === undefined || text.includes(programme) ? text : `${programme}：${text}`
}

/** What is missing before this file is whole, each with the sentence for it. */
function missingIn(
  say: Say,
  { request, claims, pictures, reports, decisions }: Contents,
  lines: readonly PictureLine[],
  nameOf: (programme: string) => string,
): string[] {
  const { person, content, row } = request
  const missing: string[] = []
  if (person.level !== 'proven') missing.push(say('file.missing.identity'))
  if (content.consent.method === 'at-visit') missing.push(say('file.missing.signature'))
  if (row.forWhom !== 'self' && !content.agreement) missing.push(say('file.missing.agreement'))
  for (const { id, state } of claims) {
    const programme = nameOf(state.programme)
    const { process } = state
    for (const { paper, sentOn, words } of state.papers)
      if (sentOn === null)
        missing.push(say('file.missing.paper', { programme, paper: words ?? say(`policy.paper.${paper}`) }))
    const lacks = (step: LaterStep): boolean =>
      process?.plan.steps.some(
        ({ name, when }) => name === step && when !== 'if-needed' && when !== 'if-doubtful',
      ) === true && !process.records.some((record) => record.step === step)
    if (lacks('verification')) missing.push(say('file.missing.verification', { programme }))
    if (lacks('appraisal')) missing.push(say('file.missing.appraisal', { programme }))
    if (lacks('visit')) missing.push(say('file.missing.visit', { programme }))
    if (undecidedStates.includes(state.state)) missing.push(say('file.missing.decision', { programme }))
    else if (process?.decision && !decisions.some(({ claimId }) => claimId === id))
      missing.push(say('file.missing.document', { programme }))
  }
  const checksMeans = claims.some(({ state }) => state.process?.plan.means === true)
  if (checksMeans && reports.length > 0 && !reports.some(({ state }) => state === 'reported'))
    missing.push(say('file.missing.report'))
  if (lines.some(({ file }) => file === null) || pictures.length !== lines.length)
    missing.push(say('file.missing.picture'))
  return missing
}

/** The index of a file: what is in it, by hash, and what is missing. Nothing in it depends on when it was asked for. */
export function indexOf(
  say: Say,
  contents: Contents,
  lines: readonly PictureLine[],
  opened: (sealed: Buffer | null) => string | null,
) {
  const { request, claims, events, facts, wordings } = contents
  const { row, person, content } = request
  const nameOf = (programme: string): string => say(`policy.programme.${programme}.name`)
  const names = new Map(claims.map(({ id, state }) => [id, nameOf(state.programme)]))
  return {
    format: 'yima-file-1',
    request: {
      id: row.id,
      receiptNumber: row.receiptNumber,
      kind: row.kind,
      forWhom: row.forWhom,
      state: row.state,
      submittedOn: businessDate(row.submittedAt),
      office: contents.office,
      place: contents.place,
      words: content.words,
      person: { name: opened(person.nameCipher), idNumber: opened(person.idCipher), level: person.level },
      ...(content.beneficiary ? { beneficiary: content.beneficiary } : {}),
      ...(content.agreement ? { agreement: content.agreement } : {}),
    },
    facts: facts.map(({ id: _, fenced, value, ...fact }) => ({
      ...fact,
      fenced,
      value: fenced ? null : value,
    })),
    claims: claims.map(({ id, state }) => ({
      id,
      programme: state.programme,
      name: nameOf(state.programme),
      state: state.state,
      reason: state.reason,
      papers: state.papers,
      decision: state.process?.decision
        ? {
            on: state.process.decision.on,
            outcome: state.process.decision.outcome,
            basis: state.process.decision.basis,
            reason: state.process.decision.reason,
          }
        : null,
    })),
    consents: [{ ...content.consent }],
    decisions: contents.decisions.map(({ id, claimId, number, outcome, on }) => ({
      id,
      claim: claimId,
      number,
      outcome,
      on,
      file: decisionFile(id),
    })),
    reports: contents.reports.map(({ id, state, madeOn }) => ({ id, state, madeOn, file: reportFile(id) })),
    signatures: contents.signatures.map(({ id, who, state, on, digest, image }) => ({
      ...{ id, who, state, on, digest },
      sha256: hexOf(image),
      file: signatureFile(id),
    })),
    wordings: wordings.map(({ version }) => ({ version, file: wordingFile(version) })),
    pictures: lines,
    events: events.map((event) => {
      const { payload, said: _, ...head } = event
      return {
        ...head,
        text: sentenceOf(say, event, names),
        file: payload === null ? null : eventFile(head.number),
      }
    }),
    missing: missingIn(say, contents, lines, nameOf),
  }
}
