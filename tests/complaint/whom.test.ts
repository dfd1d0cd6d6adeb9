import { describe, expect, it } from 'vitest'
import { readWords } from '@yima/shared/reading/read-words'
import { concernOf, type Group } from '../../web/src/complaint/concern.ts'
import { needIn } from '../../web/src/complaint/need.ts'
import { tellsOnSelf } from '../../web/src/complaint/self-naming.ts'

const officer = (id: string) => ({ id, name: id, post: '经办' })
const groups: Group[] = [
  { level: 'village', unit: { id: 'town:window', name: '窗口', kind: 'window' }, officers: [officer('worker')] },
  { level: 'town', unit: { id: 'town:window', name: '窗口', kind: 'window' }, officers: [officer('clerk')] },
  { level: 'county', unit: { id: 'county:civil', name: '民政局', kind: 'civil' }, officers: [officer('chief')] },
  { level: 'county', unit: { id: 'county:audit', name: '审计局', kind: 'audit' }, officers: [] },
]
const place = '990101100201'
const seen = { kind: 'look', ref: '00000000-0000-4000-8000-000000000001' } as const

describe('whom it is about', () => {
  it('is whoever was picked, and everybody of that kind where nobody was', () => {
    const picked = [{ id: 'clerk', kind: 'officer', name: '何文静' }] as const
    expect(concernOf('town', picked, groups, place, [])).toMatchObject({ accused: ['clerk'], accusedUnits: [], unknown: false })
    expect(concernOf('town', [], groups, place, [])).toMatchObject({ accused: [], accusedUnits: ['town:window'] })
    expect(concernOf('village', [], groups, place, [])).toMatchObject({ accused: ['worker'], accusedUnits: [] })
    expect(concernOf('county', [], groups, place, [])).toMatchObject({ accusedUnits: ['county:civil'] })
  })

  it('is nobody known where no name can be given, and says of a neighbour or a hospital that it is one', () => {
    expect(concernOf('unknown', [], groups, place, [])).toMatchObject({ unknown: true })
    expect(concernOf('village', [], [], place, [])).toMatchObject({ unknown: true })
    expect(concernOf('recipient', [], groups, place, [])).toMatchObject({ recipient: true, unknown: false })
    expect(concernOf('provider', [], groups, place, [seen])).toMatchObject({ provider: true, unknown: false, accusedUnits: ['county:civil'], matters: [seen] })
  })
})

it('a need in what is told is found apart from the accusation, and words without one hold none', () => {
  const accusation = '镇上的工作人员收了我两百块好处费才肯收低保的表。'
  const need = '我男人上个月脑梗住院，自己掏了三万多。'
  expect(needIn(accusation + need, readWords(accusation + need))).toBe(need)
  expect(needIn(accusation, readWords(accusation))).toBe('')
  expect(needIn(need, readWords(need))).toBe('')
})

it('whoever gives themselves away in their words is warned', () => {
  expect(tellsOnSelf('我叫周素芬，他骂我')).toBe('name')
  expect(tellsOnSelf('打我电话 139 0000 1111')).toBe('phone')
  expect(tellsOnSelf('990101197403121003')).toBe('id')
  expect(tellsOnSelf('他收了我 200 块')).toBeUndefined()
})
