import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import type { importBody, ImportAnswer, ImportLine } from '@yima/shared/organisation/contract'
import { keptAfter, lineName, tableOf, tables, type CsvKind } from '@yima/shared/organisation/csv'
import type { Asked, Beside, CsvRow, Kept } from '@yima/shared/organisation/csv/row'
import { decide, isRefusal, type OrganisationCommand } from '@yima/shared/organisation/workflow'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { allOf } from '../together.ts'
import { carry, type Aside } from './change.ts'
import { rosterOf } from './duty.ts'
import { countyOf, loadOrganisation, type Reader } from './load.ts'
import { record, turn } from './record.ts'
import { declaredIn, sealRelative } from './relatives.ts'

type Officer = OfficerSession['officer']
type Import = v.InferOutput<typeof importBody>

/** More lines than a county has officers. */
const mostLines = 3000

/** What a spreadsheet would run as a formula, behind any number of the quotes that keep it from doing so. */
const runs = /^'*[=+\-@\t\r＝＋－＠]/
/** Such a cell leaves with one quote more before it; coming back, it loses that one. */
const quoted = (cell: string): string => (runs.test(cell) ? `'${cell}` : cell)
const unquoted = (cell: string): string => (cell.startsWith("'") && runs.test(cell) ? cell.slice(1) : cell)

/** Rows as text for spreadsheets: RFC 4180, with the mark by which they know UTF-8, and nothing they would run. */
export async function csvOf(rows: readonly (readonly string[])[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  return stringify(
    rows.map((cells) => cells.map(quoted)),
    { bom: true, record_delimiter: 'windows' },
  )
}

/** The rows under a header that names every column (RFC 4180). Throws `invalid-input` with the reason. */
export async function rowsOf(kind: CsvKind, csv: string): Promise<CsvRow[]> {
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
  if (tables[kind].columns.some((name) => !(name in first)))
    throw new Problem('invalid-input', [{ field: 'csv', code: 'csv-columns' }])
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, one]) => [key, unquoted(one)])))
}

type Propose = Extract<OrganisationCommand, { type: 'propose' }>
type Planned = { command: Propose; beside: Beside }
type Plan = { lines: ImportLine[]; planned: Planned[] }

/** What lines of this kind are held against; what the others need is not read. */
async function keptFor(deps: Deps, db: Reader, kind: CsvKind, county: string): Promise<Kept> {
  const today = deps.clock.today()
  const [organisation, roster, relatives] = await allOf([
    loadOrganisation(db, county),
    kind === 'duties' ? rosterOf(db, county, today) : [],
    kind === 'relatives' ? declaredIn(deps, db, county) : [],
  ])
  return { organisation, roster, relatives, today }
}

/** Lives through the lines, one after the other, without writing: what each would change and what is wrong. */
function plan(
  { kind, effectiveOn, reason }: Import,
  rows: readonly CsvRow[],
  before: Kept,
  actor: string,
): Plan {
  let kept = before
  const lines: ImportLine[] = []
  const planned: Planned[] = []
  const earlier: Asked[] = []
  const { ask, fields } = tables[kind]
  for (const [at, row] of rows.entries()) {
    const asked = ask(row, kept, uuidv7(), earlier)
    earlier.push(asked)
    // The header is line 1.
    const line = { line: at + 2, name: lineName(kind, row), errors: [], second: false }
    const wrong = (field: string, code: string) =>
      lines.push({ ...line, what: 'wrong', errors: [{ field, code }] })
    if (asked.what === 'same') lines.push({ ...line, what: 'same' })
    else if (asked.what === 'wrong') wrong(asked.field, asked.code)
    else {
      const { what, change, ...beside } = asked
      const command: Propose = { type: 'propose', id: uuidv7(), change, reason, effectiveOn }
      const answer = decide(kept.organisation, command, { actor, today: kept.today })
      if (isRefusal(answer)) {
        wrong(fields[answer.field ?? ''] ?? '', answer.refused)
        continue
      }
      kept = answer.reduce(keptAfter, kept)
      lines.push({ ...line, what, second: kept.organisation.pending[command.id]?.state === 'proposed' })
      planned.push({ command, beside })
    }
  }
  return { lines, planned }
}

/** What a table would change and what is wrong with it, line by line. Writes nothing. */
export async function previewImport(deps: Deps, officer: Officer, body: Import): Promise<ImportAnswer> {
  const rows = await rowsOf(body.kind, body.csv)
  const kept = await keptFor(deps, deps.db, body.kind, countyOf(deps, officer))
  return { lines: plan(body, rows, kept, officer.id).lines, applied: false }
}

/** What travels beside a line's change, sealed. */
const asideOf = (deps: Deps, { phone, relative }: Beside): Aside => ({
  ...(phone === undefined ? {} : { phone: deps.vault.sealField(phone) }),
  ...(relative ? { relative: sealRelative(deps, relative) } : {}),
})

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
  const county = countyOf(deps, officer)
  return inTransaction(deps.db, async (tx) => {
    await turn(tx, county)
    const kept = await keptFor(deps, tx, body.kind, county)
    const { lines, planned } = plan(body, rows, kept, officer.id)
    if (lines.some(({ what }) => what === 'wrong'))
      throw new Problem('invalid-input', [{ field: 'csv', code: 'csv-wrong-lines' }])
    const importId = uuidv7()
    let { organisation } = kept
    for (const { command, beside } of planned) {
      const step = { deps, county, actor: officer.id, importId, aside: asideOf(deps, beside) }
      organisation = (await carry(tx, step, organisation, command)).organisation
    }
    const answer = { lines, applied: true }
    await remember(tx, once, deps.clock.now(), 200, { done: true })
    return answer
  })
}

/** A table as a file for spreadsheets; that it left the house stands in the history of the county. */
export async function exportTable(deps: Deps, officer: Officer, kind: CsvKind) {
  const county = countyOf(deps, officer)
  const kept = await inTransaction(deps.db, async (tx) => {
    await turn(tx, county)
    await record(tx, { countyCode: county, actorId: officer.id, at: deps.clock.now() }, [
      { event: { type: 'table-handed-out', id: uuidv7(), kind }, subject: county.padEnd(12, '0') },
    ])
    return keptFor(deps, tx, kind, county)
  })
  return { file: `${kind}-${kept.today}.csv`, csv: await csvOf(tableOf(kind, kept)) }
}
