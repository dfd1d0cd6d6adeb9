import type { SourceId } from '@yima/shared/verification/sources'
import { demoIdNumber } from '../demo/id-number.ts'
import { stories } from '../demo/stories.ts'
import type { Registered } from './registers.ts'
import type { Behaviour, Questioned } from './server.ts'

/** Somebody of whom the registers have something to tell, or about whom a department is odd. */
type Odd = { registered?: Registered; behaves?: Partial<Record<SourceId, Behaviour>> }

/** By the name of the story. Everybody else is an ordinary poor family whose departments answer at once. */
const odd: Readonly<Record<string, Odd>> = {
  // The demonstration's checks (demo/checks.ts): one in which everything fits, one with a van that was sold.
  尚国强: {
    registered: { police: { householdSize: 1 }, marriage: { state: 'single' }, tax: { monthlyWage: 0 } },
  },
  阮玉凤: { registered: { vehicles: { cars: 1 } } },
  // The tax office knows of more than was said.
  林秀兰: { registered: { tax: { monthlyWage: 2600 }, labour: { employed: true } } },
  // A van and more savings than the line allows.
  吴广才: {
    registered: {
      vehicles: { cars: 1 },
      banks: { deposits: 86_000, securities: 0, insurance: 0, total: 86_000 },
      'disabled-federation': { certificate: true, type: 'physical', level: 3 },
    },
  },
  // One department each that is slow, fails twice, is late, or is never there.
  赵德顺: { behaves: { police: 'slow', banks: 'late', property: 'dead' } },
  钱有福: { behaves: { tax: 'fails', labour: 'fails' } },
  冉小红: { behaves: { banks: 'late' } },
  何家旺: { behaves: { housing: 'dead' } },
  // Answers that nobody may believe.
  易文斌: { behaves: { banks: 'contradictory' } },
  聂桂英: { behaves: { labour: 'wrong-person' } },
  牟老幺: { behaves: { property: 'future', market: 'malformed' } },
}

const byNumber = new Map(
  stories.flatMap(({ name, born }, at) => (odd[name] ? [[demoIdNumber(born, at), odd[name]] as const] : [])),
)

export const demoRegisters = (idNumber: string): Registered | undefined => byNumber.get(idNumber)?.registered
export const demoBehaviour = ({ source, idNumber }: Questioned): Behaviour =>
  byNumber.get(idNumber)?.behaves?.[source] ?? 'well'
