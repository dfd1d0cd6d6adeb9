import type pg from 'pg'

/** Different statements that connections keep prepared; what is composed in ever new lengths finds no place. */
const most = 400

/** How often each text was asked, until it has a name. */
const asked = new Map<string, number>()
const names = new Map<string, string>()

/** The name of a statement that comes again and again, the same on every connection. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= most) return known
  const times = (asked.get(text) ?? 0) + 1
  if (times < 3) {
    // Whoever sends a thousand different statements makes nobody remember them all.
    if (asked.size >= most) asked.clear()
    asked.set(text, times)
    return undefined
  }
  asked.delete(text)
  const name = `again ${names.size}`
  names.set(text, name)
  return name
}

/**
 * Lets a connection prepare every statement with values that comes again: PostgreSQL then reads and plans it once and not at
 * every request, which costs more than most of them do. Texts without values may hold several statements and stay as they are.
 */
export function prepareWhatRepeats(client: pg.Client): void {
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown
  const query = (given: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    const config = given as Partial<pg.QueryConfig> & { submit?: unknown }
    const plain = typeof given === 'object' && config.submit === undefined && config.name === undefined
    const bound = Array.isArray(values) ? values : config.values
    const name = plain && config.text !== undefined && bound?.length ? nameOf(config.text) : undefined
    return ask(name === undefined ? given : { ...config, name }, values, ...rest)
  }
  client.query = query as typeof client.query
}
