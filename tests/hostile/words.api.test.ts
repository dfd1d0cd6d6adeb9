import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { Submitted } from '@yima/shared/application/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { anApplication, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
})
afterAll(() => office.close())

let phones = 0
/** Applies in these words, and reads them back as the applicant and as the office see them. */
async function told(words: string, name = '周素芬') {
  const device = office.device()
  const phone = `1990000${String(1000 + (phones += 1))}`
  const applicant = await office.confirmedApplicant(device, phone, name)
  const received = await device.post(
    '/applications',
    anApplication({ words, applicant, address: words.slice(0, 50) }),
  )
  expect(received.status, await received.clone().text()).toBe(201)
  const { id } = (await received.json()) as Submitted
  const own = (await (await device.get(`/me/applications/${id}`)).json()) as ApplicationView
  const work = (await (await clerk.get(`/work/applications/${id}`)).json()) as WorkApplication
  return { own: own.words, office: work.words, name: work.person.name, phrases: work.phrases }
}

describe('words are kept as they were typed', () => {
  it.each([
    ['markup', '家里没米了<script>alert(1)</script><img src=x onerror=alert(2)>'],
    ['SQL', "没钱看病'); DROP TABLE application; --"],
    ['a formula of a spreadsheet', '=HYPERLINK("http://x.example","没米")+cmd|\'/C calc\'!A1'],
    ['a template', '没米{{7*7}}${7*7}<%= 7 %>#{7}'],
    ['escapes of another language', '没米\\u0000\\x00%00%0d%0aSet-Cookie: a=b'],
    ['characters outside the basic plane', '俺叫𠮷田𬎆，没米下锅𪚥'],
    ['faces', '没米了😭👨‍👩‍👧'],
    ['Tibetan', 'ང་ལ་ཟ་རྒྱུ་མེད།'],
    ['Uyghur', 'مېنىڭ يېگۈدەك نەرسەم يوق'],
    ['several lines', '没米\n没钱\n没人管'],
  ])('%s', async (_, words) => {
    const { own, office: seen } = await told(words)
    expect([own, seen]).toEqual([words, words])
  })
})

describe('what nobody can see does not stay', () => {
  it.each([
    ['a direction override', '没米\u202e下锅\u202c', '没米下锅'],
    ['NUL and half characters', '没\u0000米\ud800了', '没米了'],
    ['zero-width spaces', '没\u200b米\u2060了\ufeff', '没米了'],
    ['towers of marks', `没${'\u0335'.repeat(60)}米了`, `没${'\u0335'.repeat(4)}米了`],
    ['tags', '没米了\u{e0041}\u{e0042}', '没米了'],
    ['line ends of other systems', '没米\r\n没钱\u2028没人', '没米\n没钱\n没人'],
  ])('%s', async (_, typed, words) => {
    expect(await told(typed)).toMatchObject({ own: words, office: words })
  })
})

describe('a name reaches the office as on the card', () => {
  it.each([
    ['买买提•吐尔逊', '买买提·吐尔逊'],
    ['买买提.吐尔逊', '买买提·吐尔逊'],
    [
      '阿卜杜热合曼・阿卜杜喀迪尔・买买提吐尔逊・艾合买提江',
      '阿卜杜热合曼·阿卜杜喀迪尔·买买提吐尔逊·艾合买提江',
    ],
    ['𠮷\u3000某', '𠮷某'],
    ['<b>张三</b>', '<b>张三</b>'],
    ["Robert'); DROP TABLE person;--", "Robert'); DROP TABLE person;--"],
  ])('%j', async (typed, name) => {
    expect((await told('家里没米下锅了', typed)).name).toBe(name)
  })
})

it('phrases still point at the words they were read from', async () => {
  const { office: words, phrases } = await told('\u202e我男人\u0000上个月脑梗𠮷住院，自己掏了三万多')
  expect(phrases.length).toBeGreaterThan(0)
  for (const { start, end, text } of phrases) expect(words.slice(start, end)).toBe(text)
})
