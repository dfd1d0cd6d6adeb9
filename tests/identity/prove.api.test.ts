import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '@yima/api/db/transaction'
import { getIdentity } from '@yima/api/identity/own'
import { join, prove, type Proof } from '@yima/api/identity/prove'
import { issueCard, revokeCard } from '@yima/api/code/card'
import { freshSecret } from '@yima/api/code/secret'
import type { ResidentSession } from '@yima/api/http/context'
import {
  anApplication,
  apply,
  documentOf,
  idNumberOf,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import type { RecordView } from '@yima/shared/me/contract'
import { look, officerId, visitOf } from '../code/people.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const words = async (device: Device) => {
  const { applications } = (await (await device.get('/me/applications')).json()) as {
    applications: { words: string }[]
  }
  return applications.map((one) => one.words).sort()
}

async function applies(phone: string, said: string, name = '周素芬', born = '1974-03-12'): Promise<Device> {
  const device = office.device()
  const applicant = await office.confirmedApplicant(device, phone, name, born)
  await apply(device, anApplication({ words: said, applicant }))
  return device
}

const asSession = (phone: string, pairIndex: Buffer): ResidentSession => ({
  kind: 'resident',
  sessionId: '',
  pairIndex,
  identityId: null,
  level: 'claimed',
  phone,
})

/** What an officer does who saw the person with the document: the phone stands for its identity afterwards. */
async function proves(phone: string, idNumber: string, name = '周素芬', typed = idNumber): Promise<string> {
  const proof: Proof = { number: { kind: 'id-number', value: idNumber }, name, how: 'window' }
  const pairIndex = office.deps.vault.index('pair', `${typed}\n${phone}`)
  return inTransaction(office.deps.db, async (tx) => {
    const claimed = await getIdentity(tx, office.deps, asSession(phone, pairIndex))
    return prove(tx, office.deps, proof, claimed.id)
  })
}

describe('somebody who is proven', () => {
  it('finds what was filed with the number in the same name, from whichever phone', async () => {
    const number = idNumberOf('1974-03-12')
    const own = await applies('19900000201', '屋顶漏雨，没钱修。')
    const other = await applies('19900000202', '没有收入，揭不开锅。')
    expect(await words(own)).toHaveLength(1)
    await proves('19900000201', number)
    expect(await words(own)).toEqual(['屋顶漏雨，没钱修。', '没有收入，揭不开锅。'].sort())
    // The phone that only claimed the number learns nothing of it.
    expect(await words(other)).toEqual(['没有收入，揭不开锅。'])
  })

  it('keeps every proof with who saw what, and stays proven by the first', async () => {
    const phone = await applies('19900000205', '屋顶漏雨，没钱修。', '周兰', '1975-03-12')
    const body = { name: '周兰', number: documentOf('1975-03-12'), seen: true }
    for (const name of ['何文静', '刘小勤']) {
      const officer = await office.officerDevice(name)
      const { id } = await visitOf(officer, phone, 'prove')
      expect((await officer.post(`/work/occasions/${id}/proof`, body)).status).toBe(200)
    }
    const { chapters } = (await (await phone.get('/me/record')).json()) as RecordView
    expect(chapters['proofs']).toMatchObject([
      { type: 'identity-proven', how: 'window', by: '何文静' },
      { type: 'identity-proven', how: 'window', by: '刘小勤' },
    ])
    const { rows } = await office.pool.query(
      `SELECT o.name FROM identity i JOIN officer o ON o.id = i.proven_by WHERE i.number_index = $1`,
      [office.deps.vault.index('id-number', idNumberOf('1975-03-12'))],
    )
    expect(rows).toEqual([{ name: '何文静' }])
  })

  it('does not get what stands under the number in another name', async () => {
    const number = idNumberOf('1969-05-05')
    const own = await applies('19900000211', '孩子上学没有学费。', '马秀英', '1969-05-05')
    await applies('19900000212', '腿摔断了，干不了活。', '牛大力', '1969-05-05')
    await proves('19900000211', number, '马秀英')
    expect(await words(own)).toEqual(['孩子上学没有学费。'])
  })

  it('is one person also when a second phone is proven', async () => {
    const number = idNumberOf('1980-08-08')
    const first = await applies('19900000221', '家里老人瘫痪了。', '韩梅', '1980-08-08')
    const second = await applies('19900000222', '工资被拖欠半年。', '韩梅', '1980-08-08')
    const one = await proves('19900000221', number, '韩梅')
    const two = await proves('19900000222', number, '韩梅')
    expect(two).toBe(one)
    expect(await words(second)).toEqual(await words(first))
    expect(await words(first)).toHaveLength(2)
  })

  it('cannot be proven by a phone that typed another number', async () => {
    await applies('19900000231', '没有收入。', '周素芬', '1974-03-12')
    const helper = idNumberOf('1990-01-01')
    await expect(proves('19900000231', helper, '周素芬', idNumberOf('1974-03-12'))).rejects.toMatchObject({
      errors: [{ field: 'number', code: 'number-of-another' }],
    })
  })
})

