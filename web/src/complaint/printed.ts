import { fingerprintOf, type PublicKeys } from '@yima/shared/complaint/keys'
import { officesOnPaper } from '@yima/shared/complaint/on-paper'
import { http } from '../app/http.ts'
import type { Fingerprint } from './readers.ts'
import { digestOfKey } from './signed.ts'

/** What is printed for a village, to be held against what a phone shows before it sends a complaint. */
export async function printedFor(village: string): Promise<Fingerprint[]> {
  const { offices } = await http.get<PublicKeys>('/complaints/keys')
  return Promise.all(officesOnPaper(offices, village).map(async ({ name, publicKey }) => ({ office: name, digits: fingerprintOf(await digestOfKey(publicKey)) })))
}
