import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { submission } from '@yima/shared/application/contract'
import { fillIn } from '../../web/src/app/outbox-order.ts'
import { sentencesAt, takeOut } from '../../web/src/application/complaint.ts'
import { newDraft, type Draft } from '../../web/src/application/draft.ts'
import { hardships, toggleHardship } from '../../web/src/application/hardships.ts'
import { sentSize } from '../../web/src/application/shrink.ts'
import { fieldOf, lacksToSay, lacksToSend, writesOf } from '../../web/src/application/submission.ts'
import { finished } from './draft.ts'

const today = '2026-11-22'
const fields = (draft: Draft): string[] => lacksToSend(draft, today).map(({ field }) => field)
const photo = (key: string) => ({ key, picture: new Blob(['x'], { type: 'image/jpeg' }) })

/** The body as the server receives it, pictures already answered with ids. */
function bodyOf(draft: Draft): unknown {
  const writes = writesOf(draft, 'application', today)
  const ids = new Map<string, unknown>(
    writes.map(({ id }, at) => [id, { id: `0196f0a0-0000-7000-8000-00000000000${at}` }]),
  )
  return fillIn(writes.at(-1)?.body, ids)
}
const accepted = (draft: Draft): boolean => v.safeParse(submission, bodyOf(draft)).success

describe('a finished draft', () => {
  it('fits the contract: signed, left to the visit, without ID number or phone, for a neighbour', () => {
    const { applicant } = finished()
    expect(accepted(finished())).toBe(true)
    expect(accepted(finished({ consent: { method: 'at-visit' } }))).toBe(true)
    expect(
      accepted(
        finished({ applicant: { ...applicant, idNumber: '', withoutId: true, chosenFour: '１３ 57' } }),
      ),
    ).toBe(true)
    expect(accepted(finished({ applicant: { ...applicant, phone: '', withoutPhone: true } }))).toBe(true)
    const neighbour = {
      forWhom: 'neighbour',
      applicant: { ...applicant, idNumber: '', chosenFour: '2468' },
    } as const
    expect(accepted(finished(neighbour))).toBe(true)
  })

  it('sends pictures first, then what they belong to', () => {
    const writes = writesOf(finished({ photos: [photo('p1'), photo('p2')] }), 'application', today)
    expect(writes.map(({ id, kind }) => [id, kind])).toEqual([
      ['p1', 'file'],
      ['p2', 'file'],
      ['signature', 'file'],
      ['application', 'application'],
    ])
    expect(writes.at(-1)?.after).toEqual(['p1', 'p2', 'signature'])
  })

  it('for a neighbour carries neither a signature nor facts nor programmes', () => {
    const body = bodyOf(finished({ forWhom: 'neighbour', added: ['dibao'], household: { householdSize: 2 } }))
    expect(Object.keys(body as object).sort()).toEqual([
      'applicant',
      'beneficiary',
      'forWhom',
      'photos',
      'regionCode',
      'words',
    ])
  })

  it('proves the phone only for the number the code was sent to', () => {
    const { applicant } = finished()
    const proof = { phone: '13900001234', phoneProof: 'proof' }
    expect(bodyOf(finished({ applicant: { ...applicant, proof } }))).toMatchObject({
      applicant: { phoneProof: 'proof' },
    })
    const other = bodyOf(finished({ applicant: { ...applicant, phone: '13900005678', proof } }))
    expect(other).not.toHaveProperty('applicant.phoneProof')
  })
})

