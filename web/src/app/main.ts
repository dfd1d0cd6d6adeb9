import { nextTick, watchEffect, type App } from 'vue'
import { createWebHistory, type Router } from 'vue-router'
import '../look/tokens.css'
import '../look/base.css'
import '../look/frame.css'
import '../look/kit.css'
import { createYima } from './app.ts'
import { readCounty } from './county.ts'
import { replayEarlyTaps } from './early-taps.ts'
import { keepEarly } from './early-words.ts'
import { pause, takeTurns, whenIdle, whenSettled } from './later.ts'
import { watchOnline } from './online.ts'
import { keepPart } from './parts-kept.ts'
import { lockIfLeftAlone, lockIsOn } from './phone-lock.ts'
import { preferences, showPreferences } from './preferences.ts'
import { storeMade } from './store-made.ts'
import { followOtherTabs } from './text.ts'

showPreferences()
lockIfLeftAlone()

const container = document.getElementById('app')
if (!container) throw new Error('index.html has no #app')

// A page drawn at build time shows its bare address in Chinese; anything else starts from an empty sheet.
const bare = location.search === '' && location.hash === ''
const drawn = bare && container.dataset.path === location.pathname && preferences.language === 'zh-CN'
/** Drawn for any page of its kind (`/notices/_`): read until this one is drawn in its place. */
const isAnyOf = (path = ''): boolean =>
  path.endsWith('/_') && location.pathname.slice(0, location.pathname.lastIndexOf('/')) === path.slice(0, -2)
if (!drawn && !(isAnyOf(container.dataset.path) && preferences.language === 'zh-CN')) container.replaceChildren()

/** Comes to life in three pieces, between which a cheap phone can scroll and answer a finger. */
async function begin(page: HTMLElement): Promise<void> {
  await pause()
  takeTurns(drawn)
  const { app, router } = createYima(createWebHistory(), drawn)
  await router.isReady().catch(() => undefined) // a page that did not load still shows its error page
  router.afterEach(() => takeTurns(false)) // the next page is drawn here
  await pause()
  start(page, app, router)
}

function start(page: HTMLElement, app: App, router: Router): void {
  const writeAgain = keepEarly(page)
  app.mount(page)
  writeAgain()
  // After the words have reached every part: a tap may hand them in, or add to them.
  void nextTick(() => replayEarlyTaps(document))
  readCounty()
  watchOnline()
  followOtherTabs()
  if (lockIsOn()) void import('./phone-lock-watch.ts').then(({ watchPhoneLock }) => watchPhoneLock())
  whenIdle(async () => {
    // What an earlier visit could not send goes now, whatever page is opened.
    if (await storeMade()) void import('./outbox.ts').then(({ watchOutbox }) => watchOutbox())
  })
  if (!import.meta.env.PROD) return
  whenSettled(() => {
    void import('./updates.ts').then(({ watchUpdates }) => watchUpdates())
    watchEffect(() => {
      if (preferences.language !== 'zh-CN') keepPart(preferences.language)
      if (router.currentRoute.value.path.startsWith('/work')) keepPart('work')
    })
  })
}

void begin(container)
