import type { Barred } from '@yima/shared/appraisal/panel'
import { votersOf } from '@yima/shared/appraisal/panel'
import type { Process } from '@yima/shared/process/process'
import type { Content } from '../application/content.ts'
import { storedOf } from '../consent/store.ts'
import type { Reader } from '../db/transaction.ts'
import { minutesOf, namesOfOfficers } from './store.ts'

type Of = { applicationId: string; key: Buffer; applicant: string; content: Pick<Content, 'beneficiary'>; excluded: readonly string[] }

/** The family by its names: who applied, for whom, and every adult who was asked to sign. */
async function familyOf(db: Reader, { applicationId, key, applicant, content }: Of): Promise<string[]> {
  const signed = await storedOf(db, key, applicationId)
  const helped = content.beneficiary?.name
  return [...new Set([applicant, ...(helped === undefined ? [] : [helped]), ...signed.map(({ state }) => state.who.name)])].filter((name) => name !== '')
}

/** Whoever was at the home, in this claim’s own words. */
const visitorsOf = ({ records }: Process): string[] => records.filter(({ step }) => step === 'visit').flatMap(({ hands }) => [...hands])

/** Who must not vote on this family: themselves, officers who are related, who visited, and who voted the first time. */
export async function barredFrom(db: Reader, of: Of, process: Process): Promise<Barred[]> {
  const visited = visitorsOf(process)
  const earlier = process.appraisal?.earlier?.minutes
  const [family, related, visitors, held] = await Promise.all([
    familyOf(db, of), namesOfOfficers(db, of.excluded), namesOfOfficers(db, visited), earlier ? minutesOf(db, of.key, of.applicationId) : [],
  ])
  const first = held.filter(({ id }) => id === earlier).flatMap(({ panel }) => votersOf(panel))
  return [
    ...family.map((name): Barred => ({ name, why: 'relative' })),
    ...of.excluded.map((officer): Barred => ({ officer, why: 'related' })),
    ...related.map((name): Barred => ({ name, why: 'related' })),
    ...visited.map((officer): Barred => ({ officer, why: 'visited' })),
    ...visitors.map((name): Barred => ({ name, why: 'visited' })),
    ...first.map(({ name, officer }): Barred => ({ name, ...(officer === undefined ? {} : { officer }), why: 'first-panel' })),
  ]
}
