import { expect, it } from 'vitest'
import { loadDemoPeople } from '@yima/api/demo/people'
import { openOffice } from '../fixtures/office.ts'

it('a newcomer finds claims at every step of their way, one of them late and gone up', async () => {
  const office = await openOffice()
  await loadDemoPeople(office.deps)
  await office.watch()
  const { rows } = await office.pool.query<{ state: string; raised: boolean }>('SELECT state, raised FROM claim')
  const states = rows.map(({ state }) => state)
  for (const state of ['proposed', 'supplement', 'verifying', 'preliminary', 'notice', 'review', 'confirmed'])
    expect(states, [...new Set(states)].join(' ')).toContain(state)
  expect(rows.some(({ raised }) => raised)).toBe(true)
  // Nothing is left without a process once it is accepted.
  expect(states).not.toContain('accepted')
  await office.close()
}, 120_000)
