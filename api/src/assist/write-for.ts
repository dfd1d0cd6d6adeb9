import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Submission, Submitted } from '@yima/shared/application/contract'
import type { WriteFor } from '@yima/shared/assist/contract'
import { maskName } from '@yima/shared/identity/name'
import type { FiledHere } from '@yima/shared/window/contract'
import { arrivalHours } from '@yima/shared/window/filing'
import type { Submit } from '../application/submit.ts'
import type { Behalf } from '../family/behalf.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { addressIndex } from '../identity/address-index.ts'
import { numberIndex } from '../identity/number-index.ts'
import { excludedFromNumber } from '../organisation/relatives.ts'
import { agreedBefore, roadsConsent } from '../window/file.ts'
import { requireMay } from '../work/reach.ts'
import { noteWritten } from './open.ts'

type Officer = OfficerSession['officer']

/** On whose word it stands that he was there: in the trail, beside both names. */
const basis = '本人在场，由工作人员代为填写，并逐条读给本人听'

/** Who must not write for this person: relatives by the number, the telephone or the home that is written down. */
async function excludedFrom(deps: Deps, { applicant, regionCode, address }: WriteFor): Promise<string[]> {
  const number = applicant.identity === 'id-number' ? numberIndex(deps, { number: { kind: 'id-number', value: applicant.idNumber } }) : null
  const phone = applicant.phone === undefined ? null : deps.vault.index('phone', applicant.phone)
  const home = addressIndex(deps, { regionCode, address })
  const { rows } = await deps.db.execute<{ id: string }>(sql`
    SELECT DISTINCT officer_id AS id FROM relative
     WHERE ended_at IS NULL AND (phone_index = ${phone} OR address_index = ${home})`)
  return [...(await excludedFromNumber(deps.db, number)), ...rows.map(({ id }) => id)]
}

/** What was written without a network is taken for days; what a phone says of the moment lies not ahead of ours. */
function refuseLate({ clock }: Deps, writtenAt: string): void {
  const since = clock.wall().getTime() - Date.parse(writtenAt)
  if (since > arrivalHours * 3_600_000) throw notAllowedNow('assist', 'came-too-late')
}

/** The receipt as the worker hands it over: with a masked name, and whether an SMS goes to a number of the person's own. */
export const slipFor = ({ config }: Deps, { applicant }: Pick<WriteFor, 'applicant'>, answer: Submitted): FiledHere => ({
  ...answer,
  name: maskName(applicant.name),
  sms: applicant.phone !== undefined && (config.demo || config.sms !== undefined),
})

/**
 * Hands in what somebody says who has neither phone nor code: the application is theirs, by no record of the worker's, with
 * the days of any other. Throws `not-found` outside the own place and for a relative, `not-allowed-now` days too late.
 */
export async function writeFor(
  deps: Deps,
  submit: Submit,
  once: Once,
  officer: Officer,
  id: string,
  said: WriteFor,
  locale: 'zh-CN' | 'en',
): Promise<FiledHere> {
  const { consent, read, writtenAt, applicant, ...rest } = said
  refuseLate(deps, writtenAt)
  requireMay(officer, 'apply-for-person', said.regionCode, await excludedFrom(deps, said))
  const body: Submission = { ...rest, applicant, forWhom: 'self', consent: roadsConsent(consent) }
  const agreed = agreedBefore(consent, officer.name)
  const behalf: Behalf = {
    actor: { kind: 'officer', id: officer.id },
    names: { handedInBy: officer.name, forName: applicant.name, basis, read, writtenAt },
    apart: randomUUID(),
    ...(agreed ? { agreed } : {}),
    note: async (tx, _once, _receipt, application) => noteWritten(tx, deps, officer, id, application),
  }
  return slipFor(deps, said, await submit(once, body, locale, { behalf }))
}
