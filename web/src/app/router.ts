import { createRouter, type Router, type RouterHistory, type RouteRecordRaw } from 'vue-router'
import { insist } from './insist.ts'
import { whenIdle } from './later.ts'
import TroublePage from './pages/TroublePage.vue'
import { endTrouble, showTrouble } from './trouble.ts'
import { loadTexts } from './text.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Catalogues this page reads, of web and of shared; `common` is always there. */
    texts?: readonly string[]
    /** Catalogues of what comes after the first screen: fetched when the phone has nothing else to do. */
    later?: readonly string[]
    /** Drawn at build time, so that it shows before its code has come. Its setup must not touch the browser. */
    drawn?: boolean
  }
}

/** Pages for everybody, one line each, lazily loaded. A tab or tile that names a missing route hides itself. */
export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('../home/HomePage.vue'), meta: { texts: ['home'], drawn: true } },
  {
    path: '/apply',
    name: 'apply',
    component: () => import('../application/ApplyPage.vue'),
    meta: { texts: ['application'], drawn: true },
  },
  {
    path: '/apply/received/:id',
    name: 'received',
    component: () => import('../application/ReceivedPage.vue'),
    meta: { texts: ['application', 'policy', 'reading'] },
  },
  { path: '/me', name: 'me', component: () => import('../me/MePage.vue'), meta: { texts: ['me'], later: ['identity', 'problem'], drawn: true } },
  {
    path: '/track',
    name: 'track',
    component: () => import('../claim/TrackPage.vue'),
    meta: { texts: ['claim'], later: ['identity', 'policy.names', 'policy.papers', 'problem'], drawn: true },
  },
  {
    path: '/track/:id/papers/:claimId',
    name: 'papers',
    component: () => import('../claim/PapersPage.vue'),
    meta: { texts: ['claim', 'policy.names', 'policy.papers', 'problem'] },
  },
  {
    path: '/calculator',
    name: 'calculator',
    component: () => import('../calculator/CalculatorPage.vue'),
    meta: { texts: ['calculator', 'application', 'policy.names'], later: ['problem'], drawn: true },
  },
  {
    path: '/policies',
    name: 'policies',
    component: () => import('../policy/PoliciesPage.vue'),
    meta: { texts: ['policies', 'policy.names'], drawn: true },
  },
  { path: '/policies/trail', name: 'trail', component: () => import('../trail/TrailPage.vue'), meta: { texts: ['trail'] } },
  {
    path: '/policies/items',
    name: 'items',
    component: () => import('../policy/ItemsPage.vue'),
    meta: { texts: ['items', 'policies', 'policy.names'], drawn: true },
  },
  {
    path: '/policies/items/:level',
    name: 'items-level',
    component: () => import('../policy/ItemsPage.vue'),
    meta: { texts: ['items', 'policies', 'policy.names'], drawn: true },
  },
  {
    path: '/policies/:id',
    name: 'policy',
    component: () => import('../policy/PolicyPage.vue'),
    meta: { texts: ['policies', 'policy.names'], drawn: true },
  },
  { path: '/inbox', name: 'inbox', component: () => import('../inbox/InboxPage.vue'), meta: { texts: ['inbox', 'notification'], later: ['problem'] } },
  { path: '/me/access', name: 'access', component: () => import('../me/AccessPage.vue'), meta: { texts: ['mine'], later: ['problem'] } },
  {
    path: '/me/said',
    name: 'said',
    component: () => import('../me/SaidPage.vue'),
    meta: { texts: ['mine', 'fact', 'work.values'], later: ['problem'] },
  },
  {
    path: '/me/family',
    name: 'family',
    component: () => import('../family/FamilyPage.vue'),
    meta: { texts: ['family', 'mine', 'papers', 'problem'] },
  },
  {
    path: '/me/helpers',
    name: 'helpers',
    component: () => import('../family/HelpersPage.vue'),
    meta: { texts: ['family', 'mine', 'problem'] },
  },
  {
    path: '/me/helpers/:person',
    name: 'acting',
    component: () => import('../family/ActingPage.vue'),
    meta: { texts: ['family', 'mine', 'problem'] },
  },
  {
    path: '/join',
    name: 'join',
    component: () => import('../family/JoinPage.vue'),
    meta: { texts: ['family', 'identity', 'problem'] },
  },
  {
    path: '/consent',
    component: () => import('../consent/ConsentPage.vue'),
    meta: { texts: ['authorisation', 'consent', 'problem', 'signing'] },
  },
  {
    path: '/me/applications/:id/consents',
    component: () => import('../consent/FamilyConsentsPage.vue'),
    meta: { texts: ['mine', 'signing'], later: ['problem'] },
  },
  {
    path: '/me/consents',
    name: 'consents',
    component: () => import('../me/ConsentsPage.vue'),
    meta: { texts: ['mine', 'family', 'consent'], later: ['problem'] },
  },
  {
    path: '/me/decisions/:claimId',
    name: 'own-decision',
    component: () => import('../decision/OwnDecisionPage.vue'),
    meta: { texts: ['decision', 'fact', 'policy', 'work.values', 'problem'] },
  },
  {
    path: '/me/applications/:id/verification',
    name: 'own-verification',
    component: () => import('../verification/OwnVerificationPage.vue'),
    meta: { texts: ['verification', 'fact', 'policy.names', 'work.values', 'problem'] },
  },
  { path: '/me/record', name: 'record', component: () => import('../me/RecordPage.vue'), meta: { texts: ['mine'], later: ['problem'] } },
  { path: '/me/devices', name: 'devices', component: () => import('../me/DevicesPage.vue'), meta: { texts: ['device', 'me', 'mine'], later: ['problem'] } },
  { path: '/code', name: 'code', component: () => import('../code/CodePage.vue'), meta: { texts: ['code'], later: ['problem'] } },
  { path: '/asked', name: 'asked', component: () => import('../window/AskedPage.vue'), meta: { texts: ['window', 'mine'], later: ['problem'] } },
  { path: '/c', name: 'found', component: () => import('../code/FoundPage.vue'), meta: { texts: ['code'] } },
  { path: '/verify', name: 'verify', component: () => import('../code/VerifyPage.vue'), meta: { texts: ['code', 'policy.names'] } },
  { path: '/notices/:village/object/:notice', name: 'object', component: () => import('../objection/ObjectPage.vue'), meta: { texts: ['objection', 'policy.names', 'problem'] } },
  { path: '/objection', name: 'objection', component: () => import('../objection/ObjectionPage.vue'), meta: { texts: ['objection', 'problem'] } },
  { path: '/outreach', name: 'outreach', component: () => import('../outreach/FindPage.vue'), meta: { texts: ['outreach', 'application', 'problem'] } },
  { path: '/outreach/status', name: 'outreach-status', component: () => import('../outreach/StatusPage.vue'), meta: { texts: ['outreach', 'problem'] } },
  { path: '/complain', name: 'complain', component: () => import('../complaint/ComplainPage.vue'), meta: { texts: ['complaint', 'application', 'problem'] } },
  { path: '/complain/talk', name: 'complain-talk', component: () => import('../complaint/TalkPage.vue'), meta: { texts: ['complaint', 'complaint-talk', 'problem'] } },
  { path: '/p/:code', name: 'place', component: () => import('../place/PlacePage.vue'), meta: { texts: ['place'], later: ['problem'] } },
  { path: '/notices', name: 'notices', component: () => import('../notice/NoticesPage.vue'), meta: { texts: ['notice'], drawn: true } },
  {
    path: '/notices/:village',
    name: 'village-notices',
    component: () => import('../notice/VillageNoticesPage.vue'),
    meta: { texts: ['notice', 'policy.names'], later: ['problem'], drawn: true },
  },
  {
    path: '/notices/:village/board',
    name: 'notice-board',
    component: () => import('../notice/BoardPage.vue'),
    meta: { texts: ['notice', 'notice-sheet', 'policy.names'], later: ['problem'] },
  },
  { path: '/open/checks/:quarter?', name: 'draw', component: () => import('../spot-check/DrawPage.vue'), meta: { texts: ['spot-check'], later: ['problem'] } },
  { path: '/open/:code?', name: 'open', component: () => import('../statistics/OpenPage.vue'), meta: { texts: ['open', 'complaint-figures', 'policy.names'], later: ['problem'] } },
  { path: '/outbox', name: 'outbox', component: () => import('../outbox/OutboxPage.vue'), meta: { texts: ['outbox', 'problem'], drawn: true } },
  { path: '/demo/outbox', name: 'demo', component: () => import('../demo/OutboxPage.vue'), meta: { texts: ['demo', 'policy.names'] } },
  { path: '/:rest(.*)*', name: 'not-found', component: TroublePage },
]

