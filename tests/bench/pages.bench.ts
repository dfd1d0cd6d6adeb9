// The pages against the least that could stand in their place: a bare HTML form, in the same run, by Lighthouse's
// mobile preset. Ratios hold from machine to machine, absolutes are only told.
// Run: npm run bench -- pages
import { loadavg } from 'node:os'
import { freePort, startApp } from '../fixtures/app.mjs'
import { hold, keptBy } from './budgets.ts'
import { serveBareForm } from './pages/bare-form.ts'
import { scrollBoard } from './pages/board.ts'
import { sendEvidence } from './pages/evidence.ts'
import { audit, canAudit, type Audit } from './pages/lighthouse.ts'
import { openColdOffline, visitAndWrite, type Seen } from './pages/phone.ts'

/** Their median is held; one page between two bare forms takes about half a minute. */
const rounds = Number(process.env['YIMA_BENCH_ROUNDS'] ?? '3')
const coldStarts = 3
const least = { ratio: 2.2, home: 1.6, unequal: 1.5, performance: 98, whole: 100, coldMs: 1500, homeKb: 107 }
/** Of the layout: what nobody sees jump. Search engines call a page steady up to five times as much. */
const mostShift = 0.02
/** Of a finger that throws a long list: nineteen frames of twenty come in time for a screen that draws 30 a second. */
const [longList, mostFrameMs] = [300, 34]

/** Of evidence on its way: a page that does nothing else for longer feels frozen to a finger. */
const [muchEvidence, mostTaskMs] = [5 * 1024 * 1024, 200]

const residents = ['/', '/apply', '/calculator', '/track', '/policies', '/policies/dibao', '/me', '/outbox', '/notices/990101100201']
/** `YIMA_BENCH_PATHS=/,/work`: only these. */
const wanted = process.env['YIMA_BENCH_PATHS']?.split(',')
const paths = [...residents, '/work'].filter((path) => wanted?.includes(path) ?? true)
/** The installed app starts at the first; the others are what its tabs and its one button lead to. */
const opened = ['/', '/apply', '/track', '/me']
const sought = new Set(['/', '/policies'])

const say = (text: string) => process.stdout.write(`${text}\n`)
const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN
const cell = (value: string | number) => String(value).padStart(8)

type Round = { path: string; ratio: number; audit: Audit }

/** The end of a row that has budgets. */
function verdict(what: string, figure: string, budget: string, misses: readonly string[]): string {
  const end = hold(what, figure, budget, misses.length === 0)
  return misses.length === 0 ? end : `${end}: ${misses.join(', ')}`
}

/** Pages in turn, each between two bare forms, of which the next page shares one; undefined where those differed. */
async function measureAll(bare: string, url: string): Promise<(Round | undefined)[]> {
  const done: (Round | undefined)[] = []
  let before = await audit(bare, ['performance'])
  for (const path of paths) {
    const own = await audit(`${url}${path}`)
    const after = await audit(bare, ['performance'])
    const [low, high] = [Math.min(before.lcp, after.lcp), Math.max(before.lcp, after.lcp)]
    const ratio = own.lcp / ((before.lcp + after.lcp) / 2)
    done.push(high / low > least.unequal ? undefined : { path, ratio, audit: own })
    before = after
  }
  return done
}

function judge(path: string, ratio: number, of: (read: (one: Audit) => number) => number): string[] {
  return [
    ...(ratio > mostOf(path) ? [`${ratio.toFixed(2)}× the bare form, ${mostOf(path)} wanted`] : []),
    ...(of((one) => one.cls) > mostShift ? [`layout shift, ≤ ${mostShift} wanted`] : []),
    ...(of((one) => one.performance) < least.performance ? [`performance under ${least.performance}`] : []),
    ...(of((one) => one.accessibility) < least.whole ? ['accessibility'] : []),
    ...(of((one) => one.bestPractices) < least.whole ? ['best practices'] : []),
    ...(sought.has(path) && of((one) => one.seo) < least.whole ? ['seo'] : []),
  ]
}

const mostOf = (path: string): number => (path === '/' ? least.home : least.ratio)

/** What a page has to reach, in the order of its figures. */
const budgetOf = (path: string): string =>
  [
    `≤ ${mostOf(path)}×`,
    `≤ ${mostShift}`,
    least.performance,
    least.whole,
    least.whole,
    ...(sought.has(path) ? [least.whole] : []),
  ].join(' ')

function tell(path: string, measured: readonly Round[]): void {
  if (measured.length === 0) {
    hold(`${path}: LCP, shift, Lighthouse`, '?', budgetOf(path), undefined)
    say(
      `${path.padEnd(18)} not to be quoted: the bare form differed by more than ${least.unequal}× each time`,
    )
    return
  }
  const of = (read: (one: Audit) => number): number => median(measured.map((one) => read(one.audit)))
  const ratio = median(measured.map((one) => one.ratio))
  const misses = judge(path, ratio, of)
  const named = new Set(measured.flatMap((one) => one.audit.missed))
  const cells = [
    `${ratio.toFixed(2)}×`,
    of((one) => one.lcp).toFixed(0),
    of((one) => one.tbt).toFixed(0),
    of((one) => one.cls).toFixed(3),
    of((one) => one.performance),
    of((one) => one.accessibility),
    of((one) => one.bestPractices),
    of((one) => one.seo),
    (of((one) => one.bytes) / 1024).toFixed(0),
  ]
  const why = misses.length > 0 && named.size > 0 ? ` (${[...named].join(' ')})` : ''
  const marks = [cells[0], ...cells.slice(3, sought.has(path) ? 8 : 7)].join(' ')
  const end = verdict(`${path}: LCP, shift, Lighthouse`, marks, budgetOf(path), misses)
  say(`${path.padEnd(18)}${cells.map(cell).join('')}${end}${why}`)
}

