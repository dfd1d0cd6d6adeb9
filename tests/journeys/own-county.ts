import { cpSync } from 'node:fs'
import { makeDataFolder, startApp } from '../fixtures/app.mjs'

/** Where the folder of a demonstration that was just made lies, for the processes of journeys. */
const place = 'YIMA_JOURNEY_COUNTY'

/** Makes a demonstration in this folder, and keeps it as it is before anybody has used it. */
export async function prepareCounty(dataDir: string, copy: string): Promise<void> {
  await (await startApp({ dataDir })).kill()
  cpSync(dataDir, copy, { recursive: true })
  process.env[place] = copy
}

/** An app of its own for a journey that turns its clock or counts what is in its county, as if it had just been made. */
export async function startOwnCounty(options: { env?: Record<string, string> } = {}): ReturnType<typeof startApp> {
  const dataDir = makeDataFolder()
  cpSync(process.env[place] ?? '', dataDir, { recursive: true })
  return startApp({ ...options, dataDir })
}