describe('what is still missing', () => {
  it('is said in the order of the page, and nothing is missing when all is there', () => {
    expect(fields(newDraft())).toEqual(['name', 'idNumber', 'phone', 'place', 'signature'])
    expect(fields(finished())).toEqual([])
    expect(lacksToSay(newDraft())).toEqual([{ field: 'words', code: 'say-something' }])
  })

  it('counts words that are too long, and leaves every one of them in the form', () => {
    const draft = { ...newDraft(), words: '难'.repeat(2001) }
    expect(lacksToSay(draft)).toEqual([{ field: 'words', code: 'too-long', count: 1 }])
    expect(draft.words).toHaveLength(2001)
    expect(lacksToSay({ ...newDraft(), words: `${'难'.repeat(2000)}\u200b  ` })).toEqual([])
    expect(lacksToSay({ ...newDraft(), words: '\u200b\u200b\u200b' })).toEqual([{ field: 'words', code: 'say-something' }])
  })

  it('counts a rare character of a village as one, on the phone as at the office', () => {
    const rare = (count: number) => finished({ words: `难${'𠮷'.repeat(count - 1)}`, address: '𠮷'.repeat(200) })
    expect([lacksToSay(rare(2000)), fields(rare(2000)), accepted(rare(2000))]).toEqual([[], [], true])
    expect(lacksToSay(rare(2001))).toEqual([{ field: 'words', code: 'too-long', count: 1 }])
    expect(accepted(rare(2001))).toBe(false)
  })

  it('says of an address and of the way to a house by how much they are too long, and hands in neither', () => {
    const address = finished({ address: '桥'.repeat(212) })
    expect(lacksToSend(address, today)).toEqual([{ field: 'address', code: 'too-long', count: 12 }])
    const neighbour = finished({
      forWhom: 'neighbour',
      beneficiary: { name: '', phone: '', whereToFind: '桥'.repeat(400) },
    })
    expect(lacksToSend(neighbour, today)).toContainEqual({ field: 'whereToFind', code: 'too-long', count: 200 })
  })

  it('is right by the same measure of a neighbour’s name, which need not be known', () => {
    const named = (name: string) =>
      finished({ forWhom: 'neighbour', beneficiary: { name, phone: '', whereToFind: '' } })
    const lacks = (name: string) => fields(named(name)).filter((field) => field.startsWith('beneficiary'))
    expect([lacks('12345 6'), lacks(''), lacks('老杨')]).toEqual([['beneficiaryName'], [], []])
    expect(fieldOf('beneficiary.name')).toBe('beneficiaryName')
    expect(fieldOf('beneficiary.whereToFind')).toBe('whereToFind')
    expect(fieldOf('beneficiary.phone')).toBe('beneficiary')
  })

  it('tells how many digits of the ID number', () => {
    const { applicant } = finished()
    const short = finished({ applicant: { ...applicant, idNumber: '990101 19740312 00' } })
    expect(lacksToSend(short, today)).toEqual([{ field: 'idNumber', code: 'id-too-short', count: 2 }])
  })

  it('never needs an ID number, a phone or a signature of whoever has none', () => {
    const applicant = {
      ...newDraft().applicant,
      name: '吴名',
      withoutId: true,
      chosenFour: '1357',
      withoutPhone: true,
    }
    expect(fields(finished({ applicant, consent: { method: 'at-visit' } }))).toEqual([])
  })

  it('for a neighbour is first where that person lives', () => {
    expect(fields({ ...newDraft(), forWhom: 'neighbour' })).toEqual(['place', 'name', 'idNumber', 'phone'])
  })
})

it('every refused field of the body has its place on the page', () => {
  expect(fieldOf('words')).toBe('words')
  expect(fieldOf('applicant.idNumber')).toBe('idNumber')
  expect(fieldOf('applicant.phone')).toBe('phone')
  expect(fieldOf('answers.household.monthlyIncome')).toBe('facts')
  expect(fieldOf('consent.signature')).toBe('signature')
  expect(fieldOf('photos')).toBe('photos')
  expect(fieldOf('wordsmith')).toBeUndefined()
})

describe('the tiles of common hardships', () => {
  it('put their sentence into the words and take exactly it out again', () => {
    for (const hardship of hardships) {
      const said = '老伴住院了'
      const both = toggleHardship(said, hardship)
      expect(both).toContain(hardship.says)
      expect(both.startsWith(said)).toBe(true)
      expect(toggleHardship(both, hardship)).toBe('老伴住院了。')
      expect(toggleHardship('', hardship)).toBe(hardship.says)
    }
  })
})

describe('an accusing sentence', () => {
  const words = '我爸瘫在床上没人照顾。村支书把低保给了他弟弟。家里没收入。'
  const spans = [{ start: 11, end: 22 }]

  it('is shown as it was written', () => {
    expect(sentencesAt(words, spans)).toEqual(['村支书把低保给了他弟弟'])
  })

  it('leaves no trace when it is taken out, and the rest reads on', () => {
    expect(takeOut(words, spans)).toBe('我爸瘫在床上没人照顾。家里没收入。')
    expect(takeOut('村支书把低保给了他弟弟，', [{ start: 0, end: 11 }])).toBe('')
  })
})

it('a photo is sent with its longer side at 1600 px, and never enlarged', () => {
  expect(sentSize({ width: 4000, height: 3000 })).toEqual({ width: 1600, height: 1200 })
  expect(sentSize({ width: 3000, height: 4000 })).toEqual({ width: 1200, height: 1600 })
  expect(sentSize({ width: 320, height: 200 })).toEqual({ width: 320, height: 200 })
})
