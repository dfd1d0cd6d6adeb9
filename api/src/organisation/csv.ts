import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import type { importBody, ImportAnswer, ImportLine } from '@yima/shared/organisation/contract'
import { askedBy, columns, tableOf, type CsvKind, type CsvRow } from '@yima/shared/organisation/csv'
import { evolve } from '@yima/shared/organisation/evolve'
import type { Organisation } from '@yima/shared/organisation/organisation'
import { decide, isRefusal, type OrganisationCommand } from '@yima/shared/organisation/workflow'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { carry, countyOf } from './change.ts'
import { loadOrganisation } from './load.ts'
import { turn } from './record.ts'

type Officer = OfficerSession['officer']
type Import = v.InferOutput<typeof importBody>

/** More lines than a county has officers. */
const mostLines = 3000

/** A cell that a spreadsheet would run as a formula leaves with a quote before it; coming back, it loses that one. */
const unquoted = (cell: string): string => (/^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell)

/** The rows under a header that names every column (RFC 4180). Throws `invalid-input` with the reason. */
async function rowsOf(kind: CsvKind, csv: string): Promise<CsvRow[]> {
  const { parse } = await import('csv-parse/sync')
  let rows: Record<string, string>[]
  try {
    rows = parse(csv, {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: false,
    })
  } catch {
    // The library's own words quote the line.
    throw new Problem('invalid-input', [{ field: 'csv', code: 'csv-broken' }])
  }
  const [first] = rows
  if (!first) throw new Problem('invalid-input', [{ field: 'csv', code: 'empty' }])
  if (rows.length > mostLines) throw new Problem('invalid-input', [{ field: 'csv', code: 'too-long' }])
  if (columns[kind].some((name) => !(name in first)))
    throw new Problem('invalid-input', [{ field: 'csv', code: 'csv-columns' }])
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, one]) => [key, unquoted(one)])))
}

type Planned = { command: Extract<OrganisationCommand, { type: 'propose' }>; phone: string | undefined }
type Plan = { lines: ImportLine[]; planned: Planned[] }

/** Lives through the lines, one after the other, without writing: what each would change and what is wrong. */
function plan(
  { kind, effectiveOn, reason }: Import,
  rows: readonly CsvRow[],
  organisation: Organisation,
  actor: string,
  today: string,
): Plan {
  let now = organisation
  const lines: ImportLine[] = []
  const planned: Planned[] = []
  for (const [at, row] of rows.entries()) {
    const asked = askedBy(kind, row, now, uuidv7())
    // The header is line 1.
    const line = {
      line: at + 2,
      name: row[kind === 'officers' ? '姓名' : '名称'] ?? '',
      errors: [],
      second: false,
    }
    if (asked.what === 'same') lines.push({ ...line, what: 'same' })
    else if (asked.what === 'wrong')
      lines.push({ ...line, what: 'wrong', errors: [{ field: asked.field, code: asked.code }] })
    else {
      const command = { type: 'propose', id: uuidv7(), change: asked.change, reason, effectiveOn } as const
      const answer = decide(now, command, { actor, today })
      if (isRefusal(answer)) {
        const errors = [{ field: answer.field ?? '', code: answer.refused }]
        lines.push({ ...line, what: 'wrong', errors })
        continue
      }
      now = answer.reduce(evolve, now)
      lines.push({ ...line, what: asked.what, second: now.pending[command.id]?.state === 'proposed' })
      planned.push({ command, phone: asked.phone })
    }
  }
  return { lines, planned }
}

/** What a table would change and what is wrong with it, line by line. Writes nothing. */
export async function previewImport(deps: Deps, officer: Officer, body: Import): Promise<ImportAnswer> {
  const rows = await rowsOf(body.kind, body.csv)
  const organisation = await loadOrganisation(deps.db, countyOf(officer))
  return { lines: plan(body, rows, organisation, officer.id, deps.clock.today()).lines, applied: false }
}

/**
 * Takes a whole table or none of it: one wrong line, and nothing is written. What gives power waits for a second
 * person as if it had been proposed by hand.
 */
export async function applyImport(
  deps: Deps,
  once: Once,
  officer: Officer,
  body: Import,
): Promise<ImportAnswer> {
  const rows = await rowsOf(body.kind, body.csv)
  const county = countyOf(officer)
  return inTransaction(deps.db, async (tx) => {
    await turn(tx, county)
    let organisation = await loadOrganisation(tx, county)
    const { lines, planned } = plan(body, rows, organisation, officer.id, deps.clock.today())
    if (lines.some(({ what }) => what === 'wrong'))
      throw new Problem('invalid-input', [{ field: 'csv', code: 'csv-wrong-lines' }])
    const importId = uuidv7()
    for (const { command, phone } of planned) {
      const aside = phone === undefined ? {} : { phone: deps.vault.sealField(phone) }
      const step = { deps, county, actor: officer.id, importId, aside }
      organisation = await carry(tx, step, organisation, command)
    }
    const answer = { lines, applied: true }
    await remember(tx, once, deps.clock.now(), 200, { done: true })
    return answer
  })
}

/** A table as a file for spreadsheets: RFC 4180, with the mark by which they know UTF-8, and nothing they would run. */
export async function exportTable(deps: Deps, officer: Officer, kind: CsvKind) {
  const { stringify } = await import('csv-stringify/sync')
  const organisation = await loadOrganisation(deps.db, countyOf(officer))
  const csv = stringify(tableOf(kind, organisation), {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  })
  return { file: `${kind}-${deps.clock.today()}.csv`, csv }
}
