import { createApp, createSSRApp, type App } from 'vue'
import type { Router, RouterHistory } from 'vue-router'
import Yima from './App.vue'
import * as readAloud from './read-aloud.ts'
import { watchArrival } from './arrival.ts'
import { createYimaRouter } from './router.ts'
import { showTrouble } from './trouble.ts'

/** The app. With `drawn` it takes over the page drawn at build time, and must draw the same. */
export function createYima(history: RouterHistory, drawn: boolean): { app: App; router: Router } {
  const app = drawn ? createSSRApp(Yima) : createApp(Yima)
  const router = createYimaRouter(history)
  app.use(router)
  app.provide('read-aloud', readAloud)
  watchArrival(router)
  if (!import.meta.env.SSR) {
    app.config.errorHandler = (error) => {
      showTrouble('failed')
      reportError(error)
    }
  }
  return { app, router }
}
