import type { Source } from '../source.ts'
import type { ParameterKey, ParameterValue } from './shape.ts'
import type { Period, RegionParameters } from './period.ts'

const from = '2024-01-01'

/** Every figure of the demo county is invented; remarks say what its size is shaped on. */
const invented = <K extends ParameterKey>(value: ParameterValue<K>, note?: string): readonly [Period<K>] => {
  const source: Source = note === undefined ? { confidence: 'I' } : { confidence: 'I', note }
  return [{ from, value, source }]
}

/** 青禾县, the invented demo county. */
export const qinghe: RegionParameters = {
  region: '990101',
  name: '青禾县',
  periods: {
    minWage: invented(2000),
    dibaoStandard: invented(
      { urban: 800, rural: 640 },
      'urban 40 % of the minimum wage, rural 80 % of urban',
    ),
    edgeMultiplier: invented(1.5, 'the national norm; up to 2 is proposed elsewhere'),
    disposableIncomeYear: invented(33_600),
    assetMonthsDibao: invented(24),
    assetMonthsEdge: invented(36),
    rigidRatio: invented(0.6),
    tempRigidRatio: invented(0.5),
    tekunBasic: invented({ urban: 1040, rural: 832 }, '1.3 times the dibao standard'),
    careTier: invented({ able: 100, partial: 300, total: 700 }),
    singlePersonRatio: invented(0.6),
    medicalThreshold: invented(
      { tekun: 0, orphan: 0, dibao: 0, 'dibao-edge': 3360, 'ill-poor': 8400 },
      '10 % and 25 % of disposable income',
    ),
    medicalRatio: invented({ tekun: 0.9, orphan: 0.9, dibao: 0.75, 'dibao-edge': 0.65, 'ill-poor': 0.6 }),
    medicalCap: invented(60_000),
    education: invented({
      kindergarten: 1000,
      'primary-day': 625,
      'primary-boarding': 1250,
      'junior-day': 750,
      'junior-boarding': 1500,
      senior: 2300,
      vocational: 2300,
      college: 3700,
    }),
    housingArea: invented(15),
    housingIncomeMultiplier: invented(2),
    ruralHouse: invented({ C: 8000, D: 28_000 }),
    olderWorkerAge: invented(50),
    elderlyAge: invented(80),
    elderly: invented({ '80-89': 50, '90-99': 200, '100+': 500 }),
    disabilityLiving: invented(90),
    disabilityLivingIncludesEdge: invented(true),
    disabilityCare: invented({ '1': 110, '2': 100, '3': 80 }),
    careIncludes3: invented(true),
    orphan: invented({ institution: 1900, home: 1400 }),
    pensionTier: invented(100),
    pensionIncludesEdge: invented(false),
    legalAidMultiplier: invented(2),
    tempMonths: invented([1, 6]),
    tempTownshipCap: invented(2000),
    reserveFund: invented(
      { payment: 3000, personYear: 10_000, year: 50_000 },
      'a city pays 3,000 at most in an emergency, another 10,000 a head in hard cases, a third puts 50,000 a year into each township’s fund',
    ),
  },
}
