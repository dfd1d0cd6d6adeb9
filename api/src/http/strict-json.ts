/** Deeper than any form: what is nested further is no form but an attempt to exhaust whoever reads it. */
const deepest = 16

const tokens = /"(?:[^"\\]+|\\.)*"|[{}[\]:]/g

/** A second value under one name, or a name that every object has already (`__proto__`). */
const isSuspect = (name: string, names: ReadonlySet<string>): boolean => names.has(name) || name in {}

/**
 * Reads JSON (RFC 8259) as I-JSON (RFC 7493) asks: every name once, or two readers of one text could
 * see two different forms. Names of `Object.prototype` are refused too: they would slip past a check
 * for unknown fields. Throws SyntaxError; says nothing of what it read.
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const names = open.at(-1) ?? new Set()
      const name = last.includes('\\') ? String(JSON.parse(last)) : last.slice(1, -1)
      if (isSuspect(name, names)) throw new SyntaxError('A name stands twice or is none')
      names.add(name)
    } else last = token
    if (open.length > deepest) throw new SyntaxError('Nested too deep')
  }
  return value
}
