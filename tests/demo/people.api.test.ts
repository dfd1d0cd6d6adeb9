import { expect, it } from 'vitest'
import { loadDemoObjections } from '@yima/api/demo/objections'
import { loadDemoPeople } from '@yima/api/demo/people'
import type { HouseholdView } from '@yima/shared/household/contract'
import { json } from '../family/people.ts'
import { openOffice } from '../fixtures/office.ts'

it('a newcomer finds claims at every step of their way, one of them late and gone up', async () => {
  const office = await openOffice()
  await loadDemoPeople(office.deps)
  await office.watch()
  const { rows } = await office.pool.query<{ state: string; raised: boolean }>('SELECT state, raised FROM claim')
  const states = rows.map(({ state }) => state)
  for (const state of ['proposed', 'supplement', 'verifying', 'preliminary', 'notice', 'review', 'confirmed', 'refused'])
    expect(states, [...new Set(states)].join(' ')).toContain(state)
  expect(rows.some(({ raised }) => raised)).toBe(true)
  await loadDemoObjections(office.deps)
  await loadDemoObjections(office.deps)
  const objections = await office.pool.query<{ state: string; effect: string | null }>('SELECT state, effect FROM objection ORDER BY id')
  expect(objections.rows).toEqual([{ state: 'admitted', effect: 'pauses' }, { state: 'filed', effect: null }])
  // Nothing is left without a process once it is accepted.
  expect(states).not.toContain('accepted')

  // Two came twice: one for aid that is given already, one for what nobody has taken in hand yet.
  const twice = await office.pool.query<{ id: string }>(`
    SELECT a.id FROM application a JOIN person p ON p.id = a.person_id WHERE EXISTS (
      SELECT 1 FROM application b JOIN person q ON q.id = b.person_id
       WHERE q.id_index = p.id_index AND b.submitted_at < a.submitted_at)`)
  const desk = await office.officerDevice('何文静')
  const homes = await Promise.all(twice.rows.map(({ id }) => json<HouseholdView>(desk.get(`/work/households/${id}`))))
  expect(homes.flatMap(({ warnings }) => warnings.map(({ programme, standing, law }) => [programme, standing, law])))
    .toContainEqual(['elderly', 'given', 'never'])
  expect(homes.flatMap(({ sameNeed }) => sameNeed.map(({ refused }) => refused))).toContain(null)
  await office.close()
}, 120_000)
