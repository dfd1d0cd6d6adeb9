import { describe, expect, it } from 'vitest'
import { statement, type Statement } from '@yima/shared/policy/explain'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { programmes } from '@yima/shared/policy/programmes/index'
import { tidy } from '../../web/src/policy/tidy-statement.ts'

const leaf = (key: string): Statement => ({ key, figures: [] })
const partsOf = ({ all, any }: Statement): readonly Statement[] => all ?? any ?? []
const leaves = (of: Statement): string[] =>
  (partsOf(of).length === 0 ? [of.key ?? ''] : partsOf(of).flatMap(leaves))
const depth = (of: Statement): number => 1 + Math.max(0, ...partsOf(of).map(depth))

describe('conditions as a policy page lists them', () => {
  it('draws nameless groups of one kind together', () => {
    const inner: Statement = { figures: [], all: [leaf('b'), { figures: [], any: [leaf('c')] }] }
    const nested: Statement = { figures: [], all: [leaf('a'), inner] }
    expect(tidy(nested)).toEqual({ figures: [], all: [leaf('a'), leaf('b'), leaf('c')] })
  })

  it('keeps "any of these" apart from "all of these", and every group that has a name', () => {
    const choice: Statement = { figures: [], any: [leaf('a'), leaf('b')] }
    const property: Statement = { key: 'property', figures: [], all: [leaf('c'), leaf('d')] }
    expect(tidy({ figures: [], all: [choice, property] })).toEqual({ figures: [], all: [choice, property] })
  })

  it('leaves no condition of any programme out, and makes none deeper', () => {
    const parameters = parametersFor(demoRegion, '2026-11-21')
    for (const { id, forHousehold, forMember } of Object.values(programmes)) {
      for (const condition of [forHousehold, forMember]) {
        if (condition === undefined) continue
        const full = statement(condition, parameters)
        expect(leaves(tidy(full)), id).toEqual(leaves(full))
        expect(depth(tidy(full)), id).toBeLessThanOrEqual(depth(full))
      }
    }
  })
})
