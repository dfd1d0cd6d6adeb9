import { build } from '../../api/boot/build.mjs'
import { startApp } from '../fixtures/app.mjs'

/** Builds what is stale and starts the app on the port that the journeys were told; ends it afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  await build()
  const app = await startApp({ port: Number(process.env['YIMA_JOURNEY_PORT']) })
  return () => app.stop()
}
