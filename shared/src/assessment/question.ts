import type { FactKey } from '../fact/dictionary.ts'
import en from '../locales/en/fact.json' with { type: 'json' }
import zh from '../locales/zh-CN/fact.json' with { type: 'json' }

export type Language = 'zh-CN' | 'en'

const catalogues: Record<Language, Record<string, string>> = { 'zh-CN': zh, en }

/** The question for one fact in the reader's language. */
export const questionIn = (language: Language, fact: FactKey): string =>
  catalogues[language][`fact.ask.${fact}`] ?? fact
