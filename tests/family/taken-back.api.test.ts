import { expect, it } from 'vitest'
import { inTransaction } from '@yima/api/db/transaction'
import { prove, type Proof } from '@yima/api/identity/prove'
import { proveSeen } from '@yima/api/identity/seen'
import { officerId } from '../code/people.ts'
import { idNumberOf } from '../fixtures/office.ts'
import { openVillage } from './people.ts'

const { office, who } = await openVillage()
const county = await office.officerDevice('冯雪')

const proven = (name: string, value: string, claimed?: string): Promise<string> => {
  const proof: Proof = { number: { kind: 'id-number', value }, name, how: 'window' }
  return inTransaction(office.deps.db, (tx) => prove(tx, office.deps, proof, claimed))
}
const decide = async (people: readonly string[], verdict: 'same' | 'open') => {
  const [one, other] = people
  return (
    await county.post('/work/duplicates/decision', { one, other, verdict, reason: '户口簿上是同一个人' })
  ).status
}
const row = async (id: string) =>
  (
    await office.pool.query<{ kind: string; joined: string | null; sealed: Buffer | null }>(
      `SELECT i.number_kind AS kind, i.joined_to AS joined, p.id_cipher AS sealed
         FROM identity i JOIN person p ON p.id = i.id WHERE i.id = $1`,
      [id],
    )
  ).rows[0]

it('whoever came by the identity service as the second of two is that one again on the own phone', async () => {
  const born = '1941-05-05'
  const people = [
    await who.somebody('柏同', born),
    await who.somebody('柏同', born, '没有收入，揭不开锅。', idNumberOf(born, '104')),
  ]
  const ids: string[] = []
  for (const one of people) ids.push(await proven(one.name, one.idNumber, await who.idOf(one)))
  await office.watch()
  const second = [...ids].sort()[1] ?? ''
  const theirs = people[ids.indexOf(second)]
  // As a sign-in at the service leaves it: it names the identity, and no phone with a typed number.
  const { rowCount } = await office.pool.query(
    `UPDATE session SET identity_id = $1, pair_index = NULL
      WHERE pair_index IN (SELECT pair_index FROM identity_pair WHERE identity_id = $1)`,
    [second],
  )
  expect([rowCount, theirs && (await who.idOf(theirs))]).toEqual([1, second])
  expect(await decide([...ids].sort(), 'same')).toBe(200)
  expect(theirs && (await who.idOf(theirs))).not.toBe(second)
  expect(await decide([...ids].sort(), 'open')).toBe(200)
  expect(theirs && (await who.idOf(theirs))).toBe(second)
})

it('a number that somebody without papers was found to have by the other record is the other’s again', async () => {
  const born = '1942-05-05'
  const without = await inTransaction(office.deps.db, async (tx) => {
    const unitId = '990101100000:window'
    const officer = {
      ...{ id: await officerId(office, '何文静'), name: '何文静', post: '', role: 'clerk' as const },
      ...{ unitId, regionCode: '990101100000' },
    }
    const number = { kind: 'none', birthDate: born, witness: '王支书', before: false } as const
    return (await proveSeen(tx, office.deps, officer, { name: '柏异', number }, {})).id
  })
  const numbered = await who.somebody('柏异', born)
  const other = await proven('柏异', numbered.idNumber, await who.idOf(numbered))
  await office.watch()
  expect(await decide([without, other], 'same')).toBe(200)
  expect(await proven('柏异', numbered.idNumber)).toBe(without)
  expect(await row(without)).toMatchObject({ kind: 'id-number', sealed: expect.any(Buffer) })
  expect(await decide([without, other], 'open')).toBe(200)
  expect(await row(without)).toEqual({ kind: 'none', joined: null, sealed: null })
  expect(await proven('柏异', numbered.idNumber)).toBe(other)
})
