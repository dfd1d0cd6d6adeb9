import { defineConfig } from '@playwright/test'
import { freePort } from '../fixtures/app.mjs'
import { findBrowser } from './browser.mjs'

// Chosen once: the worker processes read this file again and must meet the same app.
process.env['YIMA_JOURNEY_PORT'] ??= String(await freePort())

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './app-under-test.ts',
  // What the server leaves is looked over once everybody has left something.
  projects: [
    { name: 'people', testIgnore: 'nothing-left.spec.ts' },
    { name: 'afterwards', testMatch: 'nothing-left.spec.ts', dependencies: ['people'] },
  ],
  workers: 2,
  fullyParallel: true,
  // A journey that passes the second time hides a fault that people meet the first time.
  retries: 0,
  // Generous, because a slow machine is no fault: a journey ends when its page says so, not by a clock.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: process.env['YIMA_JOURNEY_REPORT'] ? [['list'], ['json', { outputFile: process.env['YIMA_JOURNEY_REPORT'] }]] : 'list',
  use: {
    baseURL: `http://localhost:${process.env['YIMA_JOURNEY_PORT']}`,
    // The cheap phone that most residents hold.
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: await findBrowser(),
    actionTimeout: 60_000,
    // A trace costs every journey a tenth of its time (YIMA_TRACE=1 takes one); a picture and the page in words tell nearly as much.
    trace: process.env['YIMA_TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
})
