// @ts-check
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './places.mjs'

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * @param {number} port
 * @param {number} apiPort
 */
async function servePages(port, apiPort) {
  const entry = createRequire(join(root, 'web', 'package.json')).resolve('vite')
  const vite = await import(pathToFileURL(entry).href)
  const server = await vite.createServer({
    root: join(root, 'web'),
    server: {
      port,
      strictPort: true,
      host: process.env['HOST'] || '127.0.0.1',
      proxy: { '/api': `http://127.0.0.1:${apiPort}` },
    },
  })
  await server.listen()
  return server
}

/** Pages that reload in the browser, and an api that starts anew, when their sources change. */
export async function dev() {
  const port = Number(process.env['PORT'] || 8787)
  const apiPort = await freePort()
  const pages = await servePages(port, apiPort)
  const env = {
    ...process.env,
    PORT: String(apiPort),
    HOST: '127.0.0.1',
    // What is announced, and what cookies and passkeys are bound to, is the address of the pages.
    YIMA_PUBLIC_URL: process.env['YIMA_PUBLIC_URL'] || `http://localhost:${port}`,
  }
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const args = [tsx, 'watch', '--clear-screen=false', 'api/src/server.ts']
  const api = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  const leave = (/** @type {NodeJS.Signals} */ signal) => { api.kill(signal) }
  process.on('SIGINT', () => leave('SIGINT'))
  process.on('SIGTERM', () => leave('SIGTERM'))
  api.on('exit', (code) => {
    void pages.close().finally(() => process.exit(code ?? 0))
  })
}
