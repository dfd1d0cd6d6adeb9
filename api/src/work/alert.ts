import { desc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type * as v from 'valibot'
import type { alertView } from '@yima/shared/work/contract'
import { call } from '../application/table.ts'
import type { Database } from '../db/connection.ts'
import { officer, unit } from '../region/table.ts'

export type Alert = v.InferOutput<typeof alertView>

const answerer = alias(officer, 'answerer')

/** The latest call of each urgent request: whom it reached and whether somebody tapped. */
export async function alertsOf(db: Database, applicationIds: readonly string[]): Promise<Map<string, Alert>> {
  if (applicationIds.length === 0) return new Map()
  const rows = await db
    .select({
      applicationId: call.applicationId,
      unit: unit.name,
      officer: officer.name,
      answerBy: call.answerBy,
      acknowledgedAt: call.acknowledgedAt,
      acknowledgedBy: answerer.name,
    })
    .from(call)
    .innerJoin(unit, eq(unit.id, call.unitId))
    .innerJoin(officer, eq(officer.id, call.officerId))
    .leftJoin(answerer, eq(answerer.id, call.acknowledgedBy))
    .where(inArray(call.applicationId, [...applicationIds]))
    .orderBy(desc(call.step))
  const latest = new Map<string, Alert>()
  for (const { applicationId, answerBy, acknowledgedAt, ...row } of rows) {
    if (latest.has(applicationId)) continue
    latest.set(applicationId, {
      ...row,
      answerBy: answerBy.toISOString(),
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    })
  }
  return latest
}
