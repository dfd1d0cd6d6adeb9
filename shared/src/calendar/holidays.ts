/** What the State Council's yearly notice says: days off, and weekend days that are worked instead. */
export type HolidayYear = {
  year: number
  /** First and last day of each holiday, `YYYY-MM-DD`. */
  off: readonly (readonly [from: string, to: string])[]
  working: readonly string[]
  source: string
}

/** The notices ready for looking up; days of years without one are provisional. */
export type HolidayTable = {
  years: ReadonlySet<string>
  off: ReadonlySet<string>
  working: ReadonlySet<string>
}

// 国务院办公厅关于2026年部分节假日安排的通知, read in excerpts.
const year2026: HolidayYear = {
  year: 2026,
  off: [
    ['2026-01-01', '2026-01-03'], ['2026-02-15', '2026-02-23'], ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'], ['2026-06-19', '2026-06-21'], ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ],
  working: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  source: '国务院办公厅关于2026年部分节假日安排的通知',
}

/** Every notice known, in order. A new year is one more entry; a past one is never changed. */
export const holidayYears: readonly HolidayYear[] = [year2026]

const dayMilliseconds = 86_400_000

function daysOf(from: string, to: string): string[] {
  const days: string[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += dayMilliseconds) {
    days.push(new Date(time).toISOString().slice(0, 10))
  }
  return days
}

/** Prepares notices for looking up. A later notice wins: it may move a day of the year before. */
export function makeHolidayTable(years: readonly HolidayYear[]): HolidayTable {
  const off = new Set<string>()
  const working = new Set<string>()
  for (const year of [...years].sort((one, other) => one.year - other.year)) {
    for (const day of year.off.flatMap(([from, to]) => daysOf(from, to))) {
      off.add(day)
      working.delete(day)
    }
    for (const day of year.working) {
      working.add(day)
      off.delete(day)
    }
  }
  return { years: new Set(years.map(({ year }) => String(year))), off, working }
}

export const holidays: HolidayTable = makeHolidayTable(holidayYears)
