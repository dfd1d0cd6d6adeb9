import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../api/boot/build.mjs'
import { makeDataFolder, startApp } from '../fixtures/app.mjs'
import { tellWhere } from './in-confidence.ts'
import { prepareCounty } from './own-county.ts'

/** Builds what is stale and starts the app on the port that the journeys were told; ends it afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  await build()
  const [dataDir, beside] = [makeDataFolder(), mkdtempSync(join(tmpdir(), 'yima-journeys-'))]
  const saidIn = tellWhere(dataDir, beside)
  await prepareCounty(dataDir, join(beside, 'county'))
  // As talkative as it can be: what it says then is looked over, too.
  const app = await startApp({ port: Number(process.env['YIMA_JOURNEY_PORT']), dataDir, saidIn, env: { YIMA_LOG: 'debug' } })
  return async () => {
    await app.stop()
    rmSync(beside, { recursive: true, force: true })
  }
}
