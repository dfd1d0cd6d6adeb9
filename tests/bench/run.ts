// npm run bench: every figure is a ratio measured in one run; absolutes are only told. `npm run bench -- pages`: only that one.
// Ends with every budget; with 1 where one was missed or could not be measured.
import { keptBy, tellBudgets } from './budgets.ts'

const all = ['policy', 'pages', 'api', 'many']
const wanted = process.argv.slice(2)
for (const name of all) if (wanted.length === 0 || wanted.includes(name)) await import(`./${name}.bench.ts`)
if (wanted.length === 0) {
  keptBy('npm run build', 'first route, JS / CSS', '≤ 60 / ≤ 10 KB')
  keptBy('npm test', 'axe rules broken, targets under 44 px', '0; 0')
  keptBy('npm run soak', 'acknowledged and lost, or twice', '0; 0')
}
if (!tellBudgets()) process.exitCode = 1