describe('whoever is proven already', () => {
  const proof = (born: string, name: string, how: Proof['how'] = 'window'): Proof => ({
    number: { kind: 'id-number', value: idNumberOf(born) },
    name,
    how,
  })
  const proven = (one: Proof) => inTransaction(office.deps.db, (tx) => prove(tx, office.deps, one))
  const nameOf = async (id: string) => {
    const { rows } = await office.pool.query<{ name: Buffer }>(
      'SELECT name_cipher AS name FROM person WHERE id = $1',
      [id],
    )
    return office.deps.vault.openField(rows[0]?.name ?? Buffer.alloc(0))
  }

  it('is not given another name by an officer; the register says it', async () => {
    const id = await proven(proof('1955-05-05', '龙金花'))
    expect(await proven(proof('1955-05-05', ' 龙 金 花 '))).toBe(id)
    await expect(proven(proof('1955-05-05', '龙金华'))).rejects.toMatchObject({
      errors: [{ field: 'name', code: 'name-of-proven' }],
    })
    expect(await nameOf(id)).toBe('龙金花')
    expect(await proven(proof('1955-05-05', '龙金华', 'oidc'))).toBe(id)
    expect(await nameOf(id)).toBe('龙金华')
  })

  it('is not whoever holds a phone that typed no number and gave another name', async () => {
    const id = await proven(proof('1956-06-06', '田翠'))
    const withoutNumber = (phone: string) => {
      const pairIndex = office.deps.vault.index('pair', `chosen:4321\n${phone}`)
      return inTransaction(office.deps.db, async (tx) => {
        const claimed = await getIdentity(tx, office.deps, asSession(phone, pairIndex))
        return prove(tx, office.deps, proof('1956-06-06', '田翠'), claimed.id)
      })
    }
    const refused = { errors: [{ field: 'name', code: 'name-of-another' }] }
    await expect(withoutNumber('19900000251')).rejects.toMatchObject(refused)
    const applies = async (phone: string, name: string) => {
      const device = office.device()
      const phoneProof = await office.confirmPhone(device, phone)
      const applicant = { identity: 'no-id-number', name, chosenFour: '4321', phone, phoneProof } as const
      await apply(device, anApplication({ applicant }))
    }
    await applies('19900000252', '贺文')
    await expect(withoutNumber('19900000252')).rejects.toMatchObject(refused)
    await applies('19900000253', '田翠')
    expect(await withoutNumber('19900000253')).toBe(id)
  })

  it('is found by a code given to whoever they were two joins ago, and ends that card', async () => {
    const [one, two, three] = [
      await proven(proof('1957-01-01', '向三妹')),
      await proven(proof('1957-02-02', '向三妹')),
      await proven(proof('1957-03-03', '向三妹')),
    ]
    const he = await officerId(office, '何文静')
    const secret = freshSecret()
    const card = await inTransaction(office.deps.db, (tx) =>
      issueCard(tx, office.deps, { identityId: one, officerId: he, secret, pin: null }),
    )
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, one, two))
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, two, three))
    expect(await look(office, card.text, { faceToFace: true })).toMatchObject({ ok: true, identityId: three })
    const by = { kind: 'officer', id: he } as const
    const ends = (identityId: string) =>
      inTransaction(office.deps.db, (tx) => revokeCard(tx, office.deps, { identityId, by }))
    expect(await ends(three)).toBe(true)
  })
})

it('a session asked for its identity by many requests at once claims one', async () => {
  const pairIndex = office.deps.vault.index('pair', 'nobody\n19900000241')
  const claim = () =>
    inTransaction(office.deps.db, (tx) => getIdentity(tx, office.deps, asSession('19900000241', pairIndex)))
  const ids = new Set((await Promise.all(Array.from({ length: 8 }, claim))).map(({ id }) => id))
  expect(ids.size).toBe(1)
})
