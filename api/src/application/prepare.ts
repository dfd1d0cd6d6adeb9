import { randomInt } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Submission } from '@yima/shared/application/contract'
import { stateFacts, type StatedHousehold } from '@yima/shared/application/facts'
import { deadline, type Deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { likelyOrPossible } from '@yima/shared/policy/picture'
import { Problem } from '@yima/shared/problem'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { readWords } from '@yima/shared/reading/read-words'
import type { Reading } from '@yima/shared/reading/reading'
import { makeReceiptNumber } from '@yima/shared/receipt/number'

/** A programme to open a claim for, and who thought of it. */
export type Opening = { programme: ProgrammeId; origin: 'calculator' | 'resident' }

/** Everything that follows from a submission and the day, before anything is stored. */
export type Prepared = {
  id: string
  receiptNumber: string
  kind: 'application' | 'outreach'
  reading: Reading
  stated: StatedHousehold
  openings: Opening[]
  visit: Deadline
}

const noFacts = { household: {}, members: [] }

/** Throws `invalid-input` for somebody who is not born yet: the contract knows no today. */
function birthDateOf(applicant: Submission['applicant'], today: string): { birthDate?: string } {
  if (applicant.identity !== 'id-number') return {}
  const parsed = parseIdNumber(applicant.idNumber, today)
  if (!parsed.ok)
    throw new Problem('invalid-input', [{ field: 'applicant.idNumber', code: `id-${parsed.code}` }])
  return { birthDate: parsed.birthDate }
}

/** Programmes to open: likely or possible on what was said, and each that the resident adds. */
export function programmesToOpen(
  reading: Reading,
  stated: StatedHousehold,
  added: readonly ProgrammeId[],
  place: string,
  today: string,
): Opening[] {
  const { household, members } = stated
  const proposed = reading.programmes.map((proposal) => proposal.programme)
  const parameters = parametersFor(place, today)
  const found = likelyOrPossible({ household, members, parameters, date: today, proposed, added })
  const extra = added.filter((programme) => !found.includes(programme))
  return [
    ...found.map((programme) => ({ programme, origin: 'calculator' as const })),
    ...extra.map((programme) => ({ programme, origin: 'resident' as const })),
  ]
}

/** Reads the words, states the facts, finds the programmes and counts the days. Stores nothing. */
export function prepare(body: Submission, today: string): Prepared {
  const reading = readWords(body.words)
  const self = body.forWhom === 'self'
  const born = birthDateOf(body.applicant, today)
  const stated = stateFacts(reading, self ? body.answers : noFacts, { ...(self ? born : {}), today })
  const openings = self ? programmesToOpen(reading, stated, body.added, body.regionCode, today) : []
  return {
    id: uuidv7(),
    receiptNumber: makeReceiptNumber(() => randomInt(10)),
    kind: self ? 'application' : 'outreach',
    reading,
    stated,
    openings,
    visit: deadline(today, getTerm('first-visit', body.regionCode, today), holidays),
  }
}
