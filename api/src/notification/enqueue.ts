import { v7 as uuidv7 } from 'uuid'
import en from '@yima/shared/locales/en/sms.json' with { type: 'json' }
import zh from '@yima/shared/locales/zh-CN/sms.json' with { type: 'json' }
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { message } from './table.ts'

const texts: Record<'zh-CN' | 'en', Record<string, string>> = { 'zh-CN': zh, en }
export type SmsTemplate = keyof typeof zh

export type Sms = {
  to: string
  template: SmsTemplate
  params: Record<string, string | number>
  locale: 'zh-CN' | 'en'
  countyCode: string
}

const fill = (sentence: string, params: Sms['params']): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))

const day = { month: 'long', day: 'numeric', timeZone: 'UTC' } as const
// Made once: making one takes longer than all it formats for a submission.
const days = { en: new Intl.DateTimeFormat('en-GB', day), 'zh-CN': new Intl.DateTimeFormat('zh-CN', day) }

/** A business date as one says it: `11月25日`, `25 November`. */
export const dayInWords = (date: string, locale: Sms['locale']): string =>
  days[locale].format(new Date(`${date}T00:00:00Z`))

/**
 * Writes an SMS and the job that delivers it in the caller's transaction: sent if and only if committed.
 * Both are on their way when this returns.
 */
export async function enqueueSms(tx: Transaction, { vault, clock, jobs }: Deps, sms: Sms): Promise<void> {
  const id = uuidv7()
  const body = fill(texts[sms.locale][sms.template] ?? texts['zh-CN'][sms.template] ?? '', sms.params)
  const row = {
    id,
    countyCode: sms.countyCode,
    channel: 'sms' as const,
    template: sms.template,
    toCipher: vault.sealField(sms.to),
    bodyCipher: vault.sealField(body),
    state: 'waiting' as const,
    tries: 0,
    createdAt: clock.now(),
    sentAt: null,
  }
  await Promise.all([insertRows(tx, message, [row]), jobs.send(tx, 'deliver-message', { id })])
}