/** What the first page brings in all, idle work included, and from whom. */
function tellBytes(measured: readonly Round[]): void {
  const others = [...new Set(measured.flatMap((one) => one.audit.otherHosts))]
  const found = others.join(' ') || 'none'
  say(
    `other hosts: ${found}${verdict('other hosts', found, 'none', others.length > 0 ? ['none wanted'] : [])}`,
  )
  const home = measured.filter(({ path }) => path === '/')
  if (home.length === 0) return
  const kb = median(home.map((one) => one.audit.bytes)) / 1024
  const misses = kb > least.homeKb ? [`${least.homeKb} KB wanted`] : []
  const what = 'all bytes of a first visit to /, idle work included'
  say(`${what}: ${kb.toFixed(0)} KB${verdict(what, `${kb.toFixed(0)} KB`, `≤ ${least.homeKb} KB`, misses)}`)
}

async function auditAll(bare: string, url: string): Promise<void> {
  if (!(await canAudit())) {
    say('Lighthouse could not be fetched by npx: the pages are not compared.')
    for (const path of paths) tell(path, [])
    return
  }
  const heads = ['LCP', 'ms', 'TBT', 'CLS', 'perf', 'a11y', 'best', 'seo', 'KB']
  say(`${'against a bare form'.padEnd(18)}${heads.map(cell).join('')}`)
  const all: (Round | undefined)[] = []
  for (let round = 0; round < rounds; round += 1) all.push(...(await measureAll(bare, url)))
  const measured = all.filter((one) => one !== undefined)
  for (const path of paths)
    tell(
      path,
      measured.filter((one) => one.path === path),
    )
  tellBytes(measured)
}

async function openOffline(url: string): Promise<void> {
  const starts = await openColdOffline(url, opened, coldStarts)
  say(
    `opened without a network by a browser started anew, phone slowed 4×, median of ${coldStarts} (≤ ${least.coldMs} ms wanted)`,
  )
  for (const [path, times] of Object.entries(starts)) {
    const of = (read: (one: Seen) => number): string => median(times.map(read)).toFixed(0)
    const late = Math.max(median(times.map((one) => one.largest)), median(times.map((one) => one.usable)))
    const shown = `largest paint ${of((one) => one.largest)} ms, answers a tap ${of((one) => one.usable)} ms`
    const end = hold(
      `${path}: started anew without a network`,
      `${late.toFixed(0)} ms`,
      `≤ ${least.coldMs} ms`,
      late <= least.coldMs,
    )
    say(`  ${path.padEnd(18)}${shown}${end}`)
  }
}

async function firstVisits(url: string): Promise<void> {
  say('first visit, phone slowed 4×, 400 kbit/s, writing at once')
  for (const path of ['/apply', '/calculator']) {
    const { opened, writing, heard } = await visitAndWrite(`${url}${path}`)
    const shown = `painted ${opened.paint.toFixed(0)} ms, answers ${opened.usable.toFixed(0)} ms`
    const after = `longest task while writing ${writing.longest.toFixed(0)} ms, understood by ${heard.toFixed(0)} ms`
    const shift = writing.shift.toFixed(3)
    const end = hold(
      `${path}: shift, first visit on a slow line`,
      shift,
      `≤ ${mostShift}`,
      writing.shift <= mostShift,
    )
    say(`  ${path.padEnd(18)}${shown}, ${after}, shift ${shift}${end}`)
  }
}

/** The board of a village where much hangs, on a slow phone. */
async function scrollThrough(url: string): Promise<void> {
  const { rows, frames } = await scrollBoard(url, longList)
  const at = (share: number): number => frames[Math.floor(share * (frames.length - 1))] ?? NaN
  const [most, longest] = [at(0.95), at(1)]
  const what = `a board of ${rows} lines scrolled on a phone slowed 4×: frame, 95 %`
  const end = hold(what, `${most.toFixed(0)} ms`, `≤ ${mostFrameMs} ms`, most <= mostFrameMs)
  say(`${what} ${most.toFixed(0)} ms, half ${at(0.5).toFixed(0)} ms, longest ${longest.toFixed(0)} ms of ${frames.length}${end}`)
}

/** Evidence sealed and sent by a slow phone: the page goes on answering, and says how far it is. */
async function sendMuch(url: string): Promise<void> {
  const { longest, whole, steps } = await sendEvidence(url, muchEvidence)
  const what = '5 MB of evidence sealed and sent, phone slowed 4×: longest task'
  const end = hold(what, `${longest.toFixed(0)} ms`, `≤ ${mostTaskMs} ms`, longest <= mostTaskMs && steps > 5)
  say(`${what} ${longest.toFixed(0)} ms, in ${(whole / 1000).toFixed(1)} s, ${steps} percentages shown${end}`)
}

const app = await startApp()
const bare = await serveBareForm(await freePort())
try {
  const address = bare.address()
  const port = typeof address === 'object' && address ? address.port : 0
  say(`pages: load of the machine ${loadavg()[0]?.toFixed(1)}`)
  await openOffline(app.url)
  await firstVisits(app.url)
  await scrollThrough(app.url)
  await sendMuch(app.url)
  await auditAll(`http://127.0.0.1:${port}/`, app.url)
  keptBy('npm run build', 'weight of every route', 'web/build/budgets.json')
  say(`load of the machine ${loadavg()[0]?.toFixed(1)}`)
} finally {
  bare.close()
  await app.stop()
}
