import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { posted } from '@yima/shared/notice/contract'
import { isPosted, mask, postedOf, related } from '@yima/shared/notice/posted'
import { isPrivate } from '@yima/shared/notice/private'
import { illness } from '@yima/shared/reading/lexicon/illness'
import { programmeIds } from '@yima/shared/policy/programme-ids'

describe('a name on a board', () => {
  it.each([
    ['张桂兰', '张*兰'], ['李明', '李*'], ['欧阳娜', '欧阳*'], ['司马相如', '司马*如'], ['李', '*'], ['张王李赵国', '张**国'],
    ['阿依古丽·买买提', '阿*'], ['扎西 多吉', '扎**吉'], ['Maria Schmidt', 'M*'], ['', '*'], ['110105194912310021', '*'],
    ['张13800138000', '*'], ['住稻香村3组12号', '*'],
  ])('of %s is %s', (name, shown) => expect(mask(name)).toBe(shown))
})

describe('what may not be said to strangers', () => {
  it.each([
    'He has lung cancer.', 'She is disabled', 'on dialysis since May', 'depressed', 'a diagnosis', 'lives in Room 12', '3 Peach Lane', '14 Old Mill Road',
    'Building No. 5', 'her son is in primary school', 'Grade 3', '他有肺癌', '他脑梗以后瘫在床上', '心脏病', '有高血压', '老年痴呆', '尘肺病人', '腿截肢了', '住在三组十二号', '电话一三八〇〇一三八〇〇〇',
    '身份证幺幺零幺零五', '后街五栋二单元', '得了老年痴呆症', '做过化疗',
  ])('%s', (words) => expect(isPrivate(words)).toBe(true))

  it('each illness that the reader of people’s words knows', () => {
    expect(illnesses.length).toBeGreaterThan(100)
    expect(illnesses.filter((word) => !isPrivate(`查过了，他${word}。`))).toEqual([])
  })

  it.each([
    'We looked at it and the family may stay on the list.', 'The income was worked out anew on 3 March.', 'Please ask at the window of the township.',
    'It was counted 2 times.', 'The road to it was passable', '查过了，符合条件。', '家里四口人，两个月内再看一次。', '三月里入户看过，收入每月一千二百元。', '请到镇里的窗口来，带上材料。', '一共核对了十二个单位。', '到他家的路一直不通。',
  ])('but this: %s', (words) => expect(isPrivate(words)).toBe(false))
})

/** Every illness that the reader knows by a plain word. */
const illnesses = [illness['grave'], illness['mild'], illness['lasting']].flatMap((words = '') => words.replaceAll(/\(\?:[^)]*\)\??/g, '').split('|').map((word) => word.trim())).filter((word) => /^\p{Script=Han}{2,}$/u.test(word))
const secret = fc.constantFrom(...illnesses, '110105194912310021', '13800138000', '6217000010001234567', '患肺癌', '稻香村3组12号', '实验小学三年级', '艾滋病')
const anything = fc.oneof(fc.string({ unit: 'binary' }), secret, fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join('')))

describe('what is posted', () => {
  it('holds nothing but what is allowed, whatever names and facts it was made of', () => {
    fc.assert(
      fc.property(
        fc.record({
          programme: fc.constantFrom(...programmeIds), name: anything, persons: fc.integer({ min: 1, max: 30 }),
          fen: fc.option(fc.integer({ min: 0, max: 9_999_999 })), kind: fc.constantFrom('monthly', 'yearly', 'once', 'per-bill', 'status', 'service'),
          emergency: fc.option(fc.boolean()), words: anything, idNumber: anything,
        }),
        anything,
        (claim, post) => {
          const line = postedOf(claim as Parameters<typeof postedOf>[0])
          for (const shown of [line, related(line, { post, kinship: 'spouse' })]) {
            expect(v.safeParse(posted, shown).success).toBe(true)
            expect(shown.name).toMatch(/^(\*|[\p{L}\p{Co}\p{M}]{1,6}\*{1,2}[\p{L}\p{Co}\p{M}]{0,3})$/u)
            expect([shown.name, shown.relative?.post ?? ''].filter(isPrivate)).toEqual([])
          }
        },
      ),
    )
  })

  it('is nothing at all of children, of whom somebody threatens, and where the rules post nothing', () => {
    const nobody = { age: 'grown' as const, dangers: [] }
    for (const programme of ['orphan', 'unsupported-child', 'judicial', 'legal-aid', 'homeless'] as const)
      expect(isPosted({ programme, ...nobody })).toBe(false)
    expect(isPosted({ programme: 'dibao', ...nobody })).toBe(true)
    expect(isPosted({ programme: 'dibao', age: 'grown', dangers: ['violence'] })).toBe(false)
    expect(isPosted({ programme: 'tekun', age: 'minor', dangers: [] })).toBe(false)
  })

  it('is nothing of a stranger in need of full support of whom nobody knows how old they are', () => {
    const posted = (programme: 'tekun' | 'dibao', age: 'grown' | 'unknown') => isPosted({ programme, age, dangers: [] })
    expect([posted('tekun', 'unknown'), posted('tekun', 'grown'), posted('dibao', 'unknown')]).toEqual([false, true, true])
  })
})
