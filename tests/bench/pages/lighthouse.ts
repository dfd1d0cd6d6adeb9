import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from '../../journeys/browser.mjs'

// The last that runs on Node 20. Fetched for the benchmark only: `npm start` need not carry it.
const tool = 'lighthouse@12.8.2'

export type Audit = {
  lcp: number
  tbt: number
  cls: number
  performance: number
  accessibility: number
  bestPractices: number
  seo: number
  bytes: number
  /** Hosts besides the page's own that were asked for anything. */
  otherHosts: string[]
  missed: string[]
}

type Report = {
  runtimeError?: { message: string }
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  finalDisplayedUrl: string
  audits: Record<
    string,
    { score: number | null; numericValue?: number; details?: { items?: { url?: string }[] } }
  >
}

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn('npx', ['--yes', tool, ...args], { env, shell: process.platform === 'win32' })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        said += piece.toString()
      })
    child.on('error', (error) => done({ code: 1, said: error.message }))
    child.on('exit', (code) => done({ code, said }))
  })
}

/** Whether the tool can be had at all: on a closed network the pages' benchmark is left out. */
export const canAudit = async (): Promise<boolean> => (await run(['--version'], process.env)).code === 0

type Traced = { ph: string; dur: number; tdur?: number }

/**
 * Puts what each piece of work took its thread in the place of what the clock on the wall says: on a machine that
 * does other things besides, the pauses between would count as the page's own slowness.
 */
function countOwnWork(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('trace.json'))) {
    const file = join(folder, name)
    const trace = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: Traced[] }
    for (const one of trace.traceEvents)
      if (one.ph === 'X' && one.tdur !== undefined) one.dur = Math.min(one.dur, one.tdur)
    writeFileSync(file, JSON.stringify(trace))
  }
}

/**
 * Lighthouse's mobile preset (phone slowed 4×, 1.6 Mbit/s, 150 ms, simulated) on one address, a new profile each
 * time; of those categories, or of all. Times of work are those of its thread (`countOwnWork`).
 */
export async function audit(url: string, categories: readonly string[] = []): Promise<Audit> {
  const { executablePath, args, env = {} } = await findBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'yima-lighthouse-'))
  try {
    const [file, seen] = [join(folder, 'report.json'), join(folder, 'seen')]
    const only = categories.length > 0 ? [`--only-categories=${categories.join(',')}`] : []
    const settings = { ...process.env, ...env, CHROME_PATH: executablePath }
    const step = async (wanted: readonly string[]): Promise<void> => {
      const { code, said } = await run([url, '--quiet', ...wanted, ...only], settings)
      if (code !== 0) throw new Error(`Lighthouse did not measure ${url}:\n${said.slice(-600)}`)
    }
    await step([`-G=${seen}`, `--chrome-flags=${args.join(' ')}`])
    countOwnWork(seen)
    await step([`-A=${seen}`, '--output=json', `--output-path=${file}`])
    return read(JSON.parse(readFileSync(file, 'utf8')) as Report)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function read({ runtimeError, categories, audits, finalDisplayedUrl }: Report): Audit {
  if (runtimeError) throw new Error(runtimeError.message)
  const asked = (audits['network-requests']?.details?.items ?? []).map(({ url = '' }) => new URL(url))
  const own = new URL(finalDisplayedUrl).host
  const others = asked.filter(({ protocol, host }) => protocol.startsWith('http') && host !== own)
  const score = (name: string): number => Math.round((categories[name]?.score ?? 0) * 100)
  const value = (name: string): number => audits[name]?.numericValue ?? NaN
  const kinds = ['accessibility', 'best-practices', 'seo']
  const missed = kinds.flatMap((kind) =>
    (categories[kind]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${kind}/${id}`),
  )
  return {
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    seo: score('seo'),
    bytes: value('total-byte-weight'),
    otherHosts: [...new Set(others.map(({ host }) => host))],
    missed,
  }
}
