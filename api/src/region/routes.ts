import { Hono } from 'hono'
import { compress } from 'hono/compress'
import * as v from 'valibot'
import { regionCode } from '@yima/shared/border'
import { allPlaces, placeView } from '@yima/shared/region/contract'
import { pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { getAllPlaces, getPlace } from './place.ts'

/** The region tree, one place at a time: village codes never travel with the app. */
export function regionRoutes({ db, config }: Deps) {
  return new Hono<Env>()
    .get(
      '/regions',
      describe({
        tag: 'region',
        summary: 'The county of this installation and its townships',
        answer: placeView,
      }),
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json(await getPlace(db, `${config.countyCode}000000`))
      },
    )
    .get(
      '/regions/all',
      describe({
        tag: 'region',
        summary: 'The county and every township of it, for choosing a village without a network',
        answer: allPlaces,
      }),
      compress(), // the same offices and names over and over: a tenth is left
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json({ places: await getAllPlaces(db, `${config.countyCode}000000`) })
      },
    )
    .get(
      '/regions/:code',
      describe({
        tag: 'region',
        summary: 'A place, what lies in it and which office serves it',
        answer: placeView,
      }),
      pathParam(v.object({ code: regionCode })),
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json(await getPlace(db, c.req.param('code')))
      },
    )
}
