import { checkReported, proofIn, type ComplaintRoot, type ReportedProof, type ReportedVerdict } from '@yima/shared/complaint/reported'
import type { TrailKey } from '@yima/shared/trail/contract'
import { http } from '../app/http.ts'
import { hash, isSigned } from './tools.ts'

/** What came of a proof: `unreadable` is a file that is none. */
export type ReportedFound = { verdict: ReportedVerdict | 'unreadable'; proof?: ReportedProof }

/** Holds a proof of having reported, as it was saved, against what the county publishes; reckoned by this browser alone. */
export async function checkProofFile(file: Blob): Promise<ReportedFound> {
  const proof = proofIn(await file.text())
  if (!proof) return { verdict: 'unreadable' }
  // The page of days that begins with the one it lies under: nobody is told which it is.
  const before = proof.place ? `?before=${proof.place.root.number + 1}` : ''
  const published = await http.get<{ keys: TrailKey[]; roots: ComplaintRoot[] }>(`/complaints/roots${before}`)
  return { verdict: await checkReported({ hash, isSigned }, proof, published), proof }
}
