import { describe, expect, it } from 'vitest'
import { itemsAt } from '../../shared/src/policy/items.ts'
import type { Programme } from '../../shared/src/policy/programme.ts'
import { programmeIds, type ProgrammeId } from '../../shared/src/policy/programme-ids.ts'
import { programmes } from '../../shared/src/policy/programmes/index.ts'
import { levels, stepNames, stepsOf, type Level } from '../../shared/src/policy/steps.ts'

const listed = (level: Level): ProgrammeId[] => itemsAt(level).map(({ programme }) => programme)
const get = (id: ProgrammeId): Programme => programmes[id]
const named = (wanted: (programme: Programme) => boolean): ProgrammeId[] => programmeIds.filter((id) => wanted(get(id)))

describe('what a village, a township, the county and its departments handle', () => {
  it('lists a programme wherever its process names somebody who does something', () => {
    const offices = ({ accepts, confirms }: Programme): string => `${accepts} ${confirms}`
    const all: [Level, (programme: Programme) => boolean][] = [
      ['village', ({ accepts }) => accepts.includes('village')],
      ['village', ({ process }) => ['if-doubtful', 'optional', 'village'].includes(process.appraisal)],
      ['village', ({ process }) => ['review', 'temporary'].includes(process.notice.kind)],
      ['township', (programme) => offices(programme).includes('township')],
      ['township', ({ accepts }) => accepts === 'legal-aid-centre'],
      ['county', (programme) => /civil-affairs|township-or-county|county-rest/.test(offices(programme))],
      ['county', ({ process }) => process.verification === 'family'],
      ['department', (programme) => /insurance|school|housing|labour|emergency$|federation|legal-aid|rescue|authority/.test(offices(programme))],
    ]
    for (const [level, wanted] of all) {
      expect(named(wanted).length, level).toBeGreaterThan(0)
      expect(listed(level), level).toEqual(expect.arrayContaining(named(wanted)))
    }
  })

  it('lists nothing where nobody there does anything', () => {
    expect(listed('village')).not.toContain('legal-aid')
    expect(listed('county')).not.toContain('medical')
    expect(listed('department')).not.toContain('dibao')
    expect(listed('village')).not.toContain('orphan')
  })

  it.each(programmeIds)('says of %s where it is taken and where it is decided', (id) => {
    const everywhere = levels.flatMap((level) => itemsAt(level).filter(({ programme }) => programme === id))
    const done = new Set(everywhere.flatMap(({ steps }) => steps.map(({ name }) => name)))
    expect([...done].sort()).toEqual(stepsOf(get(id)).map(({ name }) => name).sort())
    expect(done).toContain('acceptance')
    expect(done).toContain('confirmation')
  })
})

describe('the way of a claim', () => {
  it.each(programmeIds)('of %s begins with taking it, ends with deciding, and keeps its order', (id) => {
    const names = stepsOf(get(id)).map(({ name }) => name)
    expect(names[0]).toBe('acceptance')
    expect(names.slice(-1)).toEqual(['confirmation'])
    expect(names).toEqual(stepNames.filter((name) => names.includes(name)))
    expect(names).toContain('opinion')
  })

  it.each(programmeIds)('of %s has a visit, an appraisal, a check and a notice exactly where its process asks for them', (id) => {
    const names = stepsOf(get(id)).map(({ name }) => name)
    const { verification, visit, appraisal, notice } = get(id).process
    expect(names.includes('verification')).toBe(verification !== 'none')
    expect(names.includes('visit')).toBe(visit !== 'none')
    expect(names.includes('appraisal')).toBe(appraisal !== 'none')
    expect(names.includes('notice')).toBe(notice.kind !== 'none')
  })

  it('never posts a child', () => {
    for (const id of ['orphan', 'unsupported-child'] as const)
      expect(stepsOf(get(id)).map(({ name }) => name)).not.toContain('notice')
  })

  it('takes the days of a step from the programme', () => {
    const daysOf = (id: ProgrammeId, step: string): string | undefined => {
      const days = stepsOf(get(id)).find(({ name }) => name === step)?.days
      return days && `${days.n} ${days.unit}`
    }
    expect(daysOf('dibao', 'visit')).toBe('3 workday')
    expect(daysOf('dibao', 'notice')).toBe('7 day')
    expect(daysOf('dibao', 'confirmation')).toBe('10 workday')
    expect(daysOf('orphan', 'opinion')).toBe('15 workday')
    expect(daysOf('homeless', 'acceptance')).toBe('0 hour')
    expect(daysOf('medical', 'visit')).toBeUndefined()
  })
})
