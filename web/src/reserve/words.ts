import type { LedgerEntry, PaymentPapers } from '@yima/shared/reserve/contract'
import { dayText, yuanText } from '../app/formats.ts'
import { t } from '../app/text.ts'
import type { ShapeName } from '../look/icons.ts'

export const moneyText = (fen: number): string => yuanText(fen / 100)

/** What a line is: the first money in opens the fund. */
export function entryText({ kind, number, corrects }: Pick<LedgerEntry, 'kind' | 'number' | 'corrects'>): string {
  if (kind === 'correction') return t('reserve.kind.correction', { number: String(corrects ?? '') })
  return t(kind === 'top-up' && number === 1 ? 'reserve.kind.opening' : `reserve.kind.${kind}`)
}

/** A sum with its sign, as it moves the fund. */
export const movedText = (fen: number): string => t(fen < 0 ? 'reserve.out' : 'reserve.in', { yuan: moneyText(Math.abs(fen)) })

/** Where the papers of a payment stand, in words. */
export function papersText({ state, due }: PaymentPapers): string {
  const date = due === null ? '' : dayText(due.date, { weekday: false })
  return state === 'owed' || state === 'overdue' || state === 'missing' ? t(`reserve.papers.${state}`, { date }) : t(`reserve.papers.${state}`)
}

export const papersShape: Readonly<Record<PaymentPapers['state'], ShapeName>> = {
  'to-hand-over': 'turn', owed: 'now', paused: 'pause', overdue: 'late', missing: 'late', in: 'done', closed: 'shut',
}

/** What a spreadsheet would run as a formula leaves with a quote before it. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
const sum = (fen: number): string => (fen === 0 ? '' : (fen / 100).toFixed(2))

/** The ledger as it is taken along: RFC 4180, the oldest line first, with the mark by which spreadsheets know UTF-8. */
export function csvOf(entries: readonly LedgerEntry[]): string {
  const head = (['number', 'date', 'what', 'in', 'out', 'balance', 'proposed', 'confirmed', 'papers', 'why'] as const).map((one) => cell(t(`reserve.column.${one}`)))
  const lines = [...entries].reverse().map((one) => [
    String(one.number), one.on, cell(entryText(one)), sum(Math.max(0, one.fen)), sum(Math.max(0, -one.fen)), (one.balance / 100).toFixed(2),
    cell(one.proposedBy), cell(one.confirmedBy), cell(one.papers ? papersText(one.papers) : ''), cell(one.reason ?? ''),
  ])
  return `\uFEFF${[head, ...lines].map((cells) => cells.join(',')).join('\r\n')}\r\n`
}
