import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { may } from '@yima/shared/access/table'
import { entityId } from '@yima/shared/border'
import {
  changeOf,
  csvKinds,
  declining,
  dutiesView,
  exportAnswer,
  historyView,
  importAnswer,
  importBody,
  organisationView,
  proposal,
  relativeBody,
  relativeProposal,
  relatives,
} from '@yima/shared/organisation/contract'
import type { Settlement } from '@yima/shared/organisation/workflow'
import { Problem } from '@yima/shared/problem'
import { v7 as uuidv7 } from 'uuid'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env, OfficerSession } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { actorOf } from '../work/actor.ts'
import { command } from './change.ts'
import { applyImport, exportTable, previewImport } from './csv.ts'
import { declareRelative } from './declare-relative.ts'
import { dutiesOf } from './duty.ts'
import { historyOf, isKnown } from './history.ts'
import { countyOf, loadOrganisation } from './load.ts'
import { lookAtRelatives, sealRelative } from './relatives.ts'

type Officer = OfficerSession['officer']

const byId = pathParam(v.object({ id: entityId }))
/** An officer, an office or a place: each has its own kind of name. */
const bySubject = pathParam(v.object({ id: v.pipe(v.string(), v.maxLength(50)) }))
const byKind = pathParam(v.object({ kind: v.picklist(csvKinds) }))
const done = v.object({ done: v.boolean() })
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'organisation', summary, answer })
const writes = (summary: string, answer: v.GenericSchema = done) =>
  describe({ tag: 'organisation', summary, answer, write: true })

const topOf = (deps: Deps, officer: Officer): string => countyOf(deps, officer).padEnd(12, '0')

/** Throws `forbidden` for whoever has no say in the organisation of the county. */
function requireSay(deps: Deps, officer: Officer, action: 'see-organisation' | 'change-organisation'): void {
  if (!may(actorOf(officer), action, { region: topOf(deps, officer) })) throw new Problem('forbidden')
}

async function viewOf(deps: Deps, officer: Officer) {
  const organisation = await loadOrganisation(deps.db, countyOf(deps, officer))
  return { today: deps.clock.today(), actor: officer.id, top: topOf(deps, officer), organisation }
}

/** Somebody or something of the own county; whatever else was asked for does not exist. */
async function requireKnown(
  deps: Deps,
  officer: Officer,
  id: string,
  kind?: 'officers' | 'units',
): Promise<void> {
  const organisation = await loadOrganisation(deps.db, countyOf(deps, officer))
  if (!(kind ? Object.hasOwn(organisation[kind], id) : isKnown(organisation, id)))
    throw new Problem('not-found')
}

