import { absences } from './csv/absences.ts'
import { duties, stretchOf } from './csv/duties.ts'
import { officers } from './csv/officers.ts'
import { regions } from './csv/regions.ts'
import { relatives } from './csv/relatives.ts'
import type { CsvRow, Kept, Table } from './csv/row.ts'
import { units } from './csv/units.ts'
import type { csvKinds } from './contract.ts'
import { withStretch } from './duty.ts'
import { evolve, type OrganisationEvent } from './evolve.ts'

export type CsvKind = (typeof csvKinds)[number]

/** Every table that is handed out and taken back; a file in which a column is missing is not read at all. */
export const tables: Readonly<Record<CsvKind, Table>> = {
  officers,
  units,
  regions,
  duties,
  absences,
  relatives,
}

/** A table as it is handed out: its header and one row for each. */
export const tableOf = (kind: CsvKind, kept: Kept): string[][] => [
  [...tables[kind].columns],
  ...tables[kind].rows(kept),
]

/** By what people know a line, without the ids that stand behind the names. */
export const lineName = (kind: CsvKind, row: CsvRow): string =>
  tables[kind].called
    .map((name) => (row[name] ?? '').replace(/\s*(\d{12}(:[a-z0-9-]+)?|[\da-f-]{36})$/, ''))
    .join(' ')
    .trim()
    .slice(0, 80)

/** What stands once a line was decided: the lines below are read against it. */
export function keptAfter(kept: Kept, event: OrganisationEvent): Kept {
  const organisation = evolve(kept.organisation, event)
  const change = event.type === 'change-took-effect' ? kept.organisation.pending[event.id]?.change : undefined
  if (change?.type !== 'set-duty') return { ...kept, organisation }
  return { ...kept, organisation, roster: withStretch(kept.roster, stretchOf(change)) }
}
