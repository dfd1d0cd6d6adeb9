import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
// The compiler of the pages is the one they are built with.
const vue = createRequire(new URL('../web/package.json', import.meta.url))('@vitejs/plugin-vue') as () => Plugin

const pages = ['**/*.dom.test.ts']
const api = ['**/*.api.test.ts']
const never = ['**/node_modules/**', 'journeys/**']
const setupFiles = ['./fixtures/seed.ts']
// Far above what any test takes: it catches one that hangs, and a slow machine fails nothing.
const patience = 60_000 * Math.max(1, Number(process.env['YIMA_RUNS'] ?? '1'))
const common = { setupFiles, testTimeout: patience, hookTimeout: patience }

// The suffix names the world of a test: `.test` nothing but code, `.dom.test` a page, `.api.test` a database.
export default defineConfig({
  root,
  test: {
    maxWorkers: 3,
    // Where a test lies says which capability it is about; its own folder runs with `vitest run tests/<capability>`.
    dir: root,
    projects: [
      {
        root,
        test: {
          ...common,
          name: 'pure',
          environment: 'node',
          // Nothing but code has no state to keep apart: what every file imports is read once.
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: [...never, ...pages, ...api],
        },
      },
      {
        root,
        plugins: [vue()],
        test: {
          ...common,
          name: 'dom',
          setupFiles: [...setupFiles, './fixtures/patience.ts', './fixtures/no-network.ts'],
          environment: 'happy-dom',
          include: pages,
          exclude: never,
          // Vant imports its style sheets, which Node does not load by itself.
          server: { deps: { inline: ['vant', '@vant/use'] } },
        },
      },
      {
        root,
        test: {
          ...common,
          name: 'api',
          setupFiles: [...setupFiles, './fixtures/patience.ts'],
          environment: 'node',
          // Every file has a database and an app of its own; what makes them is read once.
          isolate: false,
          include: api,
          exclude: never,
          globalSetup: ['./fixtures/database-server.ts'],
        },
      },
    ],
  },
})
