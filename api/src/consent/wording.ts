import { and, eq, isNull } from 'drizzle-orm'
import type { Authorisation } from '@yima/shared/consent/authorisation'
import { canonicalConsent, findConsentText, getConsentText } from '@yima/shared/consent/texts'
import { kindFor, paramsOf } from '@yima/shared/consent/wording'
import { maskName } from '@yima/shared/identity/name'
import adults from '@yima/shared/locales/zh-CN/authorisation.json' with { type: 'json' }
import applicants from '@yima/shared/locales/zh-CN/consent.json' with { type: 'json' }
import { Problem } from '@yima/shared/problem'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { placeName } from '../region/office.ts'
import { unit } from '../region/table.ts'
import { sha256 } from '../vault.ts'

const chinese: Readonly<Record<string, string>> = { ...applicants, ...adults }

/** The office that queries, by the name that stands in every wording. */
export async function centreOf(db: Transaction, countyCode: string): Promise<string> {
  const regionCode = `${countyCode}000000`
  const [found] = await db
    .select({ name: unit.name })
    .from(unit)
    .where(and(eq(unit.regionCode, regionCode), eq(unit.kind, 'verification-centre'), isNull(unit.validTo)))
  if (found) return found.name
  return `${await placeName(db, regionCode)}居民家庭经济状况核对中心`
}

/** Whose application it is: who asked for themselves, or the person spoken for. */
export function applicantOf({ vault }: Pick<Deps, 'vault'>, { row, person, content }: Held) {
  if (row.forWhom !== 'self')
    return { name: content.beneficiary?.name ?? '', idNumber: content.beneficiary?.idNumber ?? null }
  const idNumber = person.idCipher ? vault.openField(person.idCipher) : null
  return { name: vault.openField(person.nameCipher), idNumber }
}

/** The version that somebody is asked to sign on a day. */
export const versionFor = (one: Pick<Authorisation, 'role'>, today: string): string =>
  getConsentText(kindFor(one), today).version

/** Whether this wording may be signed for that: a phone may have waited for days with an older one, never with another kind. */
export function requireWording(one: Pick<Authorisation, 'role'>, version: string): void {
  if (findConsentText(version)?.kind !== kindFor(one))
    throw new Problem('invalid-input', [{ field: 'wording', code: 'unknown-wording' }])
}

/** SHA-256 (hex) over the Chinese text of a version, filled as it was read. Throws `RangeError` for a version that is none. */
export function hashOf(
  version: string,
  one: Pick<Authorisation, 'departments' | 'until' | 'who'>,
  { centre, applicant }: { centre: string; applicant: string },
): string {
  const text = findConsentText(version)
  if (!text) throw new RangeError('no such wording')
  const around = { centre, applicant: maskName(applicant), ward: maskName(one.who.name) }
  return sha256(canonicalConsent(text, chinese, paramsOf(one, around, chinese))).toString('hex')
}
