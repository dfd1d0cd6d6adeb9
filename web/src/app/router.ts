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

/** What every page of the desk reads, because the list stands beside it; what a request says besides, its own page. */
const deskTexts = ['work', 'me', 'notification', 'policy.names']

/** One line per page, lazily loaded. A tab or tile that names a missing route hides itself. */
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
  { path: '/oversight', name: 'oversight', component: () => import('../oversight/OversightPage.vue'), meta: { texts: ['oversight', 'mine', 'staff', 'identity', 'work', 'problem'] } },
  { path: '/code', name: 'code', component: () => import('../code/CodePage.vue'), meta: { texts: ['code'], later: ['problem'] } },
  { path: '/asked', name: 'asked', component: () => import('../window/AskedPage.vue'), meta: { texts: ['window', 'mine'], later: ['problem'] } },
  { path: '/c', name: 'found', component: () => import('../code/FoundPage.vue'), meta: { texts: ['code'] } },
  { path: '/verify', name: 'verify', component: () => import('../code/VerifyPage.vue'), meta: { texts: ['code', 'policy.names'] } },
  { path: '/notices/:village/object/:notice', name: 'object', component: () => import('../objection/ObjectPage.vue'), meta: { texts: ['objection', 'policy.names', 'problem'] } },
  { path: '/objection', name: 'objection', component: () => import('../objection/ObjectionPage.vue'), meta: { texts: ['objection', 'problem'] } },
  { path: '/p/:code', name: 'place', component: () => import('../place/PlacePage.vue'), meta: { texts: ['place'], later: ['problem'] } },
  { path: '/notices', name: 'notices', component: () => import('../notice/NoticesPage.vue'), meta: { texts: ['notice'], drawn: true } },
  {
    path: '/notices/:village',
    name: 'village-notices',
    component: () => import('../notice/VillageNoticesPage.vue'),
    meta: { texts: ['notice', 'policy.names'], later: ['problem'] },
  },
  {
    path: '/notices/:village/board',
    name: 'notice-board',
    component: () => import('../notice/BoardPage.vue'),
    meta: { texts: ['notice', 'notice-sheet', 'policy.names'], later: ['problem'] },
  },
  { path: '/outbox', name: 'outbox', component: () => import('../outbox/OutboxPage.vue'), meta: { texts: ['outbox', 'problem'] } },
  { path: '/demo/outbox', name: 'demo', component: () => import('../demo/OutboxPage.vue'), meta: { texts: ['demo', 'policy.names'] } },
  {
    path: '/work/invited',
    name: 'invited',
    component: () => import('../work/InvitedPage.vue'),
    meta: { texts: ['staff', 'identity', 'problem', 'work'] },
  },
  {
    path: '/work/first',
    name: 'first',
    component: () => import('../work/InvitedPage.vue'),
    meta: { texts: ['staff', 'identity', 'problem', 'work'] },
  },
  {
    path: '/work',
    name: 'work',
    component: () => import('../work/WorkPage.vue'),
    meta: { texts: deskTexts, later: ['problem'], drawn: true },
    children: [
      {
        path: 'applications/:id',
        name: 'work-application',
        component: () => import('../work/ApplicationPage.vue'),
        meta: { texts: [...deskTexts, 'claim', 'consent', 'fact', 'policy', 'process', 'reading'] },
      },
      { path: 'households/:id', name: 'work-household', component: () => import('../household/HouseholdPage.vue'), meta: { texts: [...deskTexts, 'authorisation', 'claim', 'fact', 'family', 'household', 'problem'] } },
      {
        path: 'applications/:id/consents',
        component: () => import('../consent/DeskConsentsPage.vue'),
        meta: { texts: [...deskTexts, 'authorisation', 'consent', 'outbox', 'problem', 'signing'] },
      },
      {
        path: 'applications/:id/facts',
        name: 'work-facts',
        component: () => import('../decision/FactsPage.vue'),
        meta: { texts: [...deskTexts, 'authorisation', 'decision', 'fact', 'problem'] },
      },
      {
        path: 'applications/:id/decision/:claimId',
        name: 'work-decision',
        component: () => import('../decision/DeskDecisionPage.vue'),
        meta: { texts: [...deskTexts, 'decision', 'fact', 'policy', 'problem'] },
      },
      {
        path: 'applications/:id/verification',
        name: 'work-verification',
        component: () => import('../verification/DeskVerificationPage.vue'),
        meta: { texts: [...deskTexts, 'verification', 'fact', 'policy', 'work.values', 'problem'] },
      },
      { path: 'visits', name: 'work-visits', component: () => import('../visit/VisitsPage.vue'), meta: { texts: [...deskTexts, 'problem', 'visit'] } },
      { path: 'visits/:id', name: 'work-visit', component: () => import('../visit/VisitPage.vue'), meta: { texts: [...deskTexts, 'fact', 'outbox', 'problem', 'visit', 'work.values'] } },
      { path: 'applications/:id/visits', component: () => import('../visit/SeenPage.vue'), meta: { texts: [...deskTexts, 'fact', 'problem', 'visit', 'work.values'] } },
      { path: 'objections/:id', name: 'work-objection', component: () => import('../objection/DeskObjectionPage.vue'), meta: { texts: [...deskTexts, 'objection-desk', 'family-desk'] } },
      { path: 'me', name: 'work-me', component: () => import('../work/StaffMePage.vue') },
      {
        path: 'scan',
        name: 'work-scan',
        component: () => import('../window/ScanPage.vue'),
        meta: { texts: [...deskTexts, 'code', 'mine', 'papers', 'window'] },
      },
      {
        path: 'file/:id',
        name: 'work-file',
        component: () => import('../window/FilePage.vue'),
        meta: {
          texts: [...deskTexts, 'application', 'assessment', 'claim', 'consent', 'fact', 'identity', 'outbox', 'policy', 'problem', 'reading', 'window'],
        },
      },
      { path: 'cards', name: 'work-cards', component: () => import('../code/CardsPage.vue'), meta: { texts: [...deskTexts, 'code', 'papers'] } },
      { path: 'poster', name: 'work-poster', component: () => import('../place/PosterPage.vue'), meta: { texts: [...deskTexts, 'application', 'place'] } },
      { path: 'family', name: 'work-family', component: () => import('../family-desk/FamilyDeskPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'problem'] } },
      { path: 'family/duplicates', name: 'work-duplicates', component: () => import('../family-desk/DuplicatesPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'problem'] } },
      { path: 'family/names', name: 'work-names', component: () => import('../family-desk/NamesPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'papers', 'problem'] } },
      { path: 'family/mandate', name: 'work-mandate', component: () => import('../family-desk/MandateDeskPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'papers', 'problem'] } },
      { path: 'notices', name: 'work-notices', component: () => import('../notice/WorkNoticesPage.vue'), meta: { texts: [...deskTexts, 'notice-desk', 'problem'] } },
      { path: 'notices/:id', name: 'work-notice', component: () => import('../notice/WorkNoticePage.vue'), meta: { texts: [...deskTexts, 'notice', 'notice-desk', 'problem'] } },
      { path: 'relatives', name: 'work-relatives', component: () => import('../admin/RelativesPage.vue') },
    ],
  },
  { path: '/admin/:page(.*)*', name: 'admin', component: () => import('../admin/AdminPage.vue'), meta: { texts: ['admin', 'problem'] } },
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

/** Builds the router; the texts of a page are there before the page is. */
export function createYimaRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
    routes: insisting(routes),
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
