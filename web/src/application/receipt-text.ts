import { dayText, groupDigits } from '../app/formats.ts'
import { t } from '../app/text.ts'
import { programmeName } from '../policy/names.ts'
import type { ThreadStep } from '../ui/YThread.vue'
import { answersByDay, trackAddress, type Receipt } from './receipts.ts'

const byDay = ({ date, provisional }: { date: string; provisional: boolean }): string =>
  t(provisional ? 'application.received.expected' : 'application.received.by', {
    date: dayText(date, { weekday: false }),
  })

type Line = { when: string; what: string }

/** What comes next, each with its day: the visit, then the answers. */
export function comingLines({ submitted }: Receipt): Line[] {
  const { visit, kind } = submitted
  if (kind === 'outreach') return [{ when: byDay(visit), what: t('application.received.outreach.visit') }]
  const answers = answersByDay(submitted).map((day) => ({
    when: byDay(day),
    what:
      day.programmes.length > 2
        ? t('application.received.answers', { count: day.programmes.length })
        : t('application.received.answer', {
            programmes: day.programmes.map(programmeName).join(t('application.received.and')),
          }),
  }))
  return [{ when: byDay(visit), what: t('application.received.visit') }, ...answers]
}

/** The same as steps of the thread, with what an outreach request turns into. */
export function comingSteps(receipt: Receipt): ThreadStep[] {
  const steps = comingLines(receipt).map(({ when, what }, at): ThreadStep => ({
    shape: at === 0 ? 'now' : 'todo',
    title: when,
    text: what,
  }))
  return receipt.submitted.kind === 'outreach'
    ? [...steps, { shape: 'todo', title: t('application.outreach.then') }]
    : steps
}

/** What is sent to the family: number, first day, where to look. No name, no words. */
export function shareText(receipt: Receipt): string {
  const { receiptNumber } = receipt.submitted
  const [first] = comingLines(receipt)
  return t('application.received.share.text', {
    number: groupDigits(receiptNumber),
    when: first?.when ?? '',
    what: first?.what ?? '',
    address: trackAddress(receiptNumber),
  })
}
