import { mayMatch } from './sieve.ts'

/** Word classes by name, each the source of an alternation. */
export type Classes = Readonly<Record<string, string>>

const gap = (stop: string) => (_: string, width: string): string => `[^${stop}]{0,${width}}?`

/**
 * Compiles a written pattern: blanks are layout, `{class}` is a word class, `~6` a gap of up to six characters
 * inside a clause, `≈20` one inside a sentence. Gaps are bounded, so no input can make matching explode.
 */
export function pattern(source: string, classes: Classes = {}): RegExp {
  const flat = source.replace(/\s+/g, '').replace(/\|+/g, '|').replace(/^\||\|$/g, '')
  const classed = expand(flat, classes)
  return new RegExp(classed.replace(/~(\d+)/g, gap(',。')).replace(/≈(\d+)/g, gap('。')), 'g')
}

/** A compiled pattern that finds the first place only. */
export function single(source: string, classes: Classes = {}): RegExp {
  return new RegExp(pattern(source, classes).source)
}

/** All places a global pattern matches, without cloning the pattern. */
export function* places(text: string, global: RegExp): Generator<RegExpExecArray> {
  if (!mayMatch(global, text)) return
  global.lastIndex = 0
  for (let found = global.exec(text); found; found = global.exec(text)) {
    const next = global.lastIndex
    if (found[0] === '') global.lastIndex = next + 1
    else yield found
    if (found[0] !== '') global.lastIndex = next
  }
}

function expand(source: string, classes: Classes): string {
  return source.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const found = classes[name]
    if (found === undefined) throw new Error(`No word class ${name}`)
    return `(?:${expand(found.replace(/\s+/g, '').replace(/^\||\|$/g, ''), classes)})`
  })
}
