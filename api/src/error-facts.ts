/** What may be told of an error that nobody expected. */
export type ErrorFacts = {
  type: string
  /** A code of the database (SQLSTATE), of Node or of a library. */
  code?: string
  constraint?: string
  table?: string
  /** Where it happened: lines of our code, never a line of what it said. */
  at: string[]
  cause?: ErrorFacts
}

const mostFrames = 12
const mostCauses = 4
const codeShape = /^[A-Za-z0-9_]{1,60}$/
const frameShape = /^ {4}at (?:[\w$.<>[\] #]+ \()?(?:file:\/\/|node:|\/|<)[^\s()'"]*\)?$/

const code = (value: unknown): string | undefined =>
  typeof value === 'string' && codeShape.test(value) ? value : undefined

/**
 * The frames of a stack. Its first lines are the message, which quotes what was refused (the query
 * layer adds every parameter, JSON its input) and may itself look like a frame, so it is cut off first.
 */
function framesOf({ stack = '', message }: Error): string[] {
  const after = stack.indexOf(message)
  const rest = message === '' || after < 0 ? stack : stack.slice(after + message.length)
  return rest
    .split('\n')
    .filter((line) => frameShape.test(line))
    .slice(0, mostFrames)
    .map((line) => line.trim())
}

/**
 * An error without anything that a person may have typed: its kind, its codes and where it happened.
 * Messages are left out, also of errors that are not ours: a database quotes the value it refused.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, at: [] }
  const known = error as Error & Record<'code' | 'constraint' | 'table', unknown>
  const found = { code: code(known.code), constraint: code(known.constraint), table: code(known.table) }
  const facts: ErrorFacts = { type: code(error.constructor.name) ?? 'Error', at: framesOf(error) }
  for (const [name, value] of Object.entries(found))
    if (value !== undefined) Object.assign(facts, { [name]: value })
  if (error.cause !== undefined && depth < mostCauses) facts.cause = errorFacts(error.cause, depth + 1)
  return facts
}
