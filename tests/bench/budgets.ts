// What became of every budget: each benchmark holds its figures against them, and the run ends with the table.

/** `refused`: measured on a machine too busy to say anything, or not at all. */
type Standing = 'met' | 'MISSED' | 'refused' | 'elsewhere'
type Line = { what: string; figure: string; budget: string; standing: Standing }

const lines: Line[] = []

/**
 * Holds one figure against its budget, and returns the end of its row.
 * @param kept undefined where the figure says nothing
 */
export function hold(what: string, figure: string, budget: string, kept: boolean | undefined): string {
  const standing = kept === undefined ? 'refused' : kept ? 'met' : 'MISSED'
  lines.push({ what, figure, budget, standing })
  return kept ? '  ok' : `  ${standing}`
}

/** A budget that another command keeps. */
export function keptBy(command: string, what: string, budget: string): void {
  lines.push({ what, figure: command, budget, standing: 'elsewhere' })
}

const count = (standing: Standing) => lines.filter((line) => line.standing === standing).length

/** The table, and one line that a script can look for. Whether every budget was measured and met. */
export function tellBudgets(): boolean {
  const wide = (read: (line: Line) => string) => Math.max(...lines.map((line) => read(line).length)) + 2
  const [what, figure, budget] = [
    wide((one) => one.what),
    wide((one) => one.figure),
    wide((one) => one.budget),
  ]
  const rows = lines.map(
    (one) =>
      one.what.padEnd(what) + one.figure.padEnd(figure) + one.budget.padEnd(budget) + one.standing.padEnd(7),
  )
  const [missed, refused] = [count('MISSED'), count('refused')]
  const end =
    missed + refused === 0
      ? `every budget is met (${count('met')})`
      : `MISSED ${missed}, refused ${refused}, met ${count('met')} budgets`
  process.stdout.write(`\n${[...rows, `bench: ${end}`].join('\n')}\n`)
  return missed + refused === 0
}
