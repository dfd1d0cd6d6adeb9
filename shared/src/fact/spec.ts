/** Whom a fact is about: the household, one of its members, or a member who is a child. */
export type FactScope = 'household' | 'person' | 'child'

/** Who can confirm a fact. Names: catalogue `fact`, `fact.verifier.<id>`. */
export type Verifier =
  | 'police'
  | 'traffic-police'
  | 'civil-affairs'
  | 'labour'
  | 'tax'
  | 'agriculture'
  | 'veterans'
  | 'health'
  | 'bank'
  | 'securities'
  | 'insurance'
  | 'natural-resources'
  | 'housing'
  | 'market'
  | 'medical-insurance'
  | 'education'
  | 'disabled-federation'
  | 'emergency'
  | 'hospital'
  | 'justice'
  | 'court'
  | 'prosecutor'
  | 'township'
  | 'shelter'
  | 'visit'
  | 'verification'

/**
 * How close a question comes: 0 plain, 1 private (money, health), 2 painful (a lost parent, a crime).
 * Plain ones are asked first, so that nobody is asked about grief before it can matter.
 */
export type Sensitivity = 0 | 1 | 2

type Common = {
  scope: FactScope
  verify: readonly Verifier[]
  sensitivity: Sensitivity
}

/**
 * What the dictionary says of one fact. `default` is what holds while nobody has said (always listed
 * as assumed); `range` is how far it may plausibly lie off, ends included.
 */
export type FactSpec = Common &
  (
    | { type: 'boolean'; default?: boolean }
    | { type: 'enum'; values: readonly string[] }
    /** Several values at once; `none` stands for the empty set. */
    | { type: 'set'; values: readonly string[] }
    | { type: 'integer'; unit: string; min: number; max: number }
    /** Yuan or square metres, two decimals. */
    | {
        type: 'number'
        unit: string
        min: number
        max: number
        default?: number
        range?: readonly [number, number]
      }
  )
