import fc from 'fast-check'
import * as v from 'valibot'

/** Somebody's words, number or name, sent in every place: no refusal may carry it back. */
export const marker = 'ECHO-密-19900009999'

type Schema = v.GenericSchema & {
  type: string
  entries?: Record<string, Schema>
  wrapped?: Schema
  item?: Schema
  key?: Schema
  value?: Schema
  items?: Schema[]
  options?: Schema[] | readonly unknown[]
  literal?: unknown
}

/** The strings of `known` that a schema takes, and numbers of all sizes; throws where nothing fits. */
function fitting(schema: Schema, known: readonly unknown[]): fc.Arbitrary<unknown> {
  const fits = known.filter((value) => v.safeParse(schema, value).success)
  if (fits.length === 0)
    throw new Error(`Nothing known fits a ${schema.type} of this contract: add it to the list`)
  return fc.constantFrom(...fits)
}

const numbers = [0, 1, 2, 3, 0.5, 45, 1000, 20_000]

/**
 * Bodies that a contract takes, made from the contract itself, so that a new route needs no sample:
 * `known` lists one text of every kind that contracts ask for.
 */
export function bodyOf(contract: v.GenericSchema, known: readonly string[]): fc.Arbitrary<unknown> {
  const schema = contract as Schema
  const inner = (other: Schema | undefined): fc.Arbitrary<unknown> =>
    other === undefined ? fc.constant(undefined) : bodyOf(other, known)
  switch (schema.type) {
    case 'object':
    case 'strict_object':
      return fc
        .record(
          Object.fromEntries(Object.entries(schema.entries ?? {}).map(([key, one]) => [key, inner(one)])),
        )
        .map((made) => JSON.parse(JSON.stringify(made)) as unknown)
    case 'optional':
    case 'nullish':
      return fc.option(inner(schema.wrapped), { nil: undefined })
    case 'nullable':
      return fc.option(inner(schema.wrapped))
    case 'array':
      return fc.array(inner(schema.item), { minLength: v.is(contract, []) ? 0 : 1, maxLength: 2 })
    // What a department answers, by its own names.
    case 'record':
      return fc.dictionary(inner(schema.key) as fc.Arbitrary<string>, inner(schema.value), { maxKeys: 3 })
    case 'unknown':
      return fc.jsonValue({ maxDepth: 2 })
    case 'strict_tuple':
      return fc.tuple(...(schema.items ?? []).map(inner))
    case 'variant':
    case 'union':
      return fc.oneof(...((schema.options ?? []) as Schema[]).map(inner))
    case 'picklist':
      return fc.constantFrom(...(schema.options ?? []))
    case 'literal':
      return fc.constant(schema.literal)
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fitting(schema, numbers)
    case 'string':
      return fitting(schema, known)
    default:
      throw new Error(`Nobody says how a body with a ${schema.type} is made`)
  }
}

type Path = readonly (string | number)[]
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function pathsIn(value: unknown, above: Path = []): Path[] {
  if (!isObject(value)) return [above]
  return [above, ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...above, key]))]
}

function changedAt(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === key ? changedAt(one, rest, change) : one))
  return isObject(value) ? { ...value, [key]: changedAt(value[key], rest, change) } : value
}

// What no value of JavaScript can say goes into the text as it stands.
const raw = (text: string): string => `@raw:${text}@`
const textOf = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(
    /"@raw:(.*?)@"/g,
    (_, text: string) => JSON.parse(`"${text}"`) as string,
  )

const nested = (value: unknown): unknown =>
  Array.from({ length: 60 }).reduce<unknown>((inside) => [inside], value)

const changes: Record<string, (old: unknown, other: unknown) => unknown> = {
  drop: () => undefined,
  retype: (_, other) => other,
  null: () => null,
  echo: () => marker,
  list: (old) => [old],
  twice: (old) => [old, old],
  nest: nested,
  'too-large': () => raw('1e999'),
  'long-number': () => raw('-9'.padEnd(400, '9')),
  'minus-zero': () => raw('-0'),
  'long-text': () => marker.repeat(700),
  'unseen-text': () => `\u0000\ud800\u202e${marker}\udfff\ufeff`,
  capitals: (old) => (typeof old === 'string' ? old.toUpperCase() : old),
  'unknown-field': (old) => ({ ...(isObject(old) ? old : {}), [marker]: marker }),
  pollute: (old) => ({
    ...(isObject(old) ? old : {}),
    [raw('__proto__')]: { isAdmin: true },
    constructor: { prototype: 1 },
  }),
}

const breaks: ((text: string) => string | Uint8Array)[] = [
  (text) => text.slice(0, -1),
  (text) => text.replace(/"(\w+)":/, '"$1":1,"$1":'),
  (text) => `\ufeff${text}`,
  (text) => new Uint8Array(Buffer.from(text, 'utf16le')),
  (text) => new Uint8Array(Buffer.from(text, 'latin1')),
  (text) => `${text}\u0000`,
  () => '',
  () => 'NaN',
]

const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>({}, [], '', marker, 0, null, { [marker]: [marker] }),
)

/** A body as it arrives: right, changed in a few places, anything, or broken text. */
export function sentBody(
  contract: v.GenericSchema,
  known: readonly string[],
): fc.Arbitrary<string | Uint8Array> {
  const change = fc.record({ at: fc.nat(), how: fc.constantFrom(...Object.keys(changes)), other: anyJson })
  const changed = fc
    .tuple(
      bodyOf(contract, known),
      fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 3 })),
    )
    .map(([body, list]) =>
      list.reduce<unknown>((value, { at, how, other }) => {
        const paths = pathsIn(value)
        return changedAt(value, paths[at % paths.length] ?? [], (old) => changes[how]?.(old, other))
      }, body),
    )
    .map(textOf)
  const broken = fc.tuple(changed, fc.constantFrom(...breaks)).map(([text, how]) => how(text))
  return fc.oneof({ arbitrary: changed, weight: 10 }, anyJson.map(textOf), broken)
}
