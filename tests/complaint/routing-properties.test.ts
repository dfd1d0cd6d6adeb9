import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OfficerRole } from '@yima/shared/access/actor'
import { headsOf, heightOf, supervisingKinds, type Concern } from '@yima/shared/complaint/exclusion'
import { officesThatMay, routeComplaint, type ComplaintRoute } from '@yima/shared/complaint/routing'
import {
  managersOf,
  reach,
  type Absence,
  type Officer,
  type Organisation,
  type Unit,
} from '@yima/shared/organisation/organisation'
import { levelOf } from '@yima/shared/region/code'
import { runs } from '../fixtures/runs.ts'
import { about, city, county, province, today, town, village } from './demo-county.ts'

const otherTown = '990101101000'
const kinds: readonly [string, readonly string[]][] = [
  [province, ['discipline', 'audit']],
  [city, ['discipline', 'petition', 'civil']],
  [county, [...supervisingKinds, 'civil', 'education']],
  [town, ['window', 'discipline']],
  [otherTown, ['window', 'discipline']],
]
const units: Unit[] = kinds.flatMap(([regionCode, of]) =>
  of.map((kind) => ({
    ...{
      id: `${regionCode}:${kind}`,
      regionCode,
      name: kind,
      shortName: kind,
      kind,
      phone: null,
      parent: null,
    },
    open: true,
  })),
)
const roles: readonly OfficerRole[] = [
  'clerk',
  'leader',
  'village-worker',
  'administrator',
  'supervisor',
  'county-officer',
]

type Drawn = { unit: number; role: number; manager: number | null; past: number | null; active: boolean }
const drawn: fc.Arbitrary<Drawn> = fc.record({
  unit: fc.nat(units.length - 1),
  role: fc.nat(roles.length - 1),
  manager: fc.option(fc.nat(24), { freq: 2 }),
  past: fc.option(fc.nat(24), { freq: 8 }),
  active: fc.boolean().map((one) => one || true),
})

const officerOf = (one: Drawn, at: number, count: number): Officer => {
  const unit = units[one.unit] as Unit
  const supervises = (supervisingKinds as readonly string[]).includes(unit.kind)
  const role = supervises ? 'supervisor' : (roles[one.role] as OfficerRole)
  const id = `o${String(at)}`
  return {
    ...{ id, name: id, unitId: unit.id, post: '', active: one.active, appointedBy: [], appointedOn: null },
    role: role === 'supervisor' && !supervises ? 'clerk' : role,
    regionCode: role === 'village-worker' && unit.regionCode === town ? village : unit.regionCode,
    manager: one.manager === null || one.manager % count === at ? null : `o${String(one.manager % count)}`,
    pastManagers: one.past === null ? [] : [{ id: `o${String(one.past % count)}`, until: '2025-12-01' }],
  }
}

type Away = { who: number; deputy: number | null; when: number }
const away: fc.Arbitrary<Away> = fc.record({ who: fc.nat(24), deputy: fc.option(fc.nat(24), { freq: 8 }), when: fc.nat(3) })
/** On that day alone, around it, over by then, and not begun yet. */
const spans = [[today, today], ['2026-02-20', '2026-03-20'], ['2026-02-01', '2026-03-01'], ['2026-03-03', '2026-04-01']] as const

const absenceOf = ({ who, deputy, when }: Away, at: number, count: number): Absence => {
  const [from, to] = spans[when] as (typeof spans)[number]
  const [officerId, acts] = [`o${String(who % count)}`, deputy === null ? null : `o${String(deputy % count)}`]
  return { id: `a${String(at)}`, officerId, from, to, deputy: acts === officerId ? null : acts }
}

