import type { NoticeRule, Programme } from '@yima/shared/policy/programme'
import { stepsOf, type Step } from '@yima/shared/policy/steps'
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

type Words = { title: string; text?: string | undefined }

function wordsOf({ name }: Step, { accepts, confirms, process }: Programme): Words {
  switch (name) {
    case 'acceptance':
      return { title: t('policies.process.accepts'), text: text(`policy.office.${accepts}`) }
    case 'verification':
      return { title: text(`policy.process.verification.${process.verification}`) }
    case 'visit': {
      const selfCare = process.selfCareAssessment ? text('policy.process.self-care') : undefined
      return { title: text(`policy.process.visit.${process.visit}`), text: selfCare }
    }
    case 'appraisal':
      return { title: text(`policy.process.appraisal.${process.appraisal}`) }
    case 'opinion':
      return { title: t('policies.process.opinion'), text: t('policies.process.opinion.text') }
    case 'notice':
      return { title: noticeText(process.notice), text: noticeMore(process.notice) }
    case 'review':
      return { title: t('policies.process.review') }
    case 'confirmation':
      return { title: t('policies.process.confirms'), text: text(`policy.office.${confirms}`) }
    default:
      return name satisfies never
  }
}

const thread = ({ title, text: more }: Words): ThreadStep =>
  ({ shape: 'todo', title, ...(more === undefined ? {} : { text: more }) })

/** How it goes from handing in to the decision, by the programme's own process; that nobody is posted is said too. */
export function processSteps(programme: Programme): ThreadStep[] {
  const { notice } = programme.process
  const steps = stepsOf(programme).map((step) => thread(wordsOf(step, programme)))
  const unposted = notice.kind === 'none' ? [thread({ title: noticeText(notice) })] : []
  return [...steps.slice(0, -1), ...unposted, ...steps.slice(-1)]
}
