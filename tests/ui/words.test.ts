import { describe, expect, it } from 'vitest'
import { readProblem } from '../../web/src/app/problem-error.ts'
import { open, seal } from '../../web/src/app/sealing.ts'
import { clauses } from '../../web/src/ui/clauses.ts'
import { splitMarks } from '../../web/src/ui/marks.ts'

const words = (text: string) => clauses(text).map((clause) => clause.map(({ text: piece }) => piece).join(''))

describe('lines', () => {
  it('break between clauses, never before punctuation or a closing quote', () => {
    expect(words('没有网络。您写的都在这部手机上')).toEqual(['没有网络。', '您写的都在这部手机上'])
    expect(words('“老伴住院花了三万多，家里就靠几亩地……”')).toEqual([
      '“老伴住院花了三万多，',
      '家里就靠几亩地……”',
    ])
    expect(words('4 项：1 项等您，2 项在办')).toEqual(['4 项：', '1 项等您，', '2 项在办'])
  })

  it('keep dates and amounts in one piece, and lose nothing', () => {
    const text = '11月30日（周一）前，人均 1,234.5 元，高过 760 元'
    expect(words(text).join('')).toBe(text)
    expect(
      clauses(text)
        .flat()
        .filter((piece) => piece.whole)
        .map((piece) => piece.text),
    ).toEqual(['11月30日（周一）', '1,234.5 元', '760 元'])
  })

  it('leave English alone', () => {
    expect(words('Call 12345, day and night')).toEqual(['Call 12345, day and night'])
  })
})

describe("a person's own words", () => {
  const said = '我男人脑梗住院，自己掏了三万多'

  it('stay as they were said, whatever is marked in them', () => {
    const parts = splitMarks(said, [
      { start: 12, end: 99 },
      { start: 3, end: 7 },
      { start: 5, end: 9 },
      { start: 40, end: 50 },
    ])
    expect(parts.map((part) => part.text).join('')).toBe(said)
    expect(parts.filter((part) => part.marked).map((part) => part.text)).toEqual(['脑梗住院', '三万多'])
  })
})

describe('what is kept on the phone', () => {
  const key = (): Promise<CryptoKey> =>
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

  it('comes back with its photos, and says nothing to whoever copies the file', async () => {
    const mine = await key()
    const photo = new File(['学生证'], '学生证.jpg', { type: 'image/jpeg' })
    const sealed = await seal(mine, { words: '我男人住院', papers: [{ photo }] })
    const lying = Buffer.concat([
      Buffer.from(sealed.text),
      ...sealed.blobs.map((blob) => Buffer.from(blob.bytes)),
    ])
    expect(lying.includes(Buffer.from('住院'))).toBe(false)
    expect(lying.includes(Buffer.from('学生证'))).toBe(false)
    const back = (await open(mine, sealed)) as { words: string; papers: { photo: File }[] }
    expect(back.words).toBe('我男人住院')
    expect(await back.papers[0]?.photo.text()).toBe('学生证')
    expect(back.papers[0]?.photo.name).toBe('学生证.jpg')
  })

  it('does not open with the key of another phone', async () => {
    const sealed = await seal(await key(), { words: '我男人住院' })
    await expect(open(await key(), sealed)).rejects.toThrow()
  })
})

describe('a refusal', () => {
  it('names the field and what may be done, in the words of the server', () => {
    const refused = readProblem(
      409,
      {
        type: 'urn:yima:problem:not-allowed-now',
        title: '现在不能撤回',
        status: 409,
        errors: [{ field: 'who.idNumber', code: 'checksum' }],
        allowed: ['answer'],
      },
      '30',
    )
    expect(refused).toMatchObject({
      code: 'not-allowed-now',
      title: '现在不能撤回',
      allowed: ['answer'],
      retryAfter: 30,
      status: 409,
    })
    expect(refused.reason('who.idNumber')).toBe('checksum')
  })

  it('that is no refusal of ours (a proxy, a portal page) is not taken for one', () => {
    expect(readProblem(502, '<html>').code).toBe('malformed')
    expect(readProblem(503, null).retryAfter).toBeUndefined()
  })
})
