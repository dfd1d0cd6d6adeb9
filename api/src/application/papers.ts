import type * as v from 'valibot'
import type { papersSent } from '@yima/shared/claim/contract'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { tellApplicant } from '../notification/applicant.ts'
import type { Change } from './act.ts'
import { attachPictures, listed } from './pictures.ts'

export type Papers = Pick<v.InferOutput<typeof papersSent>, 'claimId' | 'papers'>

/** Pictures of papers that were asked for; when the last one is there the claim goes on. */
export async function takePapers(
  tx: Transaction,
  deps: Deps,
  once: Once,
  change: Change,
  { claimId, papers }: Papers,
): Promise<void> {
  const pictures = papers.flatMap(({ files }, at) => listed(`papers.${at}.files`, files))
  await attachPictures(tx, once, pictures, change.held.row.id, change.held.row.countyCode)
  change.claim(claimId, { type: 'send-papers', papers: papers.map((paper) => paper.id) })
  const { content } = change.held
  const files = Object.fromEntries(papers.map((paper) => [paper.id, paper.files]))
  change.rewrite({ ...content, papers: { ...content.papers, ...files } })
  await tellApplicant(tx, deps, change.held, 'papers-received', claimId)
}
