import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { isDrawnOnly, laterFiles } from './parts.mjs'
import { readRoutes } from './routes.mjs'

/**
 * Divides the built files for the service worker: what a resident needs in Chinese is fetched when it is
 * installed; `parts.json` names what follows when staff or another language is first used. `transform` goes to
 * the plugin that writes the worker; `plugin` before it.
 * @param {string} root folder of the web package
 */
export function divide(root) {
  let out = join(root, 'dist')
  /** @type {Map<string, string>} */
  let later = new Map()
  const plugin = {
    name: 'yima:parts',
    apply: 'build',
    configResolved(config) {
      out = config.build.outDir.startsWith('/') ? config.build.outDir : join(config.root, config.build.outDir)
    },
    async writeBundle() {
      const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
      later = laterFiles(manifest, await readRoutes(root))
      const parts = {}
      for (const [file, part] of later) if (part !== '') (parts[part] ??= []).push(`/${file}`)
      await writeFile(join(out, 'parts.json'), JSON.stringify(parts))
    },
  }
  const transform = async (entries) => {
    const manifest = entries.filter(({ url }) => !later.has(url) && !isDrawnOnly(url) && url !== 'sw.js')
    const sizes = await Promise.all(
      manifest.map(async ({ url }) => brotliCompressSync(await readFile(join(out, url))).length),
    )
    const bytes = sizes.reduce((a, b) => a + b, 0)
    await writeFile(join(out, '.vite/precache.json'), JSON.stringify({ files: manifest.length, bytes }))
    return { manifest, warnings: [] }
  }
  return { plugin, transform }
}