if (import.meta.env.DEV) {
  routes.unshift({ path: '/kit', name: 'kit', component: () => import('../ui/gallery/KitPage.vue') })
}

type LoadPage = () => Promise<unknown>

/** The same pages, whose code is asked for again where a breaking line lost it. */
const insisting = (pages: readonly RouteRecordRaw[]): RouteRecordRaw[] =>
  pages.map((page) => ({
    ...page,
    ...(typeof page.component === 'function' ? { component: () => insist(page.component as LoadPage) } : {}),
    ...(page.children ? { children: insisting(page.children) } : {}),
  })) as RouteRecordRaw[]

const office = 'office'

/**
 * Stands where the pages of staff are and brings their list with the first of them: it weighs as much as a page, and
 * residents open none.
 */
const withStaff = (routerOf: () => Router): RouteRecordRaw => ({
  path: '/:office(work|admin|oversight)/:rest(.*)*',
  name: office,
  component: TroublePage,
  beforeEnter: async ({ fullPath }) => {
    const staff = await insist(() => import('./staff-routes.ts'))
    const router = routerOf()
    if (router.hasRoute(office)) {
      router.removeRoute(office)
      for (const page of insisting(staff.routes)) router.addRoute(page)
    }
    return fullPath
  },
})

/** Builds the router; the texts of a page are there before the page is. */
export function createYimaRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
    routes: insisting([...routes, withStaff(() => router)]),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.beforeEach((to) => {
    endTrouble()
    loadTexts(to.meta.texts ?? []).catch(() => undefined) // together with the page's code; beforeResolve waits for both
  })
  router.afterEach(({ meta: { later = [] } }) => {
    if (later.length > 0) whenIdle(() => loadTexts(later))
  })
  router.beforeResolve((to) => insist(() => loadTexts(to.meta.texts ?? [])))
  router.onError(() => showTrouble(import.meta.env.SSR || navigator.onLine ? 'failed' : 'offline'))
  return router
}
