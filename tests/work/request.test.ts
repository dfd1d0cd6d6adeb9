import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { against, missingFacts } from '../../web/src/work/against.ts'
import { agreementBody, agreementProblems, type AgreementDraft } from '../../web/src/work/agreement.ts'
import { likelihoodOf } from '../../web/src/work/likelihood.ts'
import { acceptable, byTurn, nextStep } from '../../web/src/work/next-step.ts'
import { officesOf } from '../../web/src/work/offices.ts'
import { askedPapers } from '../../web/src/work/papers.ts'
import { markWords } from '../../web/src/work/words.ts'
import { claim, fact, heWenjing, outreach, request, words } from './requests.ts'

describe('the words a clerk reads', () => {
  it('stay whole, whatever was read in them and however readings overlap', () => {
    const kinds = fc.constantFrom('fact', 'programme', 'danger', 'complaint', 'something-new')
    const phrase = fc.record({
      start: fc.integer({ min: -2, max: 60 }),
      end: fc.integer({ min: -2, max: 60 }),
      text: fc.string(),
      kind: kinds,
      key: fc.string(),
    })
    fc.assert(
      fc.property(fc.array(phrase), (phrases) => {
        expect(
          markWords(words, phrases)
            .map(({ text }) => text)
            .join(''),
        ).toBe(words)
      }),
    )
  })

  it('show the danger where a danger and a programme were read in the same stretch', () => {
    const parts = markWords('今天没米下锅', [
      { start: 0, end: 6, text: '今天没米下锅', kind: 'programme', key: 'temporary' },
      { start: 2, end: 6, text: '没米下锅', kind: 'danger', key: 'food' },
    ])
    expect(parts).toEqual([
      { text: '今天' },
      {
        text: '没米下锅',
        number: 1,
        mark: { start: 2, end: 6, text: '没米下锅', kind: 'danger', key: 'food' },
      },
    ])
  })
})

describe('what was said beside what was found', () => {
  it('stands in one row per person and fact, differences first', () => {
    const rows = against([
      fact({ fact: 'monthlyIncome', value: 1140 }),
      fact({ value: 4, source: 'declared' }),
      fact({ value: 3 }),
      fact({ fact: 'age', member: 'm1', value: 52 }),
      fact({ fact: 'age', member: 'm2', value: 17 }),
    ])
    expect(rows.map((row) => [row.fact, row.member, row.differs])).toEqual([
      ['householdSize', null, true],
      ['monthlyIncome', null, false],
      ['age', 'm1', false],
      ['age', 'm2', false],
    ])
    expect(rows[0]?.said?.value).toBe(4)
    expect(rows[0]?.found.map(({ value }) => value)).toEqual([3])
  })

  it('never calls "I cannot say" a difference', () => {
    expect(against([fact({ value: 'unknown', source: 'declared' }), fact({ value: 3 })])[0]?.differs).toBe(
      false,
    )
  })

  it('sees that two offices found different things although the person said nothing', () => {
    const rows = against([fact({ value: 3, source: 'department' }), fact({ value: 2, source: 'visit' })])
    expect(rows[0]).toMatchObject({ differs: true, said: undefined })
  })

  it('names each fact that could still change an open claim once, the most telling first', () => {
    const other = claim({ verdicts: [{ ...claim().verdicts[0]!, missing: [{ fact: 'financialAssets' }] }] })
    const settled = claim({
      state: 'notAccepted',
      verdicts: [{ ...claim().verdicts[0]!, missing: [{ fact: 'houseGrade' }] }],
    })
    expect(missingFacts(request({ claims: [claim(), other, settled] })).map((one) => one.fact)).toEqual([
      'financialAssets',
      'hukouLocal',
    ])
  })
})