const organisations: fc.Arbitrary<Organisation> = fc
  .tuple(fc.array(drawn, { minLength: 6, maxLength: 24 }), fc.array(away, { maxLength: 6 }))
  .map(([all, absent]) => ({
    places: {},
    units: Object.fromEntries(units.map((one) => [one.id, one])),
    officers: Object.fromEntries(all.map((one, at) => [`o${String(at)}`, officerOf(one, at, all.length)])),
    absences: absent.map((one, at) => absenceOf(one, at, all.length)),
    pending: {},
  }))

const some = fc.subarray(
  Array.from({ length: 24 }, (_, at) => `o${String(at)}`),
  { maxLength: 3 },
)
const concerns: fc.Arbitrary<Concern> = fc
  .record({
    place: fc.constantFrom(village, town, county),
    accused: some,
    accusedUnits: fc.subarray(
      units.map(({ id }) => id),
      { maxLength: 1 },
    ),
    recipient: fc.boolean(),
    provider: fc.boolean(),
    unknown: fc.boolean(),
    handlers: some,
    relatives: some,
  })
  .map((said) => about(said))

const known = ({ officers }: Organisation, ids: readonly string[]): string[] =>
  ids.filter((id) => officers[id])
const keysOf = ({ officers }: Organisation, without: readonly string[]): Set<string> =>
  new Set(Object.keys(officers).filter((id) => !without.includes(id)))
const routed = (
  organisation: Organisation,
  concern: Concern,
  without: readonly string[] = [],
): ComplaintRoute =>
  routeComplaint(organisation, concern, { today, keyHolders: keysOf(organisation, without) })
const above = ({ officers }: Organisation, id: string): Set<string> =>
  reach(id, (one) => (officers[one] ? managersOf(officers[one], today) : []))

