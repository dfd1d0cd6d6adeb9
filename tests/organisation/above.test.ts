import { describe, expect, it } from 'vitest'
import { overseersOf } from '@yima/shared/organisation/above'
import { countyOf, person, town } from './small-county.ts'

const tan = person('tan', 'leader', { regionCode: town })
const he = person('he', 'clerk', { regionCode: town, manager: 'tan' })
const tang = person('tang', 'clerk', { regionCode: town })
const county = countyOf(
  person('qin', 'administrator'),
  person('yao', 'administrator'),
  person('peng', 'leader'),
  ...[tan, he, tang],
)

describe('who hears how somebody is let in', () => {
  it('is whoever leads them', () => {
    expect(overseersOf(county, 'he', ['qin'])).toEqual(['tan'])
  })

  it('is all who may confirm, where nobody leads them, or only whose hand it was', () => {
    expect(overseersOf(county, 'tang', ['qin'])).toEqual(['yao', 'peng'])
    expect(overseersOf(county, 'he', ['tan', 'yao'])).toEqual(['qin', 'peng'])
    const gone = countyOf(
      ...Object.values(county.officers).map((one) => (one.id === 'tan' ? { ...one, active: false } : one)),
    )
    expect(overseersOf(gone, 'he', ['qin'])).toEqual(['yao', 'peng'])
  })

  it('is never the officer, and nobody for somebody unknown', () => {
    expect(overseersOf(county, 'peng', [])).toEqual(['qin', 'yao'])
    expect(overseersOf(county, 'nobody', [])).toEqual([])
  })
})
