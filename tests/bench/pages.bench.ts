// The pages against the least that could stand in their place: a bare HTML form, in the same run, by Lighthouse's
// mobile preset. Ratios hold from machine to machine, absolutes are only told.
// Run: npm run bench -- pages
import { loadavg } from 'node:os'
import { freePort, startApp } from '../fixtures/app.mjs'
import { serveBareForm } from './pages/bare-form.ts'
import { audit, canAudit, type Audit } from './pages/lighthouse.ts'
import { openColdOffline, visitAndWrite, type Seen } from './pages/phone.ts'

const rounds = Number(process.env['YIMA_BENCH_ROUNDS'] ?? '3')
const coldStarts = 5
const least = { ratio: 2.2, home: 1.6, unequal: 1.5, performance: 98, whole: 100, coldMs: 1500 }

const residents = ['/', '/apply', '/calculator', '/track', '/policies', '/policies/dibao', '/me', '/outbox']
const paths = [...residents, '/work']
const sought = new Set(['/', '/policies'])

const say = (text: string) => process.stdout.write(`${text}\n`)
const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN
const cell = (value: string | number) => String(value).padStart(8)

type Round = { path: string; ratio: number; audit: Audit }

/** One page between two bare forms; undefined if the machine was not the same before and after. */
async function between(bare: string, url: string, path: string): Promise<Round | undefined> {
  const before = await audit(bare)
  const own = await audit(`${url}${path}`)
  const after = await audit(bare)
  const [low, high] = [Math.min(before.lcp, after.lcp), Math.max(before.lcp, after.lcp)]
  if (high / low > least.unequal) return undefined
  return { path, ratio: own.lcp / ((before.lcp + after.lcp) / 2), audit: own }
}

function judge(path: string, ratio: number, of: (read: (one: Audit) => number) => number): string[] {
  const most = path === '/' ? least.home : least.ratio
  return [
    ...(ratio > most ? [`${ratio.toFixed(2)}× the bare form, ${most} wanted`] : []),
    ...(of((one) => one.performance) < least.performance ? [`performance under ${least.performance}`] : []),
    ...(of((one) => one.accessibility) < least.whole ? ['accessibility'] : []),
    ...(of((one) => one.bestPractices) < least.whole ? ['best practices'] : []),
    ...(sought.has(path) && of((one) => one.seo) < least.whole ? ['seo'] : []),
  ]
}

function tell(path: string, measured: readonly Round[]): void {
  if (measured.length === 0) {
    say(`${path.padEnd(18)} not to be quoted: the bare form differed by more than ${least.unequal}× each time`)
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
  const missed = misses.length === 0 ? '' : `  MISSED: ${misses.join(', ')} ${[...named].join(' ')}`
  say(`${path.padEnd(18)}${cells.map(cell).join('')}${missed}`)
}

async function auditAll(bare: string, url: string): Promise<void> {
  if (!(await canAudit())) {
    say('Lighthouse could not be fetched by npx: the pages are not compared.')
    return
  }
  const heads = ['LCP', 'ms', 'TBT', 'CLS', 'perf', 'a11y', 'best', 'seo', 'KB']
  say(`${'against a bare form'.padEnd(18)}${heads.map(cell).join('')}`)
  for (const path of paths) {
    const measured: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      const one = await between(bare, url, path)
      if (one) measured.push(one)
    }
    tell(path, measured)
  }
}

async function openOffline(url: string): Promise<void> {
  const opened = await openColdOffline(url, residents, coldStarts)
  say(`opened without a network, phone slowed 4×, median of ${coldStarts} (≤ ${least.coldMs} ms wanted)`)
  for (const [path, times] of Object.entries(opened)) {
    const of = (read: (one: Seen) => number): string => median(times.map(read)).toFixed(0)
    const late = Math.max(median(times.map((one) => one.largest)), median(times.map((one) => one.usable)))
    const shown = `largest paint ${of((one) => one.largest)} ms, answers a tap ${of((one) => one.usable)} ms`
    say(`  ${path.padEnd(18)}${shown}${late > least.coldMs ? '  MISSED' : ''}`)
  }
}

async function firstVisits(url: string): Promise<void> {
  say('first visit, phone slowed 4×, 400 kbit/s, writing at once')
  for (const path of ['/apply', '/calculator']) {
    const { opened, writing, heard } = await visitAndWrite(`${url}${path}`)
    const shown = `painted ${opened.paint.toFixed(0)} ms, answers ${opened.usable.toFixed(0)} ms`
    const after = `longest task while writing ${writing.longest.toFixed(0)} ms, understood by ${heard.toFixed(0)} ms`
    say(`  ${path.padEnd(18)}${shown}, ${after}, shift ${writing.shift.toFixed(3)}`)
  }
}

const app = await startApp()
const bare = await serveBareForm(await freePort())
try {
  const address = bare.address()
  const port = typeof address === 'object' && address ? address.port : 0
  say(`pages: load of the machine ${loadavg()[0]?.toFixed(1)}`)
  await openOffline(app.url)
  await firstVisits(app.url)
  await auditAll(`http://127.0.0.1:${port}/`, app.url)
  say(`load of the machine ${loadavg()[0]?.toFixed(1)}`)
} finally {
  bare.close()
  await app.stop()
}
