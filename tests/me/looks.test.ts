import { describe, expect, it } from 'vitest'
import { authorisationHolds } from '@yima/shared/me/consent'
import type { AccessLine } from '@yima/shared/me/contract'
import { joinLooks } from '@yima/shared/me/looks'
import { officeAndPost } from '@yima/shared/organisation/office-and-post'

const he = { name: '何文静', post: '社会救助经办', office: '稻香镇社会救助窗口' }
let ids = 0
const look = (at: string, what: string, more: Partial<AccessLine> = {}): AccessLine => ({
  id: `l${(ids += 1)}`,
  at: `2026-11-16T01:${at}.000Z`,
  by: 'officer',
  reader: he,
  purpose: 'handle',
  what,
  facts: [],
  handles: true,
  question: null,
  ...more,
})
const whats = (lines: AccessLine[]) => joinLooks(lines).map((line) => line.whats)

describe('looks of one visit to a file', () => {
  it('are one line, with everything that was seen in the order in which it was', () => {
    const lines = [
      look('05:50', 'picture'),
      look('05:40', 'picture'),
      look('05:00', 'application'),
      look('04:55', 'list'),
    ]
    expect(whats(lines)).toEqual([['list', 'application', 'picture']])
    expect(joinLooks(lines)[0]).toMatchObject({ id: lines[0]?.id, ids: lines.map(({ id }) => id) })
  })

  it('stay apart from those of another person, another purpose, or more than a minute before', () => {
    const other = { ...he, name: '刘小勤' }
    expect(whats([look('05:10', 'picture'), look('05:05', 'list', { reader: other })])).toHaveLength(2)
    expect(whats([look('05:10', 'code', { purpose: 'papers' }), look('05:05', 'list')])).toHaveLength(2)
    expect(whats([look('05:10', 'picture'), look('04:09', 'application')])).toHaveLength(2)
    // A look every fifty seconds for an hour is not one line.
    expect(whats([look('05:40', 'a'), look('04:55', 'b'), look('04:10', 'c')])).toEqual([['b', 'a'], ['c']])
  })

  it('carry the question that was asked about one of them', () => {
    const question = { askedAt: '2026-11-16T02:00:00.000Z', words: '', answer: null }
    expect(
      joinLooks([look('05:10', 'picture'), look('05:00', 'application', { question })])[0]?.question,
    ).toBe(question)
  })
})

it('an office and a post say nothing twice', () => {
  expect(officeAndPost('稻香镇社会救助窗口', '社会救助经办')).toBe('稻香镇社会救助窗口经办')
  expect(officeAndPost('稻香镇纪委', '镇纪委书记')).toBe('稻香镇纪委书记')
  expect(officeAndPost('青禾县民政局', '儿童福利科')).toBe('青禾县民政局儿童福利科')
  expect(officeAndPost('青禾县救助站', '救助专办')).toBe('青禾县救助站专办')
  expect(officeAndPost('核对中心', '')).toBe('核对中心')
})

describe('an authorisation', () => {
  it('holds while an office works on the request or aid is received', () => {
    expect(authorisationHolds({ state: 'submitted', claims: [] })).toBe(true)
    expect(authorisationHolds({ state: 'open', claims: ['refused', 'accepted'] })).toBe(true)
    expect(authorisationHolds({ state: 'closed', claims: ['active'] })).toBe(true)
  })

  it('ends when the request is taken back, refused, or aid has ended', () => {
    expect(authorisationHolds({ state: 'withdrawn', claims: ['accepted'] })).toBe(false)
    expect(authorisationHolds({ state: 'closed', claims: ['refused', 'ended'] })).toBe(false)
    expect(authorisationHolds({ state: 'open', claims: ['withdrawn'] })).toBe(false)
    expect(authorisationHolds({ state: 'closed', claims: [] })).toBe(false)
  })
})
