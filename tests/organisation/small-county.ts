import type { OfficerRole } from '@yima/shared/access/actor'
import { evolve, type OrganisationEvent } from '@yima/shared/organisation/evolve'
import type {
  Change,
  Officer,
  Organisation,
  OfficerFields,
  Unit,
} from '@yima/shared/organisation/organisation'
import { decide, isRefusal, type OrganisationCommand } from '@yima/shared/organisation/workflow'

export const province = '990000000000'
export const city = '990100000000'
export const county = '990101000000'
export const town = '990101100000'
export const village = '990101100001'
export const office = `${county}:civil`
export const window = `${town}:window`
export const today = '2026-03-02'

export const person = (
  id: string,
  role: OfficerRole,
  {
    manager = null,
    regionCode = county,
    unitId = regionCode === county ? office : window,
  }: Partial<Officer> = {},
): Officer => ({
  id,
  unitId,
  regionCode,
  name: id,
  post: '经办',
  role,
  active: true,
  manager,
  pastManagers: [],
  appointedBy: [],
  appointedOn: null,
})

/** A county with one township, one village, and these people. */
export const countyOf = (...people: Officer[]): Organisation => ({
  places: {
    [county]: { code: county, name: '青禾县', level: 'county', parent: null, open: true },
    [town]: { code: town, name: '稻香镇', level: 'town', parent: county, open: true },
    [village]: { code: village, name: '石桥村', level: 'village', parent: town, open: true },
  },
  units: {
    [office]: {
      id: office,
      regionCode: county,
      name: '民政局',
      shortName: '民政',
      kind: 'civil',
      phone: null,
      parent: null,
      open: true,
    },
    [window]: {
      id: window,
      regionCode: town,
      name: '便民中心',
      shortName: '窗口',
      kind: 'window',
      phone: null,
      parent: null,
      open: true,
    },
  },
  officers: Object.fromEntries(people.map((one) => [one.id, one])),
  absences: [],
  pending: {},
})

/** The same county with the city and province around it, and the offices there that oversee. */
export const withAbove = (organisation: Organisation): Organisation => {
  const unit = (regionCode: string, kind: string): Unit => ({
    id: `${regionCode}:${kind}`,
    regionCode,
    name: kind,
    shortName: kind,
    kind,
    phone: null,
    parent: null,
    open: true,
  })
  const { [county]: own, ...rest } = organisation.places
  const around = [
    unit(city, 'audit'),
    unit(city, 'petition'),
    unit(province, 'audit'),
    unit(province, 'discipline'),
  ]
  return {
    ...organisation,
    places: {
      ...rest,
      [province]: { code: province, name: '示例省', level: 'province', parent: null, open: true },
      [city]: { code: city, name: '示例市', level: 'city', parent: province, open: true },
      ...(own ? { [county]: { ...own, parent: city } } : {}),
    },
    units: { ...organisation.units, ...Object.fromEntries(around.map((one) => [one.id, one])) },
  }
}

export const fieldsOf = ({ id, unitId, regionCode, name, post, role, manager }: Officer): OfficerFields => ({
  id,
  unitId,
  regionCode,
  name,
  post,
  role,
  manager,
})

export const propose = (id: string, change: Change, effectiveOn = today): OrganisationCommand => ({
  type: 'propose',
  id,
  change,
  reason: '工作需要',
  effectiveOn,
})

/** What becomes of an organisation; a refused command leaves it as it was. */
export const after = (
  organisation: Organisation,
  command: OrganisationCommand,
  actor: string | null,
  on = today,
): Organisation => {
  const answer = decide(organisation, command, { actor, today: on })
  return isRefusal(answer) ? organisation : answer.reduce(evolve, organisation)
}

export const refusal = (
  organisation: Organisation,
  command: OrganisationCommand,
  actor: string | null,
  on = today,
): string | null => {
  const answer = decide(organisation, command, { actor, today: on })
  return isRefusal(answer) ? answer.refused : null
}

export const typesOf = (answer: ReturnType<typeof decide>): string[] =>
  isRefusal(answer) ? [answer.refused] : (answer as readonly OrganisationEvent[]).map(({ type }) => type)
