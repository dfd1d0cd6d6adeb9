import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { announce } from './announce.ts'
import { findWhomAsked } from './application/about.ts'
import { createApp } from './app.ts'
import { wallClock } from './clock.ts'
import { readConfig, type Config } from './config.ts'
import type { Database } from './db/connection.ts'
import { openDemoClock } from './demo/clock.ts'
import { demoPeople } from './demo/announce.ts'
import { loadDemo, refuseDemoData } from './demo/load.ts'
import { Ending, endWhenAsked } from './ending.ts'
import { folderStore } from './file/store.ts'
import type { Deps } from './http/context.ts'
import { tellFirst } from './identity/first-administrator.ts'
import { findLiving } from './identity/living.ts'
import { worker } from './jobs.ts'
import { openVault } from './keys.ts'
import { listen } from './listen.ts'
import { Live } from './live/live.ts'
import { openLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import { hangWhatWasPosted } from './notice/before.ts'
import { ownPages } from './notice/look.ts'
import { startJobs } from './notification/jobs.ts'
import { packTightly, writePlace } from './place-pages.ts'
import { webDist } from './places.ts'
import { placeName } from './region/office.ts'
import { loadPages } from './static.ts'
import { StopReason } from './stop-reason.ts'
import { openStorage } from './storage.ts'
import { surviveLostDatabase } from './unheard.ts'
import { openDepartments } from './verification/open.ts'
import { fillLines } from './work/lines.ts'

/** The name of the county served; empty while its places are not loaded. */
async function countyName({ db, config }: Deps): Promise<string> {
  const code = `${config.countyCode}000000`
  const name = await placeName(db, code)
  return name === code ? '' : name
}

/** The library is loaded only where somebody looks: it costs memory and a part of the start. */
async function openMetrics({ metricsPort }: Config, db: Database, ending: Ending): Promise<Metrics | undefined> {
  if (metricsPort === undefined) return undefined
  const { serveMetrics, startMetrics } = await import('./metrics.ts')
  const metrics = startMetrics(db)
  ending.add((await serveMetrics(metrics, metricsPort)).close)
  return metrics
}

/** Composes the app from the settings up, and answers once everything is ready. */
async function start(ending: Ending): Promise<void> {
  const config = readConfig(process.env)
  const { log, json } = openLog(config)
  surviveLostDatabase(log)
  const listener = await listen(config.host, config.port)
  const storage = await openStorage(config)
  ending.add(storage.close)
  const metrics = await openMetrics(config, storage.db, ending)
  const jobs = await startJobs(storage.pool, log)
  ending.add(jobs.stop)
  const clock = config.demo ? await openDemoClock(storage.db) : wallClock()
  const deps: Deps = {
    config,
    db: storage.db,
    clock,
    vault: await openVault(config, storage.pool),
    files: folderStore(join(config.dataDir, 'files')),
    jobs,
    log,
    metrics,
    readPage: ownPages(config),
    departments: await openDepartments(config, clock, ending),
    live: new Live({
      db: storage.db, pool: storage.pool, findLiving: (hashes) => findLiving({ db: storage.db, clock }, hashes),
    }),
  }
  if (config.demo) await loadDemo(deps)
  else await refuseDemoData(storage.db)
  const first = config.demo ? [] : await tellFirst(deps, json)
  await findWhomAsked(deps)
  await hangWhatWasPosted(deps)
  await fillLines(deps)
  await jobs.work(worker(deps))
  const place = { county: await countyName(deps), demo: config.demo }
  const pages = existsSync(webDist) ? writePlace(loadPages(webDist), place) : new Map()
  listener.serve(createApp(deps, pages).fetch)
  packTightly(pages).catch((error: unknown) => log.warn({ err: error }, 'pages go out packed less tightly'))
  ending.add(listener.close)
  // Before it: pages that wait for news would otherwise be waited for.
  ending.add(() => deps.live.stop())
  const notices = [...(storage.notice === undefined ? [] : [storage.notice]), ...first]
  if (json) log.info({ address: config.publicUrl, notices }, 'ready')
  else announce(config, notices, config.demo ? demoPeople(config) : [])
}

// Threads that help to clear short-lived memory wait for a core that the database has, and everybody waits for them.
setFlagsFromString('--no-parallel-scavenge')
// What is live takes 40 MB. Unsaid, the engine lets three times as much lie beside it before it clears up, and keeps that room.
setFlagsFromString('--heap-growing-percent=100')

const ending = new Ending()
const started = start(ending)
endWhenAsked(ending, started)

try {
  await started
} catch (error) {
  await ending.run()
  const text = error instanceof StopReason ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`yima: ${text}\n`)
  process.exit(1)
}
