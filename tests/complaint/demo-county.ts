import { demoOfficers } from '@yima/api/demo/officers'
import type { Concern } from '@yima/shared/complaint/exclusion'
import type { Officer, Organisation, Place, Unit } from '@yima/shared/organisation/organisation'
import { levelOf } from '@yima/shared/region/code'
import data from '../../api/src/demo/regions.json'

export const today = '2026-03-02'
export const village = '990101100201'
export const town = '990101100000'
export const county = '990101000000'
export const city = '990100000000'
export const province = '990000000000'

const unitOf = (id: string): Unit => ({
  id,
  regionCode: id.slice(0, 12),
  name: id,
  shortName: id,
  kind: id.slice(13),
  phone: null,
  parent: null,
  open: true,
})

/** 青禾县 as the demonstration has it, everybody known by the own name. */
export function demoCounty(): Organisation {
  const places = data.regions.map(({ code, name, parent }): Place => ({
    ...{ code, name, parent, open: true },
    level: levelOf(code),
  }))
  const above = [city, province].flatMap((place) =>
    ['discipline', 'audit', 'petition'].map((kind) => `${place}:${kind}`),
  )
  const units = [...data.units.map(({ id }) => id), ...above].map(unitOf)
  const officers = demoOfficers().map((one): Officer => ({
    ...{ id: one.name, name: one.name, unitId: one.unitId, post: one.post, role: one.role, active: true },
    ...{ regionCode: one.place ?? one.unitId.slice(0, 12), manager: one.manager ?? null },
    ...{ pastManagers: [], appointedBy: [], appointedOn: null },
  }))
  return {
    places: Object.fromEntries(places.map((one) => [one.code, one])),
    units: Object.fromEntries(units.map((one) => [one.id, one])),
    officers: Object.fromEntries(officers.map((one) => [one.id, one])),
    absences: [],
    pending: {},
  }
}

/** A concern about a place and nobody, with what a test says of it. */
export const about = (said: Partial<Concern>): Concern => ({
  place: village,
  accused: [],
  accusedUnits: [],
  recipient: false,
  provider: false,
  unknown: false,
  handlers: [],
  relatives: [],
  before: { officers: [], units: [] },
  ...said,
})

/** Everybody of a supervising office has a key. */
export const allKeys = (organisation: Organisation): Set<string> =>
  new Set(Object.values(organisation.officers).flatMap(({ id, role }) => (role === 'supervisor' ? [id] : [])))
