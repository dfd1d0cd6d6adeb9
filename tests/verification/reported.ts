import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkVerification } from '@yima/shared/verification/contract'
import type { Device } from '../fixtures/office.ts'

/**
 * The record of a check rests on a report. Where a test says none, one is made as by an office without any line:
 * everybody is to be asked by letter, and nobody waits for the answers. Whoever may not ask records without.
 */
export async function onReport(device: Device, { id }: { id: string }, act: ProcessAct): Promise<ProcessAct> {
  if (act.type !== 'record' || act.step !== 'verification' || act.report !== undefined) return act
  const path = `/work/applications/${id}/verification`
  const look = async (): Promise<WorkVerification | undefined> => {
    const answer = await device.get(path)
    return answer.status === 200 ? ((await answer.json()) as WorkVerification) : undefined
  }
  const before = await look()
  if (before?.start === null) await device.post(path, {})
  for (const query of (await look())?.queries ?? [])
    if (query.state === 'waiting')
      await device.post(`${path}/giving-up`, { query: query.id, reason: '未联网，另行函询' })
  const report = (await look())?.report
  return report ? { ...act, report: report.id } : act
}
