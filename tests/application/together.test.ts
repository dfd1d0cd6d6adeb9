import { describe, expect, it } from 'vitest'
import { allOf, inOneTurn, together } from '@yima/api/together'

const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })

/** Notes which people went together, and refuses those who bring nothing. */
function counter(refuse: (who: readonly string[]) => Error | undefined = () => undefined) {
  const companies: string[][] = []
  const ask = together(
    async (people: readonly string[]) => {
      companies.push([...people])
      const refused = refuse(people)
      if (refused) throw refused
      return people.map((who) => `${who}: received`)
    },
    { most: 3, atOnce: 1 },
  )
  return { ask, companies }
}

describe('people who come at the same moment', () => {
  it('go together, as many as there is room for, and each gets their own answer', async () => {
    const { ask, companies } = counter()
    const answers = await Promise.all(['周', '唐', '何', '李'].map(ask))
    expect(answers).toEqual(['周: received', '唐: received', '何: received', '李: received'])
    expect(companies).toEqual([['周', '唐', '何'], ['李']])
  })

  it('are not refused for the sake of one among them', async () => {
    const { ask, companies } = counter((people) =>
      people.includes('唐') ? new Error('no picture') : undefined,
    )
    const answers = await Promise.allSettled(['周', '唐', '何'].map(ask))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(companies).toEqual([['周', '唐', '何'], ['周'], ['唐'], ['何']])
  })

  it('are told at once when the database is away, instead of one after the other', async () => {
    const { ask, companies } = counter(() => away)
    const answers = await Promise.allSettled(['周', '唐'].map(ask))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(companies).toEqual([['周', '唐']])
  })
})

describe('what goes side by side in a transaction', () => {
  it('fails with what failed first, and only when nobody writes any more', async () => {
    const ended: string[] = []
    const writes = async (who: string, turns: number, fault?: Error) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      ended.push(who)
      if (fault) throw fault
      return who
    }
    const all = allOf([writes('何', 90), writes('周', 50, new Error('later')), writes('唐', 2, away), 7])
    const failed = await all.then(
      () => undefined,
      (error: unknown) => ({ error, ended: [...ended] }),
    )
    expect(failed).toEqual({ error: away, ended: ['唐', '周', '何'] })
    expect(await allOf([writes('周', 2), 7])).toEqual(['周', 7])
  })
})

describe('those who share a transaction', () => {
  it('are asked for by one statement in a turn, and each gets their own answer', async () => {
    const asked: string[][] = []
    const ask = inOneTurn(async (people: readonly string[]) => {
      asked.push([...people])
      return people.map((who) => `${who}: known`)
    })
    // The second turn begins with the answers of the first.
    const twice = async (who: string) => [await ask(who), await ask(`${who} again`)]
    const answers = await Promise.all(['周', '唐'].map(twice))
    expect(answers).toEqual([
      ['周: known', '周 again: known'],
      ['唐: known', '唐 again: known'],
    ])
    expect(asked).toEqual([
      ['周', '唐'],
      ['周 again', '唐 again'],
    ])
  })

  it('fail together, as their transaction does', async () => {
    const ask = inOneTurn<string, string>(async () => {
      throw new Error('no such table')
    })
    const answers = await Promise.allSettled(['周', '唐'].map(ask))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
