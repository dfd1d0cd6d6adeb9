import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskName, normaliseName, parseName } from '@yima/shared/identity/name'

describe('reading a name', () => {
  it.each([
    '·', '•', '‧', '・', '･', '\u0387', '⋅', '∙', '\u16EB', '.', '．', '。', '｡', '●', '․', '﹒', '˙', '\uA78F', '◦', 'ㆍ',
    ' · ', ' . ', '··', '.·', '-', '－', '—', '_',
  ])('knows %j as the dot of 买买提·吐尔逊', (dot) => {
    expect(normaliseName(`买买提${dot}吐尔逊`)).toBe('买买提·吐尔逊')
  })

  it.each([
    ['  张　秀 兰 ', '张秀兰'],
    ['阿·布·都', '阿·布·都'],
    ['John   Smith', 'John Smith'],
    ['J. Smith', 'J. Smith'],
    ['张\u200B秀\u202E兰\u0000', '张秀兰'],
    ['张\u200D兰', '张兰'],
    ['·王明。', '王明'],
    ['⼩⽉', '小月'],
    ['Ｊｏｈｎ', 'John'],
    ['Jean-Paul Sartre', 'Jean-Paul Sartre'],
    ['\uF92C某', '郎某'],
    ['Ngu\u0065\u0302n', 'Nguên'],
  ])('tidies %j to %j', (typed, name) => {
    expect(normaliseName(typed)).toBe(name)
  })

  it('keeps joiners where Arabic and Tibetan letters need them', () => {
    expect(normaliseName('نى\u200Cم')).toBe('نى\u200Cم')
    expect(normaliseName('ཀ\u200Dཁ')).toBe('ཀ\u200Dཁ')
  })

  it('accepts rare characters outside the basic plane and keeps them as they are', () => {
    expect(parseName('𬱖𪚥')).toEqual({ ok: true, value: '𬱖𪚥' })
    expect(parseName('王㊀')).toEqual({ ok: true, value: '王㊀' })
    for (const rare of ['𠮷田', '𬎆', '\u845B\u{E0100}城', '葛\uFE00', '〇', '㐀\uE000', '\uE123'])
      expect(parseName(rare)).toEqual({ ok: true, value: rare })
  })

  it.each([
    [' \u200B ', 'empty'],
    ['123', 'no-letter'],
    ['=1+1', 'no-letter'],
    ['\uD800\u0000\u202E', 'empty'],
    ['···', 'empty'],
    ['\u3164', 'empty'],
    ['长'.repeat(101), 'too-long'],
  ])('refuses %j as %s', (typed, code) => {
    expect(parseName(typed)).toEqual({ ok: false, code })
  })

  it('has room for the longest names of Xinjiang and Tibet, in any script', () => {
    for (const name of [
      '阿卜杜热合曼·阿卜杜喀迪尔·买买提吐尔逊·艾合买提江',
      'ABDURAHMAN ABDUQADIR MEMETTURSUN EHMETJAN ABDUKERIM GULBAHAR',
      'ئابدۇراخمان ئابدۇقادىر مۇھەممەت تۇرسۇن ئەخمەتجان',
      'ངག་དབང་བློ་བཟང་ཡེ་ཤེས་བསྟན་འཛིན་རྒྱ་མཚོ་སྲིད་གསུམ་དབང་བསྒྱུར་མཚུངས་པ་མེད་པའི་སྡེ',
    ])
      expect(parseName(name)).toEqual({ ok: true, value: name })
  })

  it('counts code points: a hundred rare characters fit', () => {
    expect(parseName('𪚥'.repeat(100)).ok).toBe(true)
  })

  it('is stable: a tidy name stays', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const once = normaliseName(typed)
      expect(normaliseName(once)).toBe(once)
    }))
  })
})

describe('masking a name', () => {
  it.each([
    ['张秀兰', '张*兰'],
    ['李四', '李*'],
    ['欧阳兰', '欧阳*'],
    ['欧阳小兰', '欧阳*兰'],
    ['欧阳', '欧*'],
    ['扎西次仁', '扎**仁'],
    ['阿卜杜拉·买买提', '阿*·买*'],
    ['John Smith', 'J* S*'],
    ['𬱖𪚥', '𬱖*'],
    ['张', '*'],
    ['', '*'],
  ])('shows %s as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('never shows a whole name', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const shown = maskName(name)
      expect(shown).toContain('*')
      if (!name.includes('*')) expect(shown).not.toContain(normaliseName(name) || '?')
    }))
  })
})
