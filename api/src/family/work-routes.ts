import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  duplicateDecision,
  duplicates,
  familyWork,
  guardianshipConfirmation,
  guardianshipRefusal,
  guardianshipTasks,
  mandateLook,
  mandateSlip,
  nameConfirmation,
  nameCorrections,
  nameProposal,
  nameRefusal,
  runningMandates,
  windowEnd,
  windowMandate,
} from '@yima/shared/family/work-contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env, OfficerSession } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { countingPapers } from '../identity/counting-papers.ts'
import { getOfficer } from '../identity/session.ts'
import { decideCorrection, proposeName } from './correct-name.ts'
import { listCorrections } from './corrections.ts'
import { read, writesOf, type Asked } from './deeds.ts'
import { decideDuplicate } from './duplicate-acts.ts'
import { listDuplicates } from './duplicate.ts'
import { endAtWindow, giveAtWindow, mandateSlipOf, mandatesHere } from './window-acts.ts'
import { decideGuardianship, familyWork as countWork, guardianshipTasks as tasks } from './work.ts'

const byId = pathParam(v.object({ id: entityId }))

/** Behind the session that workRoutes asks for: confirm guardians, record mandates given face to face, look at double records. */
export function familyWorkRoutes(deps: Deps) {
  const app = new Hono<Env>()
    .get('/work/family', read('How much waits in families', familyWork), async (c) =>
      c.json(await countWork(deps, getOfficer(c))),
    )
    .get('/work/guardianships', read('Guardians who wait to be confirmed', guardianshipTasks), async (c) =>
      c.json(await tasks(deps, getOfficer(c))),
    )
    .get('/work/duplicates', read('Records that may be one person', duplicates), async (c) =>
      c.json({ pairs: await listDuplicates(deps, getOfficer(c)) }),
    )
    .get('/work/name-corrections', read('Names that wait for a second officer', nameCorrections), async (c) =>
      c.json({ corrections: await listCorrections(deps, getOfficer(c)) }),
    )
    .get('/work/mandates/:id', read('A mandate as a slip to carry home', mandateSlip), byId, async (c) =>
      c.json(await mandateSlipOf(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/mandates/look',
      read('What somebody who stands here has given', runningMandates),
      jsonBody(mandateLook),
      async (c) => {
        const [officer, body] = [getOfficer(c), c.req.valid('json')]
        const look = () => mandatesHere(deps, officer, body)
        return c.json({
          mandates: await countingPapers(deps, { officer, network: networkOf(c) }, 'mandate', look),
        })
      },
    )
  const { deed, making } = writesOf(app, deps, getOfficer)
  const counting = <Answer>(
    { who: officer, network }: Pick<Asked<OfficerSession['officer'], unknown>, 'who' | 'network'>,
    work: () => Promise<Answer>,
  ) => countingPapers(deps, { officer, network }, 'mandate', work)
  deed(
    '/work/guardianships/:id/confirmation',
    'Confirm a guardian on a basis',
    guardianshipConfirmation,
    (asked) => decideGuardianship(deps, asked.once, asked.who, asked.id, asked.body),
  )
  deed('/work/guardianships/:id/refusal', 'End a guardianship, with a reason', guardianshipRefusal, (asked) =>
    decideGuardianship(deps, asked.once, asked.who, asked.id, asked.body),
  )
  making('/work/mandates', 'A mandate given face to face', windowMandate, (asked) =>
    counting(asked, () => giveAtWindow(deps, asked.once, asked.who, asked.body)),
  )
  deed('/work/mandates/:id/end', 'Its giver stands here and ends it', windowEnd, (asked) =>
    counting(asked, () => endAtWindow(deps, asked.once, asked.who, asked.id, asked.body)),
  )
  making('/work/name-corrections', 'A proven name is written otherwise', nameProposal, (asked) =>
    counting(asked, () => proposeName(deps, asked.once, asked.who, asked.body)),
  )
  deed(
    '/work/name-corrections/:id/confirmation',
    'A second officer confirms a name',
    nameConfirmation,
    (asked) => decideCorrection(deps, asked.once, asked.who, asked.id, { type: 'confirm' }),
  )
  deed('/work/name-corrections/:id/refusal', 'A name stays as it is, with a reason', nameRefusal, (asked) =>
    decideCorrection(deps, asked.once, asked.who, asked.id, { type: 'refuse', ...asked.body }),
  )
  deed(
    '/work/duplicates/decision',
    'One person or two, or take a decision back',
    duplicateDecision,
    (asked) => decideDuplicate(deps, asked.once, asked.who, asked.body),
  )
  return app
}
