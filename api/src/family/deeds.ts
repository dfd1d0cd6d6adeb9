import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { made } from '@yima/shared/family/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { networkOf } from '../http/network.ts'
import { once } from '../http/once.ts'

/** A write as its route hands it on; `id` is '' where the address names nobody, `network` is for budgets only. */
export type Asked<Who, Body> = { once: Once; who: Who; id: string; body: Body; network: string }

const done = v.object({ done: v.boolean() })
const named = pathParam(v.object({ id: v.optional(entityId) }))

export const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'family', summary, answer })
export const write = (summary: string, answer: v.GenericSchema = done, status: 200 | 201 = 200) =>
  describe({ tag: 'family', summary, answer, status, write: true })

/** Adds writes to `app`, each done once however often it arrives: those answered with `done`, and those with a new id. */
export function writesOf<Who>(app: Hono<Env>, deps: Deps, whoOf: (c: Context<Env>) => Who) {
  const act = once(deps.db)
  type Run<Schema extends v.GenericSchema, Answer> = (
    asked: Asked<Who, v.InferOutput<Schema>>,
  ) => Promise<Answer>
  const add = <Schema extends v.GenericSchema, Answer>(
    path: string,
    doc: ReturnType<typeof write>,
    contract: Schema,
    run: Run<Schema, Answer>,
    answer: (c: Context<Env>, result: Answer) => Response,
  ): void => {
    app.post(path, doc, named, act, jsonBody(contract), async (c) => {
      const body = c.req.valid('json') as v.InferOutput<Schema>
      const id = c.req.param('id') ?? ''
      return answer(c, await run({ once: c.get('once'), who: whoOf(c), id, body, network: networkOf(c) }))
    })
  }
  return {
    deed: <Schema extends v.GenericSchema>(
      path: string,
      summary: string,
      contract: Schema,
      run: Run<Schema, void>,
    ): void => add(path, write(summary), contract, run, (c) => c.json({ done: true })),
    making: <Schema extends v.GenericSchema>(
      path: string,
      summary: string,
      contract: Schema,
      run: Run<Schema, { id: string }>,
    ): void => add(path, write(summary, made, 201), contract, run, (c, result) => c.json(result, 201)),
  }
}
