import type sharedClaim from '@yima/shared/locales/zh-CN/claim.json'
import type admin from '../locales/zh-CN/admin.json'
import type appraisal from '../locales/zh-CN/appraisal.json'
import type application from '../locales/zh-CN/application.json'
import type assist from '../locales/zh-CN/assist.json'
import type assessment from '../locales/zh-CN/assessment.json'
import type behalf from '../locales/zh-CN/behalf.json'
import type calculator from '../locales/zh-CN/calculator.json'
import type complaintFigures from '../locales/zh-CN/complaint-figures.json'
import type complaintTalk from '../locales/zh-CN/complaint-talk.json'
import type complaint from '../locales/zh-CN/complaint.json'
import type checkDesk from '../locales/zh-CN/check-desk.json'
import type claim from '../locales/zh-CN/claim.json'
import type sharedCode from '@yima/shared/locales/zh-CN/code.json'
import type code from '../locales/zh-CN/code.json'
import type common from '../locales/zh-CN/common.json'
import type figures from '../locales/zh-CN/figures.json'
import type place from '../locales/zh-CN/place.json'
import type device from '../locales/zh-CN/device.json'
import type complaintDesk from '../locales/zh-CN/complaint-desk.json'
import type decision from '../locales/zh-CN/decision.json'
import type demo from '../locales/zh-CN/demo.json'
import type family from '../locales/zh-CN/family.json'
import type familyDesk from '../locales/zh-CN/family-desk.json'
import type home from '../locales/zh-CN/home.json'
import type household from '../locales/zh-CN/household.json'
import type inbox from '../locales/zh-CN/inbox.json'
import type items from '../locales/zh-CN/items.json'
import type identity from '../locales/zh-CN/identity.json'
import type me from '../locales/zh-CN/me.json'
import type mine from '../locales/zh-CN/mine.json'
import type objection from '../locales/zh-CN/objection.json'
import type objectionDesk from '../locales/zh-CN/objection-desk.json'
import type outbox from '../locales/zh-CN/outbox.json'
import type outreach from '../locales/zh-CN/outreach.json'
import type outreachDesk from '../locales/zh-CN/outreach-desk.json'
import type notice from '../locales/zh-CN/notice.json'
import type noticeDesk from '../locales/zh-CN/notice-desk.json'
import type open from '../locales/zh-CN/open.json'
import type noticeSheet from '../locales/zh-CN/notice-sheet.json'
import type oversight from '../locales/zh-CN/oversight.json'
import type papers from '../locales/zh-CN/papers.json'
import type policies from '../locales/zh-CN/policies.json'
import type process from '../locales/zh-CN/process.json'
import type processDesk from '../locales/zh-CN/process-desk.json'
import type renovation from '../locales/zh-CN/renovation.json'
import type renovationDesk from '../locales/zh-CN/renovation-desk.json'
import type reserve from '../locales/zh-CN/reserve.json'
import type signing from '../locales/zh-CN/signing.json'
import type spotCheck from '../locales/zh-CN/spot-check.json'
import type staff from '../locales/zh-CN/staff.json'
import type trail from '../locales/zh-CN/trail.json'
import type verification from '../locales/zh-CN/verification.json'
import type visit from '../locales/zh-CN/visit.json'
import type window from '../locales/zh-CN/window.json'
import type work from '../locales/zh-CN/work.json'
import type workValues from '../locales/zh-CN/work.values.json'

/**
 * Every text key there is, so that a misspelt one does not compile. Add a line above and a part
 * below for each new catalogue, of this package or of shared (`@yima/shared/locales/zh-CN/policy.json`).
 */
export type TextKey =
  | keyof typeof admin
  | keyof typeof appraisal
  | keyof typeof application
  | keyof typeof assist
  | keyof typeof assessment
  | keyof typeof behalf
  | keyof typeof calculator
  | keyof typeof checkDesk
  | keyof typeof claim
  | keyof typeof complaint
  | keyof typeof complaintTalk
  | keyof typeof code
  | keyof typeof common
  | keyof typeof place
  | keyof typeof sharedCode
  | keyof typeof complaintDesk
  | keyof typeof complaintFigures
  | keyof typeof decision
  | keyof typeof demo
  | keyof typeof device
  | keyof typeof family
  | keyof typeof figures
  | keyof typeof familyDesk
  | keyof typeof home
  | keyof typeof household
  | keyof typeof inbox
  | keyof typeof items
  | keyof typeof identity
  | keyof typeof me
  | keyof typeof sharedClaim
  | keyof typeof mine
  | keyof typeof notice
  | keyof typeof noticeDesk
  | keyof typeof open
  | keyof typeof noticeSheet
  | keyof typeof objection
  | keyof typeof objectionDesk
  | keyof typeof outbox
  | keyof typeof outreach
  | keyof typeof outreachDesk
  | keyof typeof oversight
  | keyof typeof papers
  | keyof typeof policies
  | keyof typeof process
  | keyof typeof processDesk
  | keyof typeof renovation
  | keyof typeof renovationDesk
  | keyof typeof reserve
  | keyof typeof spotCheck
  | keyof typeof signing
  | keyof typeof staff
  | keyof typeof trail
  | keyof typeof verification
  | keyof typeof visit
  | keyof typeof window
  | keyof typeof work
  | keyof typeof workValues