describe('the next thing to do', () => {
  it('is to answer the claims nobody has answered, by the earliest of their days and of the visit', () => {
    const step = nextStep(
      request({ claims: [claim(), claim({ due: { date: '2026-11-19', provisional: true } })] }),
    )
    expect(step).toEqual({ kind: 'triage', count: 2, due: { date: '2026-11-19', provisional: true } })
  })

  it('is the visit for somebody others spoke for, and nothing before they agree', () => {
    expect(nextStep(outreach())).toMatchObject({ kind: 'outreach', due: { date: '2026-11-20' } })
  })

  it('is to wait, without a day, while every claim waits for papers', () => {
    const paused = claim({ state: 'supplement', paused: 'supplement', due: null })
    expect(nextStep(request({ claims: [paused] }))).toMatchObject({ kind: 'papers', due: null })
  })

  it('is nothing when every claim is settled or the request was withdrawn', () => {
    expect(nextStep(request({ claims: [claim({ state: 'notAccepted' })] })).kind).toBe('over')
    expect(nextStep(request({ state: 'withdrawn' })).kind).toBe('over')
  })

  it('accepts only what the server allows this officer to accept', () => {
    const mine = claim()
    expect(acceptable(request({ claims: [mine, claim({ allowed: [] })] }))).toEqual([mine])
  })

  it('puts claims that wait for an answer before all others', () => {
    const states = ['notAccepted', 'accepted', 'supplement', 'proposed']
    expect(byTurn(states.map((state) => claim({ state }))).map(({ state }) => state)).toEqual([
      'proposed',
      'supplement',
      'accepted',
      'notAccepted',
    ])
  })
})

describe('how likely a claim is', () => {
  it('is what its resident was told', () => {
    for (const likelihood of ['likely', 'possible', 'probably-not'] as const) {
      expect(likelihoodOf(claim({ likelihood }))).toBe(likelihood)
    }
  })
  it('stands open for what an officer added', () => {
    expect(likelihoodOf(claim({ origin: 'officer', likelihood: null }))).toBe('possible')
  })
})

describe('the one list of papers', () => {
  it('takes one own paper a line, each once, and leaves an empty note out', () => {
    expect(askedPapers({ chosen: ['id-card'], own: ' 住院发票\n\n住院发票\n出院小结 ', note: '  ' })).toEqual(
      {
        papers: [
          { paper: 'id-card' },
          { paper: 'other', words: '住院发票' },
          { paper: 'other', words: '出院小结' },
        ],
      },
    )
  })
})

describe('recording that somebody agrees', () => {
  const draft: AgreementDraft = {
    how: 'in-person',
    on: '2026-11-18',
    witness: '余桂芳',
    name: '赵德顺',
    idNumber: '',
    phone: '',
  }

  it('needs how, when, a witness and a name, and neither an ID number nor a phone', () => {
    expect(agreementProblems(draft)).toEqual({})
    expect(agreementBody(draft)).toEqual({
      how: 'in-person',
      on: '2026-11-18',
      witness: '余桂芳',
      name: '赵德顺',
    })
    expect(
      Object.keys(agreementProblems({ ...draft, how: undefined, on: '', witness: '', name: '' })).sort(),
    ).toEqual(['how', 'name', 'on', 'witness'])
  })

  it('says which digit count or check digit of an ID number is wrong', () => {
    expect(agreementProblems({ ...draft, idNumber: '99010119360101001' }).idNumber).toBe('id-too-short')
  })
})

describe('whom one can be in the demonstration', () => {
  const county = {
    ...heWenjing,
    id: '2',
    name: '周立新',
    role: 'county-officer',
    unit: '青禾县民政局',
    region: '青禾县',
  }
  const alone = { ...heWenjing, id: '3', name: '唐敏', unit: '清泉镇窗口', region: '清泉镇' }
  const second = { ...heWenjing, id: '4', name: '刘小勤' }
  const auditor = { ...heWenjing, id: '5', name: '严明', role: 'supervisor', unit: '纪委' }
  const everybody = [county, auditor, heWenjing, second, alone]

  it('is grouped by office, townships before the county, and leaves out who has no page yet', () => {
    expect(officesOf(everybody, '').map(({ unit, staffing }) => [unit, staffing])).toEqual([
      [heWenjing.unit, 'full'],
      ['清泉镇窗口', 'single'],
      ['青禾县民政局', 'county'],
    ])
  })

  it('is found by name, post, office or place, and a search does not change how an office is staffed', () => {
    expect(officesOf(everybody, '刘小勤')).toEqual([
      { unit: heWenjing.unit, staffing: 'full', officers: [second] },
    ])
    expect(officesOf(everybody, '清泉').map(({ unit }) => unit)).toEqual(['清泉镇窗口'])
  })
})
