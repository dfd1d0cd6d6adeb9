import type { Statement } from '@yima/shared/policy/explain'

type Join = 'all' | 'any'

const joinOf = ({ all, any }: Statement): Join | undefined => (all ? 'all' : any ? 'any' : undefined)
const partsOf = ({ all, any }: Statement): readonly Statement[] => all ?? any ?? []

/** A nameless group that joins its parts as its parent does, or joins only one, says nothing by itself. */
function inPlace(part: Statement, join: Join): readonly Statement[] {
  if (part.key !== undefined || joinOf(part) === undefined) return [part]
  const parts = partsOf(part)
  return joinOf(part) === join || parts.length === 1 ? parts.flatMap((one) => inPlace(one, join)) : [part]
}

/** The same conditions with as few levels as they can be read in. Nothing is left out. */
export function tidy(statement: Statement): Statement {
  const join = joinOf(statement)
  if (join === undefined) return statement
  const parts = partsOf(statement).map(tidy).flatMap((part) => inPlace(part, join))
  const { all: _all, any: _any, ...head } = statement
  const [only] = parts
  if (head.key === undefined && parts.length === 1 && only !== undefined) return only
  return join === 'all' ? { ...head, all: parts } : { ...head, any: parts }
}
