import { v7 as uuidv7 } from 'uuid'
import en from '@yima/shared/locales/en/sms.json' with { type: 'json' }
import zh from '@yima/shared/locales/zh-CN/sms.json' with { type: 'json' }
import { fillWords, type Locale } from '@yima/shared/notification/words'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { allOf } from '../together.ts'
import { message } from './table.ts'

const texts: Record<Locale, Record<string, string>> = { 'zh-CN': zh, en }
export type SmsTemplate = keyof typeof zh

export type Sms = {
  to: string
  template: SmsTemplate
  params: Record<string, string | number>
  locale: Locale
  countyCode: string
  /** The message of the inbox that it carries on, and the moment before which it waits. */
  of?: { notificationId: string; notBefore: Date }
}

/**
 * Writes an SMS and the job that delivers it in the caller's transaction: sent if and only if committed.
 * Both are on their way when this returns. By itself it is for codes and for calls of the roster, which
 * wait for no morning; what people are told goes through `notify`.
 */
export async function enqueueSms(tx: Transaction, { vault, clock, jobs }: Deps, sms: Sms): Promise<void> {
  const id = uuidv7()
  const now = clock.now()
  const body = fillWords(texts[sms.locale][sms.template] ?? texts['zh-CN'][sms.template] ?? '', sms.params)
  const row = {
    id,
    countyCode: sms.countyCode,
    channel: 'sms' as const,
    template: sms.template,
    toCipher: vault.sealField(sms.to),
    bodyCipher: vault.sealField(body),
    state: 'waiting' as const,
    tries: 0,
    createdAt: now,
    sentAt: null,
    notificationId: sms.of?.notificationId ?? null,
    notBefore: sms.of?.notBefore ?? null,
    triedAt: null,
    deliveredAt: null,
  }
  // What waits for the morning is found by the clock, not by a job that would come too early.
  const later = sms.of !== undefined && sms.of.notBefore > now
  await allOf([insertRows(tx, message, [row]), ...(later ? [] : [jobs.send(tx, 'deliver-message', { id })])])
}
