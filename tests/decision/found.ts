import type { DecisionPreview } from '@yima/shared/decision/contract'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import type { ProcessAct } from '@yima/shared/process/contract'
import { Change, hold } from '@yima/api/application/act'
import { inTransaction } from '@yima/api/db/transaction'
import { addFacts, type NewFact } from '@yima/api/fact/held'
import { json } from '../family/people.ts'
import type { Device, Office } from '../fixtures/office.ts'
import { seenFacts } from './families.ts'

type Family = { household: Household; members: readonly Member[] }

/** A widow with a child at school of whom everything is known, and next to nothing: dibao gives twice 640 less what comes in. */
export const poor: Family = {
  household: {
    hukouLocal: true, hukouClass: 'rural', householdSize: 2, monthlyIncome: 200, exemptMonthlyIncome: 0,
    employmentDeduction: 0, financialAssets: 1000, vehicleCount: 0, houseCount: 1, hasCommercialProperty: false,
    hasEnterprise: false, currentStatus: ['none'],
  },
  members: [
    { id: 'm1', hasLegalSupporter: true, supporterAble: true, employment: 'farming', severeIllness: false, hasDisabilityCert: false },
    { id: 'm2', age: 16, employment: 'student', severeIllness: false, hasDisabilityCert: false },
  ],
}

/** The same with more coming in than any line, as a visit found it. */
export const wealthy: Family = { ...poor, household: { ...poor.household, monthlyIncome: 9000 } }

/** Nobody of this office. */
const visitor = '01900000-0000-7000-8000-000000000001'

/** A visit showed this. */
export const found = (office: Office, applicationId: string, family: Family): Promise<void> =>
  inTransaction(office.deps.db, async (tx) => {
    const change = new Change(office.deps, await hold(tx, office.deps, applicationId), { kind: 'system' })
    const facts = seenFacts(family).map(({ key, member, value, asOf }): NewFact => ({
      key, member, value, asOf, source: 'visit', from: visitor, consent: null,
    }))
    await addFacts(tx, office.deps, change, facts)
    await change.save(tx)
  })

type Place = { id: string; claimId: string }

export const previewed = (device: Device, { id, claimId }: Place): Promise<DecisionPreview> =>
  json<DecisionPreview>(device.get(`/work/applications/${id}/claims/${claimId}/preview`))

/** A decision as it is given at the desk: on what was looked at. Whoever may not look gives it blind. */
export async function onWhatIsSeen(device: Device, place: Place, act: ProcessAct): Promise<ProcessAct> {
  if (act.type !== 'confirm' && act.type !== 'refuse') return act
  const answer = await device.get(`/work/applications/${place.id}/claims/${place.claimId}/preview`)
  if (answer.status !== 200) return act
  const { seen, named } = (await answer.json()) as DecisionPreview
  return act.type === 'confirm' && named ? { named: '一次发给 1280 元', ...act, seen } : { ...act, seen }
}
