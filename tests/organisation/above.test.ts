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

const all = new Set(Object.keys(county.officers))
const without = (...ids: string[]) => new Set([...all].filter((id) => !ids.includes(id)))

describe('who hears how somebody is let in', () => {
  it('is whoever leads them', () => {
    expect(overseersOf(county, 'he', ['qin'], all)).toEqual(['tan'])
  })

  it('is all who may confirm, where nobody leads them, or only whose hand it was', () => {
    expect(overseersOf(county, 'tang', ['qin'], all)).toEqual(['yao', 'peng'])
    expect(overseersOf(county, 'he', ['tan', 'yao'], all)).toEqual(['qin', 'peng'])
    const gone = countyOf(
      ...Object.values(county.officers).map((one) => (one.id === 'tan' ? { ...one, active: false } : one)),
    )
    expect(overseersOf(gone, 'he', ['qin'], all)).toEqual(['yao', 'peng'])
  })

  it('is the next above with a duty number, else whoever may confirm and has one, and nobody where none has', () => {
    const line = countyOf(
      ...Object.values(county.officers).map((one) => (one.id === 'tan' ? { ...one, manager: 'peng' } : one)),
    )
    expect(overseersOf(line, 'he', ['qin'], without('tan'))).toEqual(['peng'])
    expect(overseersOf(county, 'he', ['qin'], without('tan'))).toEqual(['yao', 'peng'])
    expect(overseersOf(county, 'he', ['qin'], without('tan', 'yao'))).toEqual(['peng'])
    expect(overseersOf(county, 'he', ['qin'], new Set(['qin', 'he']))).toEqual([])
  })

  it('is never the officer, and nobody for somebody unknown', () => {
    expect(overseersOf(county, 'peng', [], all)).toEqual(['qin', 'yao'])
    expect(overseersOf(county, 'nobody', [], all)).toEqual([])
  })
})
