/** Deeper than any form: what is nested further is no form but an attempt to exhaust whoever reads it. */
const deepest = 16

/** A second value under one name, or a name that every object has already (`__proto__`). */
const isSuspect = (name: string, names: ReadonlySet<string>): boolean => names.has(name) || name in {}

/** Where a text of valid JSON ends that begins at `from`: behind its second quote. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
}

const nameIn = (quoted: string): string =>
  quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)

/** Throws for names that stand twice and for what is nested too deep. Letter by letter: every body passes here. */
function look(text: string): void {
  const open: Set<string>[] = []
  let last = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') {
      const end = endOfText(text, at)
      last = text.slice(at, end)
      at = end - 1
    } else if (char === '{' || char === '[') {
      if (open.push(new Set()) > deepest) throw new SyntaxError('Nested too deep')
    } else if (char === '}' || char === ']') open.pop()
    else if (char === ':') {
      const [name, names] = [nameIn(last), open.at(-1) ?? new Set<string>()]
      if (isSuspect(name, names)) throw new SyntaxError('A name stands twice or is none')
      names.add(name)
    }
  }
}

/**
 * Reads JSON (RFC 8259) as I-JSON (RFC 7493) asks: every name once, or two readers of one text could
 * see two different forms. Names of `Object.prototype` are refused too: they would slip past a check
 * for unknown fields. Throws SyntaxError; says nothing of what it read.
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  look(text)
  return value
}
