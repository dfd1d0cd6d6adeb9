import type { Submission, Submitted } from '@yima/shared/application/contract'
import { maskName } from '@yima/shared/identity/name'
import type { ConsentHere, FiledHere, FileHere } from '@yima/shared/window/contract'
import type { Submit } from '../application/submit.ts'
import { inTransaction } from '../db/transaction.ts'
import { columnsOf, knownApplicant, type Behalf } from '../family/behalf.ts'
import type { Deps, Once } from '../http/context.ts'
import type { Identity } from '../identity/own.ts'
import { excludedFromPerson } from '../organisation/relatives.ts'
import { requireMay } from '../work/reach.ts'
import { holdWritten, noteWritten, type Written } from './written.ts'

/** How the person agreed, with who saw it: a signature on somebody else's phone is worth as much as its witness. */
export const agreedBefore = (consent: ConsentHere, seenBy: string): Behalf['agreed'] =>
  consent.method === 'at-visit' ? undefined : { ...consent, seenBy }

/** What the road takes besides; what it does not know of, the agreement carries. */
export const roadsConsent = (consent: ConsentHere): Extract<Submission, { forWhom: 'self' }>['consent'] =>
  consent.method === 'witnessed' ? { method: 'at-visit' } : consent

function behalfOf(deps: Deps, written: Written, whose: Identity, consent: ConsentHere): Behalf {
  const { officer } = written
  const agreed = agreedBefore(consent, officer.name)
  return {
    actor: { kind: 'officer', id: officer.id },
    names: { handedInBy: officer.name, forName: deps.vault.openField(whose.record.nameCipher) },
    ...(agreed ? { agreed } : {}),
    // In the very transaction of the application: it may have been taken in time and be over by then.
    note: async (tx, _once, receiptNumber) =>
      noteWritten(tx, deps, written, await holdWritten(tx, deps, written), {
        type: 'application-filed',
        receiptNumber,
      }),
    columns: columnsOf(whose),
  }
}

const getWhose = (deps: Deps, written: Written): Promise<Identity> =>
  inTransaction(deps.db, async (tx) => (await holdWritten(tx, deps, written)).whose)

/** The receipt as the officer hands it over: with a masked name, and whether an SMS goes to the person's own number. */
const withName = (deps: Deps, { record }: Identity, answer: Submitted): FiledHere => ({
  ...answer,
  name: maskName(deps.vault.openField(record.nameCipher)),
  sms: record.phoneCipher !== null && (deps.config.demo || deps.config.sms !== undefined),
})

/** The same receipt again, for a phone that did not hear it. Throws as `holdWritten` does. */
export const filedAgain = async (deps: Deps, written: Written, answer: Submitted): Promise<FiledHere> =>
  withName(deps, await getWhose(deps, written), answer)

/**
 * Hands in for the person at the window what they say: the application is theirs, the trail names the officer who
 * wrote it down. Throws `not-found` outside the officer's own place, and as `holdWritten` does.
 */
export async function fileFor(
  deps: Deps,
  submit: Submit,
  once: Once,
  { officer, id }: Pick<Written, 'officer' | 'id'>,
  { chosenFour, writtenAt, consent, ...said }: FileHere,
  locale: 'zh-CN' | 'en',
): Promise<FiledHere> {
  const written = { officer, id, writtenAt }
  const whose = await getWhose(deps, written)
  // Nobody writes down for a relative what nobody else saw.
  requireMay(officer, 'apply-for-person', said.regionCode, await excludedFromPerson(deps.db, whose.id))
  const body: Submission = {
    ...said,
    forWhom: 'self',
    consent: roadsConsent(consent),
    applicant: knownApplicant(deps, whose, chosenFour),
  }
  const behalf = behalfOf(deps, written, whose, consent)
  const answer = await submit(once, body, locale, { behalf })
  return withName(deps, whose, answer)
}
