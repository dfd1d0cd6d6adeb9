import type { Behaviour, Questioned, Simulator } from '@yima/api/simulator/server'
import type { Registered } from '@yima/api/simulator/registers'
import { askDepartments } from '@yima/api/verification/ask'
import type { Asking, Departments, Said } from '@yima/api/verification/departments'
import type { OwnVerification, ReportItemView, WorkVerification } from '@yima/shared/verification/contract'
import { idNumberOf, openOffice, type Device } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { acceptUnsigned, asked, type Asked } from '../process/asked.ts'
import { signAll, withDepartments } from './signed.ts'

export const husband = { name: '周国强', idNumber: idNumberOf('1972-05-06', '103') }
export const path = ({ id }: Asked) => `/work/applications/${id}/verification`
export const itemOf = ({ report }: { report: { items: readonly ReportItemView[] } | null }, id: string) =>
  report?.items.find((one) => one.id === id)
export const mine = async ({ id, phone }: Asked) =>
  json<OwnVerification>(await phone.get(`/me/applications/${id}/verification`))

/** An office with departments that a test tells how to behave, a clerk and somebody of the centre. */
export async function openChecks() {
  const office = await openOffice()
  const world = {
    behaviour: (_: Questioned): Behaviour => 'well',
    registered: (_: string): Registered | undefined => undefined,
  }
  const connect = (): Promise<Simulator> =>
    withDepartments(
      office,
      { behaviour: (one) => world.behaviour(one), registered: (number) => world.registered(number) },
      { failures: 1000 },
    )
  const simulator = await connect()
  const he = await office.officerDevice('何文静')
  const liang = await office.officerDevice('梁波')
  let born = 1930
  const start = (claim: Asked, device = liang) => device.post(path(claim), {})
  const count = async (what: string, values: readonly unknown[]): Promise<number> =>
    Number((await office.pool.query(`SELECT count(*) AS n FROM ${what}`, [...values])).rows[0].n)
  return {
    office,
    he,
    liang,
    world,
    simulator,
    connect,
    start,
    view: async (claim: Asked, device: Device = liang) =>
      json<WorkVerification>(await device.get(path(claim))),
    askAll: () => askDepartments(office.deps),
    /** Somebody’s accepted request for dibao with every signature there. */
    signed: async (adults = [husband]) => {
      const day = `${(born += 1)}-01-01`
      const claim = await asked(office, day)
      await acceptUnsigned(he, claim)
      return { claim, number: idNumberOf(day), consents: await signAll(office, claim.id, adults) }
    },
    facts: (claim: Asked) => count('held_fact WHERE application_id = $1 AND fenced_at IS NULL', [claim.id]),
    events: (claim: Asked, type: string) =>
      count('event e JOIN verification v ON v.id = e.stream WHERE v.application_id = $1 AND e.type = $2', [
        claim.id,
        type,
      ]),
    /** Lines of which a test holds both ends. */
    through: async <T>(
      ask: (asking: Asking, real: Departments) => Promise<Said>,
      doIt: () => Promise<T>,
    ): Promise<T> => {
      const real = office.deps.departments
      if (!real) throw new Error('No departments')
      office.deps.departments = { connected: real.connected, ask: (asking) => ask(asking, real) }
      try {
        return await doIt()
      } finally {
        office.deps.departments = real
      }
    },
    reset: () => {
      world.behaviour = () => 'well'
      world.registered = () => undefined
    },
    close: async () => {
      await simulator.close()
      await office.close()
    },
  }
}
