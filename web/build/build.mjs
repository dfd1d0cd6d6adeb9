import { fileURLToPath } from 'node:url'
import { build as bundle } from 'vite'
import { compress } from './compress.mjs'
import { printWeights } from './weights.mjs'

/** Builds the web into `web/dist`: bundle, drawn first page, service worker, compressed files. Prints the weights. */
export async function build() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  await bundle({ root, configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
  await compress(`${root}/dist`)
  await printWeights(root)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
