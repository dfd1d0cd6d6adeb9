import { createHash } from 'node:crypto'
import type { AnswerOf, SourceId } from '@yima/shared/verification/sources'

/** What the registers of the demonstration say of one person; what is left out follows from the number. */
export type Registered = { readonly [S in SourceId]?: Partial<AnswerOf[S]> }

/** The same number always has the same luck, in every process and after every start. */
export function luckOf(idNumber: string, about: string): number {
  const hash = createHash('sha256').update(`${about}\0${idNumber}`).digest()
  return hash.readUInt32BE() / 2 ** 32
}

const bornIn = (idNumber: string): number => Number(idNumber.slice(6, 10))

/** An ordinary poor household: a home, a little saved, some a wage or a pension. */
function usual(idNumber: string, year: number): AnswerOf {
  const age = year - bornIn(idNumber)
  const luck = (about: string): number => luckOf(idNumber, about)
  const works = age >= 18 && age < 60 && luck('works') < 0.3
  const retired = age >= 60
  const studies = age >= 6 && age < 19
  const saved = age < 18 ? 0 : Math.round(luck('saved') * 40) * 100
  return {
    police: { alive: true, diedOn: null, hukouLocal: true, hukouClass: 'rural', householdSize: 3 },
    marriage: { state: age < 22 ? 'single' : 'widowed' },
    labour: {
      employed: works,
      unemployedMonths: 0,
      monthlyPension: retired ? 130 : 0,
      monthlyBenefit: 0,
      pensionInsured: age >= 18,
    },
    tax: { monthlyWage: works ? 400 + Math.round(luck('wage') * 6) * 100 : 0, monthlyOther: 0 },
    market: { companies: 0, running: 0 },
    property: { homes: age >= 18 && luck('home') < 0.4 ? 1 : 0, commercial: 0, area: 0 },
    vehicles: { cars: 0, others: luck('tricycle') < 0.3 ? 1 : 0 },
    'medical-insurance': {
      insured: true,
      selfPaid12m: Math.round(luck('ill') * 30) * 100,
      severeIllness: false,
    },
    banks: { deposits: saved, securities: 0, insurance: 0, total: saved },
    'disabled-federation': { certificate: false, type: 'none', level: 0 },
    education: { enrolled: studies, stage: stageAt(studies ? age : 0), boarding: false },
    housing: { grade: 'none', areaPerHead: 20, publicRental: false },
  }
}

function stageAt(age: number): AnswerOf['education']['stage'] {
  if (age < 6) return 'none'
  if (age < 12) return 'primary'
  return age < 15 ? 'junior' : 'senior'
}

/** What the register of this department says of this number in such a year. */
export function answerFrom<S extends SourceId>(
  source: S,
  idNumber: string,
  year: number,
  known: Registered = {},
): AnswerOf[S] {
  return { ...usual(idNumber, year)[source], ...known[source] } as AnswerOf[S]
}
