import { describe, expect, it } from 'vitest'
import type { IssuedCard } from '@yima/shared/code/contract'
import { issueCard } from '@yima/api/code/card'
import { freshSecret } from '@yima/api/code/secret'
import { inTransaction } from '@yima/api/db/transaction'
import { join } from '@yima/api/identity/prove'
import { proveSeen } from '@yima/api/identity/seen'
import { openVillage } from '../family/people.ts'
import { namesakesDesk, reason } from './namesakes.ts'
import { officerId } from './people.ts'

const { office, who } = await openVillage()
const { he, namesakes, waits, say, confirm, opens } = await namesakesDesk(office, who)

describe('somebody without papers who never had a card, and of whom there are several', () => {
  const born = (at: number) => `1944-0${at}-0${at}`
  /** Written down at a window, where no card was made. */
  const noted = async (birthDate: string): Promise<string> =>
    inTransaction(office.deps.db, async (tx) => {
      const number = { kind: 'none', birthDate, witness: '王支书', before: false } as const
      const unitId = '990101100000:window'
      const officer = {
        ...{ id: await officerId(office, '何文静'), name: '何文静', post: '', role: 'clerk' as const },
        ...{ unitId, regionCode: '990101100000' },
      }
      return (await proveSeen(tx, office.deps, officer, { name: '石婆婆', number }, {})).id
    })

  it('gets to the own record by two officers, who never meet a namesake’s', async () => {
    const [hers, others] = [await noted(born(1)), await noted(born(1))]
    expect(await namesakes(born(1))).toMatchObject({
      cards: expect.arrayContaining([expect.objectContaining({ id: hers, lastFour: null, waits: false })]),
      elsewhere: 0,
    })
    expect(await say(born(1), hers)).toEqual([201, ''])
    expect(await say(born(1), hers)).toEqual([409, 'card-loss-waits-already'])
    expect(await who.status(confirm(hers, he))).toEqual([409, 'card-loss-own-proposal'])
    expect(await waits(hers)).toMatchObject([{ lastFour: null, reason, witness: '王支书', by: '何文静' }])
    const answer = await confirm(hers)
    expect(answer.status).toBe(201)
    expect(await opens((await answer.json()) as IssuedCard, '1357')).toMatchObject({
      ok: true,
      identityId: hers,
    })
    expect(await waits(hers)).toEqual([])
    // She has a card from now on, by which she is told apart; her namesake still has none.
    const left = (await namesakes(born(1))).cards
    expect(left.map(({ id, lastFour }) => [id === others, lastFour === null])).toEqual(
      expect.arrayContaining([
        [true, true],
        [false, false],
      ]),
    )
    expect(await say(born(1), hers)).toEqual([409, 'card-loss-not-waiting'])
  })

  it('is not waited for once there is a card, or the two turned out to be one', async () => {
    const [hers, others] = [await noted(born(2)), await noted(born(2))]
    await say(born(2), hers)
    const officer = await officerId(office, '何文静')
    const made = { identityId: hers, officerId: officer, secret: freshSecret(), pin: null }
    await inTransaction(office.deps.db, (tx) => issueCard(tx, office.deps, made))
    expect(await waits(hers)).toEqual([])
    expect(await who.status(confirm(hers))).toEqual([409, 'card-loss-not-waiting'])
    await say(born(2), others)
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, others, hers))
    expect(await waits(others)).toEqual([])
    expect(await who.status(confirm(others))).not.toEqual([201, ''])
  })

  it('is nobody with papers, and nobody whom only a phone claims', async () => {
    const somebody = await who.somebody('石婆婆', born(3))
    const id = await who.idOf(somebody)
    expect(await say(born(3), id)).toEqual([404, 'not-found'])
    expect(await who.status(confirm(id))).toEqual([404, 'not-found'])
    const hers = await noted(born(3))
    expect((await namesakes(born(3))).cards.map((one) => one.id)).toEqual([hers])
  })
})