/** Who is in which office, and every change of it. What an officer declares about the own family lies below `/work`. */
export function organisationRoutes(deps: Deps) {
  const { db, clock } = deps
  const noStore: MiddlewareHandler<Env> = async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  }
  const seeing: MiddlewareHandler<Env> = async (c, next) => {
    requireSay(deps, getOfficer(c), 'see-organisation')
    await next()
  }
  const changing: MiddlewareHandler<Env> = async (c, next) => {
    requireSay(deps, getOfficer(c), 'change-organisation')
    await next()
  }
  const view = async (c: Context<Env>) => c.json(await viewOf(deps, getOfficer(c)))
  /** Whichever way somebody comes to see whose family it is, the look is on record. */
  const seenRelatives = async (c: Context<Env>, id: string) => ({
    relatives: await lookAtRelatives(deps, getOfficer(c), id),
  })
  // A repeated write is answered by the organisation as it is now; nothing is done again.
  const act = once(db, { again: view })
  const settle = async (c: Context<Env>, type: Settlement, reason = '') => {
    const id = c.req.param('id') ?? ''
    const make = type === 'decline' ? ({ type, id, reason } as const) : ({ type, id } as const)
    const { unheard } = await command(deps, c.get('once'), getOfficer(c), make)
    return c.json({ ...(await viewOf(deps, getOfficer(c))), unheard })
  }
  return new Hono<Env>()
    .use('/admin/*', officerOnly(deps), noStore, seeing)
    .get(
      '/admin/organisation',
      read('Places, offices, officers and waiting changes of the own county', organisationView),
      view,
    )
    .post(
      '/admin/changes',
      writes('Propose a change; what gives nobody power takes effect on its day', organisationView),
      act,
      changing,
      jsonBody(proposal),
      async (c) => {
        const { change, reason, effectiveOn } = c.req.valid('json')
        const phone = 'phone' in change && typeof change.phone === 'string' ? change.phone : undefined
        const made = { type: 'propose', id: uuidv7(), change: changeOf(change), reason, effectiveOn } as const
        const aside = phone ? { phone: deps.vault.sealField(phone) } : undefined
        await command(deps, c.get('once'), getOfficer(c), made, aside)
        return view(c)
      },
    )
    .post(
      '/admin/changes/:id/confirmation',
      writes('Confirm what another proposed', organisationView),
      byId,
      act,
      jsonBody(v.strictObject({})),
      async (c) => settle(c, 'confirm'),
    )
    .post(
      '/admin/changes/:id/refusal',
      writes('Decline what another proposed, with a reason', organisationView),
      byId,
      act,
      jsonBody(declining),
      async (c) => settle(c, 'decline', c.req.valid('json').reason),
    )
    .post(
      '/admin/changes/:id/withdrawal',
      writes('Take back what one proposed oneself', organisationView),
      byId,
      act,
      jsonBody(v.strictObject({})),
      async (c) => settle(c, 'withdraw'),
    )
    .get(
      '/admin/history/:id',
      read('What happened to an officer, an office or a place', historyView),
      bySubject,
      async (c) => {
        await requireKnown(deps, getOfficer(c), c.req.param('id'))
        return c.json({ entries: await historyOf(db, c.req.param('id')) })
      },
    )
    .get(
      '/admin/duties/:id',
      read('Who of an office is called on which day', dutiesView),
      bySubject,
      async (c) => {
        await requireKnown(deps, getOfficer(c), c.req.param('id'), 'units')
        return c.json(await dutiesOf(db, c.req.param('id'), clock.today()))
      },
    )
    .get(
      '/admin/officers/:id/relatives',
      read('Whose requests an officer must not handle', relatives),
      byId,
      async (c) => {
        await requireKnown(deps, getOfficer(c), c.req.param('id'), 'officers')
        return c.json(await seenRelatives(c, c.req.param('id')))
      },
    )
    .post(
      '/admin/officers/:id/relatives',
      writes('Propose that somebody is a relative of an officer', relatives),
      byId,
      once(db, {
        again: async (c) => c.json(await seenRelatives(c, c.req.param('id') ?? '')),
      }),
      changing,
      jsonBody(relativeProposal),
      async (c) => {
        const officerId = c.req.param('id')
        await requireKnown(deps, getOfficer(c), officerId, 'officers')
        const { reason, ...said } = c.req.valid('json')
        const change = { type: 'add-relative', id: uuidv7(), officerId, kinship: said.kinship } as const
        const effectiveOn = clock.today()
        const made = { type: 'propose', id: uuidv7(), change, reason, effectiveOn } as const
        await command(deps, c.get('once'), getOfficer(c), made, { relative: sealRelative(deps, said) })
        return c.json(await seenRelatives(c, officerId))
      },
    )
    .post(
      '/admin/imports/preview',
      read('What a table would change and what is wrong with it; writes nothing', importAnswer),
      changing,
      jsonBody(importBody),
      async (c) => c.json(await previewImport(deps, getOfficer(c), c.req.valid('json'))),
    )
    .post(
      '/admin/imports',
      writes('Take a whole table, or none of it', importAnswer),
      once(db, { again: (c) => c.json({ lines: [], applied: true }) }),
      changing,
      jsonBody(importBody),
      async (c) => c.json(await applyImport(deps, c.get('once'), getOfficer(c), c.req.valid('json'))),
    )
    .get('/admin/exports/:kind', read('A table as CSV', exportAnswer), byKind, async (c) => {
      const kind = v.parse(v.picklist(csvKinds), c.req.param('kind'))
      // Whose family is in it is seen one officer at a time by whoever oversees, all at once by whoever keeps the list.
      if (kind === 'relatives') requireSay(deps, getOfficer(c), 'change-organisation')
      return c.json(await exportTable(deps, getOfficer(c), kind))
    })
    .use('/work/relatives', officerOnly(deps), noStore)
    .get('/work/relatives', read('Whose requests I must not handle', relatives), async (c) =>
      c.json(await seenRelatives(c, getOfficer(c).id)),
    )
    .post(
      '/work/relatives',
      writes('Declare a relative of mine', relatives),
      once(db, { again: async (c) => c.json(await seenRelatives(c, getOfficer(c).id)) }),
      jsonBody(relativeBody),
      async (c) => {
        const own = getOfficer(c)
        await declareRelative(deps, c.get('once'), own, c.req.valid('json'))
        return c.json(await seenRelatives(c, own.id))
      },
    )
}
