import { describe, expect, it } from 'vitest'
import { officesOnPaper } from '@yima/shared/complaint/on-paper'

const village = '990101100201'
const office = (id: string) => ({ id, name: id, publicKey: 'A', since: '2026-01-01', readers: 2 })
const [town, county, city, province] = ['990101100000', '990101000000', '990100000000', '990000000000']
const on = (...ids: string[]): string[] => officesOnPaper(ids.map(office), village).map(({ id }) => id)

describe('the fingerprints that hang in a village', () => {
  it('are those of the offices to which its complaints go, and of no other town or county', () => {
    expect(on(`${town}:discipline`, '990101101000:discipline', `${county}:discipline`, `${county}:oversight`, `${county}:audit`, '990102000000:discipline', `${city}:discipline`))
      .toEqual([`${town}:discipline`, `${county}:discipline`, `${county}:oversight`])
  })

  it('are those of the next above where the county has none that can read', () => {
    expect(on(`${town}:discipline`, `${city}:discipline`, `${city}:audit`, `${province}:discipline`)).toEqual([`${town}:discipline`, `${city}:discipline`])
    expect(on(`${province}:discipline`)).toEqual([`${province}:discipline`])
    expect(on()).toEqual([])
  })
})
