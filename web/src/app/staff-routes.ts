import type { RouteRecordRaw } from 'vue-router'

/** What every page of the desk reads, because the list stands beside it; what a request says besides, its own page. */
const deskTexts = ['work', 'me', 'policy.names']

/** The pages of whoever works or supervises here, one line each, lazily loaded. Whatever leads here from elsewhere says the address: their names are not known there. */
export const routes: RouteRecordRaw[] = [
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
      { path: 'appraisals/:id/:claim', name: 'work-appraisal', component: () => import('../appraisal/AppraisalPage.vue'), meta: { texts: [...deskTexts, 'appraisal', 'outbox', 'problem', 'process'] } },
      { path: 'applications/:id/appraisals', component: () => import('../appraisal/HeldPage.vue'), meta: { texts: [...deskTexts, 'appraisal', 'problem', 'process'] } },
      { path: 'outreach/:id', name: 'work-outreach', component: () => import('../outreach/FirstVisitPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'outbox', 'outreach-desk', 'problem'] } },
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
      {
        path: 'assist',
        name: 'work-assist',
        component: () => import('../assist/AssistPage.vue'),
        meta: { texts: [...deskTexts, 'assist', 'claim', 'notification', 'policy', 'problem', 'window'] },
      },
      { path: 'cards', name: 'work-cards', component: () => import('../code/CardsPage.vue'), meta: { texts: [...deskTexts, 'code', 'papers'] } },
      { path: 'poster', name: 'work-poster', component: () => import('../place/PosterPage.vue'), meta: { texts: [...deskTexts, 'application', 'place'] } },
      { path: 'family', name: 'work-family', component: () => import('../family-desk/FamilyDeskPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'problem'] } },
      { path: 'family/duplicates', name: 'work-duplicates', component: () => import('../family-desk/DuplicatesPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'problem'] } },
      { path: 'family/names', name: 'work-names', component: () => import('../family-desk/NamesPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'papers', 'problem'] } },
      { path: 'family/mandate', name: 'work-mandate', component: () => import('../family-desk/MandateDeskPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'papers', 'problem'] } },
      { path: 'figures', name: 'figures', component: () => import('../statistics/FiguresPage.vue'), meta: { texts: [...deskTexts, 'figures', 'complaint-figures', 'problem'] } },
      { path: 'notices', name: 'work-notices', component: () => import('../notice/WorkNoticesPage.vue'), meta: { texts: [...deskTexts, 'notice-desk', 'problem'] } },
      { path: 'notices/:id', name: 'work-notice', component: () => import('../notice/WorkNoticePage.vue'), meta: { texts: [...deskTexts, 'notice', 'notice-desk', 'problem'] } },
      { path: 'renovations', name: 'work-houses', component: () => import('../renovation/RenovationsPage.vue'), meta: { texts: [...deskTexts, 'renovation', 'renovation-desk', 'problem'] } },
      {
        path: 'renovations/:id',
        name: 'work-house',
        component: () => import('../renovation/RenovationPage.vue'),
        meta: { texts: [...deskTexts, 'family-desk', 'renovation', 'renovation-desk', 'problem'] },
      },
      { path: 'reserve', name: 'work-reserve', component: () => import('../reserve/ReservesPage.vue'), meta: { texts: [...deskTexts, 'reserve', 'problem'] } },
      { path: 'reserve/:town', name: 'work-ledger', component: () => import('../reserve/LedgerPage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'reserve', 'problem'] } },
      { path: 'payments/:id', name: 'work-settle', component: () => import('../reserve/SettlePage.vue'), meta: { texts: [...deskTexts, 'family-desk', 'reserve', 'problem'] } },
      {
        path: 'applications/:id/payment/:claimId',
        name: 'work-payment',
        component: () => import('../reserve/PaymentPage.vue'),
        meta: { texts: [...deskTexts, 'family-desk', 'reserve', 'policy.papers', 'problem'] },
      },
      { path: 'relatives', name: 'work-relatives', component: () => import('../admin/RelativesPage.vue') },
    ],
  },
  { path: '/admin/:page(.*)*', name: 'admin', component: () => import('../admin/AdminPage.vue'), meta: { texts: ['admin', 'problem'] } },
  { path: '/oversight', name: 'oversight', component: () => import('../oversight/OversightPage.vue'), meta: { texts: ['complaint-desk', 'oversight', 'mine', 'staff', 'identity', 'work', 'problem'] } },
  { path: '/oversight/keys', name: 'oversight-keys', component: () => import('../oversight/KeysPage.vue'), meta: { texts: ['complaint-desk', 'staff', 'identity', 'work', 'problem'] } },
  { path: '/oversight/checks', name: 'oversight-checks', component: () => import('../spot-check/ChecksPage.vue'), meta: { texts: ['check-desk', 'spot-check', 'policy.names', 'staff', 'identity', 'work', 'problem'] } },
  {
    path: '/oversight/checks/:id',
    name: 'oversight-check',
    component: () => import('../spot-check/CheckPage.vue'),
    meta: { texts: ['check-desk', 'family-desk', 'policy.names', 'staff', 'identity', 'work', 'problem'] },
  },
  { path: '/oversight/complaints/:id', name: 'oversight-complaint', component: () => import('../oversight/ComplaintPage.vue'), meta: { texts: ['complaint-desk', 'staff', 'identity', 'work', 'problem'] } },
]
