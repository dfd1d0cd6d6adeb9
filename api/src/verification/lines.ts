import * as v from 'valibot'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import { StopReason } from '../stop-reason.ts'
import type { Lines } from './departments.ts'

/** Only this machine may be asked without encryption: what goes there are numbers and names. */
const isSafe = (address: string): boolean => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

const address = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\/[^?#]+$/), v.check(isSafe))
const line = v.pipe(
  v.string(),
  v.transform((text) => text.split(/=(.*)/s).map((part) => part.trim())),
  v.tuple([v.picklist(sourceIds), address, v.literal('')]),
)

/** `police=https://…, tax=https://…`: the base address of each department that is connected. */
export const departmentLines = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.array(line),
  v.transform((lines): Lines['urls'] =>
    Object.fromEntries(lines.map(([source, url]) => [source satisfies SourceId, url.replace(/\/+$/, '')])),
  ),
)

/**
 * The connected departments of an installation; undefined where there is none.
 * @throws StopReason where only one of both settings is there
 */
export function readLines(urls: Lines['urls'] | undefined, secret: string | undefined): Lines | undefined {
  if (urls === undefined && secret === undefined) return undefined
  if (urls !== undefined && secret !== undefined) return { urls, secret }
  throw new StopReason('YIMA_DEPARTMENTS and YIMA_DEPARTMENTS_SECRET belong together: set both, or neither.')
}
