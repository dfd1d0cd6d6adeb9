import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applicationRefusalCodes } from '@yima/shared/application/workflow'
import { claimStates } from '@yima/shared/claim/claim'
import { claimCommandNames } from '@yima/shared/claim/commands'
import { processRefusalCodes } from '@yima/shared/process/workflow'
import { claimRefusalCodes } from '@yima/shared/claim/workflow'
import { idNumberErrors } from '@yima/shared/identity/id-number'
import { nameErrors } from '@yima/shared/identity/name'
import { phoneErrors } from '@yima/shared/identity/phone'
import { problemStatus } from '@yima/shared/problem'
import { receiptNumberErrors } from '@yima/shared/receipt/number'
import claim from '@yima/shared/locales/zh-CN/claim.json'
import problem from '@yima/shared/locales/zh-CN/problem.json'

const source = new URL('../../shared/src/', import.meta.url)
const folder = (language: string) => new URL(`locales/${language}/`, source)
const files = readdirSync(folder('zh-CN')).sort()

function read(language: string, file: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8')) as Record<string, string>
}

/** Names of placeholders; `{count:day|days}` counts as `count`. */
const placeholders = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''))].sort()

describe('the texts that both sides show', () => {
  it('exist in both languages', () => {
    expect(readdirSync(folder('en')).sort()).toEqual(files)
  })

  it.each(files)('%s has the same sorted keys and placeholders in Chinese and English', (file) => {
    const zh = read('zh-CN', file)
    const en = read('en', file)
    const keys = Object.keys(zh)
    expect(Object.keys(en)).toEqual(keys)
    expect(keys).toEqual([...keys].sort())
    for (const key of keys) {
      expect(zh[key], key).toBeTruthy()
      expect(en[key], key).toBeTruthy()
      expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(zh[key] ?? ''))
    }
  })

  it('never use half-width punctuation after a Chinese character', () => {
    for (const file of files) {
      for (const [key, sentence] of Object.entries(read('zh-CN', file))) {
        expect(sentence, `${file} ${key}`).not.toMatch(/\p{Script=Han}[,;:?!]/u)
      }
    }
  })
})

describe('what Yima refuses', () => {
  it('is always said in a sentence', () => {
    const sentences = Object.keys(problem)
    for (const code of Object.keys(problemStatus)) expect(sentences).toContain(`problem.${code}`)
  })

  /** Codes as the contracts write them: the last argument of a check. */
  const contracts = ['border.ts', 'application/contract.ts', 'claim/contract.ts', 'claim/reason.ts', 'process/contract.ts', 'identity/contract.ts']
  const written = contracts.flatMap((file) =>
    [...readFileSync(new URL(file, source), 'utf8').matchAll(/(?:, |v\.string\()'([a-z]+(?:-[a-z]+)+)'\)/g)])
    .map(([, code]) => code ?? '')
  const withPrefix = (prefix: string, codes: readonly string[]) => codes.map((code) => `${prefix}-${code}`)
  const codes = new Set([
    ...written, ...claimRefusalCodes, ...processRefusalCodes, ...applicationRefusalCodes, ...withPrefix('id', idNumberErrors),
    ...withPrefix('name', nameErrors), ...withPrefix('phone', phoneErrors),
    ...withPrefix('receipt', receiptNumberErrors),
  ])

  it.each([...codes].sort())('%s tells people how to mend it', (code) => {
    expect(Object.keys(problem)).toContain(`problem.field.${code}`)
  })

  it('is never put as a blame', () => {
    for (const sentence of Object.values(problem)) expect(sentence).not.toMatch(/错误|非法|无效|失败|必填/)
  })
})

describe('what happens to a claim', () => {
  it('is named and explained to both sides in every state', () => {
    for (const state of claimStates) {
      for (const part of ['state', 'resident', 'work']) {
        expect(Object.keys(claim)).toContain(`claim.${part}.${state}`)
      }
    }
  })

  it('is told to both sides whatever the event', () => {
    const events = ['claim/claim.ts', 'application/workflow.ts', 'process/process.ts']
      .flatMap((file) => [...readFileSync(new URL(file, source), 'utf8')
        .matchAll(/type: '((?:claim|papers|application|outreach|agreement|process|step|opinion|notice|clock|time)-[a-z-]+)'/g)])
      .map(([, type]) => type ?? '')
    expect(events.length).toBeGreaterThan(12)
    for (const type of events) {
      expect(Object.keys(claim)).toContain(`claim.event.${type}`)
      expect(Object.keys(claim)).toContain(`claim.work.event.${type}`)
    }
  })

  it('has a word for every command', () => {
    const words = Object.keys(claim)
    for (const command of claimCommandNames) {
      const asked = !['open', 'accept-by-silence', 'begin'].includes(command)
      expect(words.includes(`claim.command.${command}`)).toBe(asked)
    }
  })
})