describe('never to the accused', () => {
  it('reaches nobody who is accused, sits with them, is led by them, is related or had a hand in it', () => {
    fc.assert(
      fc.property(organisations, concerns, some, (organisation, concern, without) => {
        const { readers, receives } = routed(organisation, concern, without)
        const accused = known(organisation, concern.accused)
        const theirUnits = [
          ...accused.map((id) => organisation.officers[id]?.unitId),
          ...concern.accusedUnits,
        ]
        for (const reader of readers) {
          expect(accused).not.toContain(reader)
          expect(theirUnits).not.toContain(organisation.officers[reader]?.unitId)
          expect([...concern.handlers, ...concern.relatives]).not.toContain(reader)
          for (const id of accused) expect([...above(organisation, reader)]).not.toContain(id)
          expect(organisation.officers[reader]).toMatchObject({
            unitId: receives,
            active: true,
            role: 'supervisor',
          })
          expect(without).not.toContain(reader)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('lets nobody read who is excluded or led by somebody excluded, and no office whose head is', () => {
    fc.assert(
      fc.property(organisations, concerns, (organisation, concern) => {
        const { readers, receives, excludedOfficers, excludedUnits } = routed(organisation, concern)
        const out = new Set(excludedOfficers)
        if (receives === null) return
        expect(readers.length).toBeGreaterThan(0)
        expect(excludedUnits).not.toContain(receives)
        for (const one of [...readers, ...headsOf(organisation, receives).map(({ id }) => id)])
          expect([...above(organisation, one)].filter((id) => out.has(id))).toEqual([])
      }),
      { numRuns: runs(300) },
    )
  })

  it('counts everybody below whoever is accused, or sits with them, among the excluded', () => {
    fc.assert(
      fc.property(organisations, concerns, (organisation, concern) => {
        const out = new Set(routed(organisation, concern).excludedOfficers)
        const units = known(organisation, concern.accused).map((id) => organisation.officers[id]?.unitId)
        for (const { id, unitId } of Object.values(organisation.officers)) {
          if (units.includes(unitId)) expect(out).toContain(id)
          const led = [...above(organisation, id)].some((one) => concern.accused.includes(one))
          if (led) expect(out).toContain(id)
        }
      }),
      { numRuns: runs(200) },
    )
  })

  it('counts whoever stands in for somebody excluded among them, and lets nobody read who does', () => {
    fc.assert(
      fc.property(organisations, concerns, (organisation, concern) => {
        const route = routed(organisation, concern)
        const context = { today, keyHolders: keysOf(organisation, []) }
        const offices = officesThatMay(organisation, concern, route, context)
        for (const { officerId, deputy, to } of organisation.absences) {
          if (deputy === null || to < today || !route.excludedOfficers.includes(officerId)) continue
          expect(route.excludedOfficers).toContain(deputy)
          expect([route, ...offices].flatMap(({ readers }) => readers)).not.toContain(deputy)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('excludes more, and receives it no lower, the more is known', () => {
    fc.assert(
      fc.property(organisations, concerns, concerns, (organisation, concern, more) => {
        const wider: Concern = {
          ...concern,
          accused: [...concern.accused, ...more.accused],
          handlers: [...concern.handlers, ...more.handlers],
          relatives: [...concern.relatives, ...more.relatives],
        }
        const first = routed(organisation, concern)
        const second = routed(organisation, wider)
        expect(second.excludedOfficers).toEqual(expect.arrayContaining([...first.excludedOfficers]))
        expect(second.excludedUnits).toEqual(expect.arrayContaining([...first.excludedUnits]))
      }),
      { numRuns: runs(300) },
    )
  })

  it('lets in nobody again whom it excluded before, whoever has gone to another office since', () => {
    fc.assert(
      fc.property(organisations, organisations, concerns, (organisation, later, concern) => {
        const { excludedOfficers: officers, excludedUnits: seen } = routed(organisation, concern)
        const after = routed(later, { ...concern, before: { officers, units: seen } })
        expect(after.excludedOfficers).toEqual(expect.arrayContaining([...officers]))
        expect(after.readers.filter((id) => officers.includes(id))).toEqual([])
        expect(after.excludedUnits).toEqual(expect.arrayContaining([...seen]))
        expect(seen).not.toContain(after.receives)
      }),
      { numRuns: runs(200) },
    )
  })

  it('never fails for want of a second person: whoever steps out leaves it to somebody else, beside or above', () => {
    // Somebody at the top whom nobody here knows, leads or is led by.
    const independent: Officer = {
      ...{
        id: 'top',
        name: 'top',
        unitId: `${province}:top`,
        regionCode: province,
        post: '',
        role: 'supervisor',
      },
      ...{ active: true, manager: null, pastManagers: [], appointedBy: [], appointedOn: null },
    }
    const office: Unit = {
      ...{ id: `${province}:top`, regionCode: province, name: 'top', shortName: 'top', kind: 'oversight' },
      ...{ phone: null, parent: null, open: true },
    }
    fc.assert(
      fc.property(organisations, concerns, (drawnOne, concern) => {
        const organisation: Organisation = {
          ...drawnOne,
          units: { ...drawnOne.units, [office.id]: office },
          officers: { ...drawnOne.officers, top: independent },
        }
        let before = concern.before
        for (let at = 0; at <= 26; at += 1) {
          const { receives, readers } = routed(organisation, { ...concern, before })
          expect(receives).not.toBe(null)
          if (readers[0] === 'top') return
          before = { officers: [...before.officers, readers[0] as string], units: before.units }
        }
        throw new Error('nobody was left')
      }),
      { numRuns: runs(150) },
    )
  })

  it('goes strictly up from an office that is over its days', () => {
    fc.assert(
      fc.property(organisations, concerns, (organisation, concern) => {
        const { receives } = routed(organisation, concern)
        if (receives === null) return
        const keyHolders = keysOf(organisation, [])
        const next = routeComplaint(organisation, concern, { today, keyHolders, above: receives }).receives
        if (next === null) return
        const height = (id: string): number => heightOf(levelOf(id.slice(0, 12)))
        expect(height(next)).toBeGreaterThan(height(receives))
      }),
      { numRuns: runs(200) },
    )
  })
})
