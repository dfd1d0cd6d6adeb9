import { describe, expect, it } from 'vitest'
import demo from '../../api/src/demo/regions.json'
import { isRegionCode, levelOf, regionsAbove } from '@yima/shared/region/code'

const codes = new Set(demo.regions.map((region) => region.code))

describe('the demo county 青禾县', () => {
  it('has the size it promises', () => {
    const towns = demo.regions.filter((region) => region.level === 'town')
    const villages = demo.regions.filter((region) => region.level === 'village')
    expect([towns.length, villages.length]).toEqual([21, 167])
    expect(villages.reduce((sum, village) => sum + (village.population ?? Number.NaN), 0)).toBe(840_000)
  })

  it('is invented: every code begins with the unallocated 99', () => {
    for (const code of codes) expect(code).toMatch(/^99\d{10}$/)
  })

  it('forms one tree whose levels agree with the codes', () => {
    expect(codes.size).toBe(demo.regions.length)
    for (const region of demo.regions) {
      expect(isRegionCode(region.code)).toBe(true)
      expect(levelOf(region.code)).toBe(region.level)
      expect(regionsAbove(region.code)[0] ?? null).toBe(region.parent)
    }
  })

  it('has a window and a discipline office in every town, and every unit stands somewhere', () => {
    const units = new Set(demo.units.map((unit) => unit.id))
    expect(units.size).toBe(61)
    for (const unit of demo.units) expect(codes.has(unit.region)).toBe(true)
    for (const region of demo.regions.filter(({ level }) => level === 'town')) {
      expect(units.has(`${region.code}:window`)).toBe(true)
      expect(units.has(`${region.code}:discipline`)).toBe(true)
    }
  })
})
