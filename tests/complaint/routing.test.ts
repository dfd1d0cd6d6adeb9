import { describe, expect, it } from 'vitest'
import { officesThatMay, recoveryOffices, routeComplaint, type Concern } from '@yima/shared/complaint/routing'
import type { Organisation } from '@yima/shared/organisation/organisation'
import { about, allKeys, city, county, demoCounty, province, today, town } from './demo-county.ts'

const organisation = demoCounty()
const keyHolders = allKeys(organisation)
const route = (said: Partial<Concern>, more: { without?: readonly string[]; above?: string } = {}) =>
  routeComplaint(organisation, about(said), {
    today,
    keyHolders: new Set([...keyHolders].filter((id) => !more.without?.includes(id))),
    ...(more.above === undefined ? {} : { above: more.above }),
  })

describe('which office a complaint goes to', () => {
  it('leaves another recipient to the township’s discipline office', () => {
    expect(route({ recipient: true }).receives).toBe(`${town}:discipline`)
  })
  it('leaves a recipient and a village worker together to the county’s oversight', () => {
    expect(route({ recipient: true, accused: ['罗永福'] }).receives).toBe(`${county}:oversight`)
  })
  it('takes a village worker past the village and the window of the township', () => {
    const { receives, excludedOfficers } = route({ accused: ['罗永福'] })
    expect(receives).toBe(`${town}:discipline`)
    expect(excludedOfficers).toEqual(expect.arrayContaining(['罗永福', '何文静', '谭志远', '蒋小燕']))
    expect(excludedOfficers).not.toContain('贺成刚')
  })
  it('takes a township’s clerk or leader past all of the township', () => {
    for (const accused of ['何文静', '谭志远', '贺成刚']) {
      const answer = route({ accused: [accused] })
      expect(answer.receives).toBe(`${county}:discipline`)
      expect(answer.readers).toEqual(['严明', '石坚'].sort())
      expect(answer.excludedUnits).toEqual([`${town}:discipline`, `${town}:window`])
      expect(answer.excludedOfficers).toEqual(expect.arrayContaining(['宋佳', '贺成刚', '余桂芳']))
    }
  })
  it('takes somebody of the county’s civil affairs to the discipline office beside, and the head of it to the city', () => {
    expect(route({ accused: ['冯雪'] }).receives).toBe(`${county}:discipline`)
    expect(route({ accused: ['周立新'] }).receives).toBe(`${city}:discipline`)
    expect(route({ accused: ['冯雪'] }).excludedOfficers).toEqual(
      expect.arrayContaining(['周立新', '秦朗', '姚静', '彭卫国']),
    )
  })
  it('takes a leader of the county, and the head of a supervising office, past all of the county', () => {
    for (const accused of ['彭卫国', '严明', '鲁直']) {
      const answer = route({ accused: [accused] })
      expect(answer.receives).toBe(`${city}:discipline`)
      expect(answer.excludedOfficers).toEqual(expect.arrayContaining(['何文静', '闻声', '秦朗', '高翔']))
    }
  })
  it('is read by nobody who stands in for the accused now or on days that are fixed, and again once these are over', () => {
    const onDays = (from: string, to: string): Organisation => ({
      ...organisation,
      absences: [{ id: 'away', officerId: '何文静', from, to, deputy: '石坚' }],
    })
    const readersOn = (from: string, to: string): readonly string[] =>
      routeComplaint(onDays(from, to), about({ accused: ['何文静'] }), { today, keyHolders }).readers
    expect(readersOn(today, today)).toEqual(['严明'])
    expect(readersOn('2026-02-01', '2026-03-01')).toEqual(['严明', '石坚'].sort())
    expect(readersOn('2026-03-03', '2026-03-09')).toEqual(['严明'])
    // What was routed before keeps its excluded; who acts for one of them is looked up anew.
    const kept = routeComplaint(organisation, about({ accused: ['何文静'] }), { today, keyHolders })
    const later = officesThatMay(onDays(today, today), about({ accused: ['何文静'] }), kept, { today, keyHolders })
    expect(later.find(({ unitId }) => unitId === `${county}:discipline`)?.readers).toEqual(['严明'])
  })
  it('goes sideways past somebody of a supervising office who does not lead it', () => {
    expect(route({ accused: ['石坚'] }).receives).toBe(`${county}:oversight`)
  })
  it('goes on to the province past the head of a city’s office, and beside past one of the province’s', () => {
    expect(route({ accused: ['纪云'] }).receives).toBe(`${province}:discipline`)
    expect(route({ accused: ['郑省'] }).receives).toBe(`${province}:audit`)
  })
  it('lets the county’s oversight sort what nobody can name, and what is said of a hospital', () => {
    expect(route({ unknown: true }).receives).toBe(`${county}:oversight`)
    expect(route({ provider: true }).receives).toBe(`${county}:oversight`)
  })
  it('passes over an office whose head handled the matter or is related to whom it is about', () => {
    expect(route({ recipient: true, handlers: ['贺成刚'] }).receives).toBe(`${county}:discipline`)
    expect(route({ unknown: true, relatives: ['鲁直'] }).receives).toBe(`${county}:discipline`)
    expect(route({ unknown: true, relatives: ['路平'] }).readers).toEqual(['鲁直'])
  })
  it('passes over an office without keys', () => {
    const answer = route({ recipient: true }, { without: ['贺成刚', '宋佳'] })
    expect(answer.receives).toBe(`${county}:discipline`)
    expect(answer.passedOver).toEqual([{ unitId: `${town}:discipline`, why: 'no-keys' }])
  })
  it('goes up by itself from an office that is late', () => {
    expect(route({ recipient: true }, { above: `${town}:discipline` }).receives).toBe(`${county}:discipline`)
    expect(route({ unknown: true }, { above: `${county}:oversight` }).receives).toBe(`${city}:discipline`)
  })
  it('says so where nobody is left above', () => {
    expect(route({ unknown: true }, { above: `${province}:audit` }).receives).toBe(null)
  })
  it('leaves the ways to open it again to three other offices that are not excluded', () => {
    const concern = about({ accused: ['何文静'] })
    const context = { today, keyHolders }
    const offices = recoveryOffices(
      organisation,
      concern,
      routeComplaint(organisation, concern, context),
      context,
    )
    expect(offices.map(({ unitId }) => unitId)).toEqual([
      `${county}:oversight`,
      `${county}:audit`,
      `${county}:petition`,
    ])
  })
})
