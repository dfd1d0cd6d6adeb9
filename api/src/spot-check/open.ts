import { and, desc, eq } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { OpenDraw } from '@yima/shared/spot-check/contract'
import type { Deps } from '../http/context.ts'
import { publicRoot } from '../trail/root.ts'
import { trailKeyOf } from '../trail/sign.ts'
import { trailRoot } from '../trail/table.ts'
import { checkDraw, checkList } from './table.ts'
import { publicList } from './tags.ts'

/** All that anybody needs to draw a quarter again; `latest`: the last one that was drawn. Throws `not-found` for a quarter without a list. */
export async function openDrawOf(deps: Deps, wanted: string): Promise<OpenDraw> {
  const { db, config: { countyCode } } = deps
  const known = await db
    .select({ quarter: checkList.quarter, drawn: checkDraw.quarter })
    .from(checkList)
    .leftJoin(checkDraw, and(eq(checkDraw.countyCode, checkList.countyCode), eq(checkDraw.quarter, checkList.quarter)))
    .where(eq(checkList.countyCode, countyCode))
    .orderBy(desc(checkList.quarter))
  const quarters = known.map(({ quarter }) => quarter)
  const [last] = [...known.filter(({ drawn }) => drawn !== null), ...known]
  const quarter = wanted === 'latest' ? last?.quarter : quarters.find((one) => one === wanted)
  if (quarter === undefined) {
    if (wanted === 'latest') return { quarters, list: null, draw: null, key: trailKeyOf(deps) }
    throw new Problem('not-found')
  }
  const [row] = await db
    .select()
    .from(checkList)
    .leftJoin(checkDraw, and(eq(checkDraw.countyCode, checkList.countyCode), eq(checkDraw.quarter, checkList.quarter)))
    .leftJoin(trailRoot, and(eq(trailRoot.countyCode, checkDraw.countyCode), eq(trailRoot.number, checkDraw.rootNumber)))
    .where(and(eq(checkList.countyCode, countyCode), eq(checkList.quarter, quarter)))
  if (!row) throw new Problem('not-found')
  const { check_list: list, check_draw: draw, trail_root: root } = row
  return {
    quarters,
    list: { ...publicList(list), tags: list.tags, digest: list.digest },
    draw: draw && root ? { root: publicRoot(root), seed: draw.seed, drawn: draw.drawn } : null,
    key: trailKeyOf(deps),
  }
}
