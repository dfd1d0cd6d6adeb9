import type { FactKey } from '../fact/dictionary.ts'
import type { FigureRule, AmountRule, PartRule } from '../policy/amount.ts'
import { currentBook, type RuleBook } from '../policy/book.ts'
import type { CircumstanceId } from '../policy/circumstance-ids.ts'
import { comparisonOf } from '../policy/compile.ts'
import type { Condition } from '../policy/condition.ts'
import { factsBehind } from '../policy/measures.ts'
import { figuresBehind, type LimitName, type LimitRule } from '../policy/limits.ts'
import type { ParameterKey } from '../policy/parameters/shape.ts'
import type { Programme } from '../policy/programme.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'

/**
 * Everything a programme is decided by, as plain data: its conditions, those they name, its lines and amount. Kept whole
 * beside every decision, so that a later change of the rules changes nothing of an earlier one. `words` is the version
 * of what the vocabulary means (`lt`, `all`, counted income …): it only grows.
 */
export type RuleData = RuleBook & {
  words: 1
  programme: ProgrammeId
  /** Months after confirmation from which it is paid; 0: from the month of the application. Null where it is not paid by the month. */
  paidFrom: number | null
}

type Found = {
  programmes: Set<ProgrammeId>
  circumstances: Set<CircumstanceId>
  limits: Set<LimitName>
  figures: Set<ParameterKey>
  facts: Set<FactKey>
}

/** The fact that is looked up in a table of answers. */
function choiceIn(condition: Condition): FactKey | undefined {
  if ('eq' in condition) return condition.eq[0]
  if ('ne' in condition) return condition.ne[0]
  if ('oneOf' in condition) return condition.oneOf[0]
  return 'has' in condition ? condition.has[0] : undefined
}

/** Goes through conditions and amounts once and names all they lead to. */
class Walk {
  readonly found: Found = {
    programmes: new Set(),
    circumstances: new Set(),
    limits: new Set(),
    figures: new Set(),
    facts: new Set(),
  }
  readonly #book: RuleBook

  constructor(book: RuleBook) {
    this.#book = book
  }

  programme(id: ProgrammeId): void {
    if (this.found.programmes.has(id)) return
    this.found.programmes.add(id)
    const rules = this.#book.programmes[id]
    for (const condition of [rules?.forHousehold, rules?.forMember]) if (condition) this.#condition(condition)
    for (const amount of [rules?.amount.household, rules?.amount.member]) if (amount) this.#amount(amount)
  }

  #named(id: ProgrammeId | CircumstanceId): void {
    if (Object.hasOwn(this.#book.programmes, id)) return this.programme(id as ProgrammeId)
    const circumstance = id as CircumstanceId
    if (this.found.circumstances.has(circumstance)) return
    this.found.circumstances.add(circumstance)
    const condition = this.#book.circumstances[circumstance]
    if (condition) this.#condition(condition)
  }

  #condition(condition: Condition): void {
    if ('use' in condition) return this.#named(condition.use)
    if ('isA' in condition) return this.#named(condition.isA)
    if ('notA' in condition) return this.#named(condition.notA)
    if ('flag' in condition) return void this.found.figures.add(condition.flag)
    if ('someMember' in condition) return this.#condition(condition.someMember)
    if ('everyMember' in condition) return this.#condition(condition.everyMember)
    if ('all' in condition) return condition.all.forEach((part) => this.#condition(part))
    if ('any' in condition) return condition.any.forEach((part) => this.#condition(part))
    const chosen = choiceIn(condition)
    if (chosen !== undefined) this.found.facts.add(chosen)
    const compared = comparisonOf(condition)
    if (compared === undefined) return
    for (const fact of factsBehind(compared[1])) this.found.facts.add(fact)
    if (typeof compared[2] === 'string') this.#line(compared[2])
  }

  #line(limit: LimitName): void {
    this.found.limits.add(limit)
    const rule: LimitRule | undefined = this.#book.limits[limit]
    if (rule) for (const figure of figuresBehind(rule)) this.found.figures.add(figure)
  }

  #figure({ figure, part }: FigureRule): void {
    this.found.figures.add(figure)
    if (part !== undefined) this.#part(part)
  }

  #part(part: PartRule): void {
    if (typeof part === 'string') return
    if ('firstOf' in part) return part.firstOf.forEach(([id]) => this.#named(id))
    this.found.facts.add(part.fact)
    if ('is' in part) Object.values(part.is).forEach((one) => this.#part(one))
  }

  #amount(rule: AmountRule): void {
    if ('figure' in rule) return this.#figure(rule)
    if ('money' in rule) return void this.found.facts.add(rule.money)
    if ('counted' in rule) return factsBehind('perCapitaMonthlyIncome').forEach((fact) => this.found.facts.add(fact))
    if ('times' in rule) {
      this.found.facts.add(rule.count)
      return this.#amount(rule.times)
    }
    if ('sum' in rule) return rule.sum.forEach((part) => this.#amount(part))
    if ('less' in rule) return rule.less.forEach((part) => this.#amount(part))
    if ('share' in rule) {
      this.#amount(rule.share)
      return this.#figure(rule.ratio)
    }
    if ('most' in rule) {
      this.#amount(rule.of)
      return this.#figure(rule.most)
    }
  }
}

const only = <K extends string, V>(
  all: { readonly [name in K]?: V },
  ids: ReadonlySet<K>,
): { [name in K]?: V } =>
  Object.fromEntries([...ids].sort().map((id) => [id, all[id]])) as { [name in K]?: V }

function paidFrom({ amount, deadlines }: Programme): number | null {
  if (amount.kind !== 'monthly') return null
  return deadlines.find(({ step }) => step === 'paid-from')?.n ?? 1
}

/** The rules of a programme as they stand, with all they lead to. */
export function rulesOf(id: ProgrammeId, book: RuleBook = currentBook): RuleData {
  const walk = new Walk(book)
  walk.programme(id)
  const { found } = walk
  const bare = Object.fromEntries(
    Object.entries(only(book.programmes, found.programmes)).map(([name, rules]) => {
      const { forHousehold, forMember, amount } = rules
      return [
        name,
        {
          id: rules.id,
          amount,
          ...(forHousehold ? { forHousehold } : {}),
          ...(forMember ? { forMember } : {}),
        },
      ]
    }),
  )
  return {
    words: 1,
    programme: id,
    paidFrom: paidFrom(programmes[id]),
    programmes: bare,
    circumstances: only(book.circumstances, found.circumstances),
    limits: only(book.limits, found.limits),
  }
}

/** The figures of a place that these rules read, in a fixed order. */
export function figuresOf(rules: RuleData): ParameterKey[] {
  const walk = new Walk(rules)
  walk.programme(rules.programme)
  return [...walk.found.figures].sort()
}

/** Every fact that these rules may look at. Lines that differ for town and country ask for the home class. */
export function factsIn(rules: RuleData): ReadonlySet<FactKey> {
  const walk = new Walk(rules)
  walk.programme(rules.programme)
  return walk.found.limits.size > 0 ? walk.found.facts.add('hukouClass') : walk.found.facts
}

/** The same text for the same data, however its keys are ordered: what a version is the hash of. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return `{${entries
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`
}
