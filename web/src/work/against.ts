import type { FactView, WorkApplication } from '@yima/shared/work/contract'

export type AgainstRow = {
  fact: string
  member: string | null
  /** What the person stated; undefined if nobody asked or answered. */
  said: FactView | undefined
  /** What was read in the words, found by a department, at the visit or in a paper. */
  found: readonly FactView[]
  differs: boolean
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function rowOf(facts: readonly FactView[]): AgainstRow {
  const said = facts.filter(({ source }) => source === 'declared').at(-1)
  const found = facts.filter(({ source }) => source !== 'declared')
  // "I cannot say" contradicts nothing.
  const known = [...(said ? [said] : []), ...found].filter(({ value }) => value !== 'unknown')
  const differs = known.some(({ value }) => !same(value, known[0]?.value))
  return { fact: facts[0]?.fact ?? '', member: facts[0]?.member ?? null, said, found, differs }
}

/** What was said beside what was found, one row per fact and person; differences first. */
export function against(facts: readonly FactView[]): AgainstRow[] {
  const keys = [...new Set(facts.map(({ fact, member }) => `${member ?? ''} ${fact}`))]
  const rows = keys.map((key) => rowOf(facts.filter(({ fact, member }) => `${member ?? ''} ${fact}` === key)))
  return [...rows.filter((row) => row.differs), ...rows.filter((row) => !row.differs)]
}

export type Missing = { fact: string; member: string | null }

/** Facts nobody has stated that could still change an open claim, each once, the most telling first. */
export function missingFacts({ claims }: WorkApplication): Missing[] {
  const open = claims.filter(({ state }) => state !== 'notAccepted' && state !== 'withdrawn')
  const all = open.flatMap(({ verdicts }) => verdicts.flatMap(({ missing }) => missing))
  const counts = new Map<string, number>()
  for (const { fact, member } of all) {
    const key = `${member ?? ''} ${fact}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const keys = [...counts].sort(([, one], [, other]) => other - one).map(([key]) => key)
  return keys.map((key) => {
    const [member, fact] = key.split(' ')
    return { fact: fact ?? '', member: member === '' ? null : (member ?? null) }
  })
}
