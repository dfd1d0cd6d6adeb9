import type { NoticeRule, Programme } from '@yima/shared/policy/programme'
import { findText, t } from '../app/text.ts'
import type { ThreadStep } from '../ui/YThread.vue'

// Everything here needs the catalogues `policy` and `policies`.

const text = (key: string, params?: Record<string, string | number>): string => findText(key, params) ?? key

function noticeText(notice: NoticeRule): string {
  if (notice.kind === 'none') return text(`policy.process.notice.none-${notice.reason}`)
  const span = text(`policy.deadline.unit.${notice.unit}`, { n: notice.days })
  return text(`policy.process.notice.${notice.kind}`, { n: span })
}

function noticeMore(notice: NoticeRule): string | undefined {
  if (notice.kind === 'none') return undefined
  const more = [
    notice.then === 'long-term' ? text('policy.process.notice.long-term') : '',
    notice.never === 'minors' ? text('policy.process.notice.minors') : '',
    notice.only === 'by-application' ? text('policy.process.notice.by-application') : '',
  ].filter((part) => part !== '')
  return more.length === 0 ? undefined : more.join(t('policies.also'))
}

const step = (title: string, more?: string): ThreadStep =>
  ({ shape: 'todo', title, ...(more === undefined || more === '' ? {} : { text: more }) })

/** How it goes from handing in to the decision, by the programme's own process. */
export function processSteps({ accepts, confirms, process }: Programme): ThreadStep[] {
  const { verification, visit, appraisal, notice, selfCareAssessment } = process
  const selfCare = selfCareAssessment ? text('policy.process.self-care') : undefined
  return [
    step(t('policies.process.accepts'), text(`policy.office.${accepts}`)),
    ...(visit === 'none' ? [] : [step(text(`policy.process.visit.${visit}`), selfCare)]),
    step(text(`policy.process.verification.${verification}`)),
    ...(appraisal === 'none' ? [] : [step(text(`policy.process.appraisal.${appraisal}`))]),
    step(noticeText(notice), noticeMore(notice)),
    step(t('policies.process.confirms'), text(`policy.office.${confirms}`)),
  ]
}
