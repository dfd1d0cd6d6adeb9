import { Hono, type Context } from 'hono'
import { describeRoute } from 'hono-openapi'
import { oidcAddress, oidcStart, troubleName, type OidcTrouble } from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { officerByOidc, residentByOidc, type Arrival } from './oidc-entry.ts'
import { beginOidc, endOidc, getProvider, OidcRefusal, type OidcRoad } from './oidc.ts'
import type { OidcSide } from './oidc-config.ts'
import { takeFromCookie, sealIntoCookie } from './sealed-cookie.ts'
import { endPresentSession, findResident, setSessionCookie } from './session.ts'

const cookie = 'yima-oidc'
type Road = OidcRoad & { side: OidcSide; until: Date }
/** Where somebody stands who was not brought in, when nobody knows where they came from. */
const entrance = { residents: '/track?way=phone', staff: '/work' } as const

const callback = (summary: string) =>
  describeRoute({
    tags: ['identity'],
    summary,
    responses: { 303: { description: 'Back to a page of ours, signed in or with the reason why not' } },
  })

/** The page they came from, with the reason behind `?`: one of few words, and nothing about anybody. */
const withTrouble = (back: string, code: OidcTrouble): string =>
  `${back}${back.includes('?') ? '&' : '?'}${troubleName}=${code}`

/** What went wrong, as it may stand in an address. Anything unforeseen goes up, to be answered and logged. */
function troubleOf(error: unknown): OidcTrouble {
  if (error instanceof OidcRefusal) return error.code
  if (error instanceof Problem && error.errors.some(({ code }) => code === 'link-used')) return 'link-used'
  if (error instanceof Problem && error.code === 'invalid-input') return 'late'
  throw error
}

/** Signing in with the identity services of residents and of staff (OpenID Connect Core 1.0, 3.1). */
export function oidcRoutes(deps: Deps) {
  const { config } = deps
  const spend = budget(120, config)

  const begin = async (c: Context<Env>, side: OidcSide, back: string, invitation?: string) => {
    getProvider(config, side)
    await spend(c)
    const rest = { back, ...(invitation === undefined ? {} : { invitation }) }
    const { address, road } = await beginOidc(config, side, rest)
    sealIntoCookie(c, deps, cookie, { ...road, side })
    return c.json({ address })
  }

  const takeRoad = async (c: Context<Env>, side: OidcSide): Promise<Road> => {
    await spend(c)
    const road = takeFromCookie<Road>(c, deps, cookie)
    if (road?.side !== side) throw new OidcRefusal('late')
    return road
  }

  const enter = async (c: Context<Env>, side: OidcSide, arrival: Arrival): Promise<void> => {
    const kind = side === 'staff' ? 'officer' : 'resident'
    const token =
      side === 'staff'
        ? await officerByOidc(deps, arrival)
        : await residentByOidc(deps, arrival, await findResident(c, deps))
    await endPresentSession(c, deps, kind)
    setSessionCookie(c, kind, token)
  }

  const comeBack = async (c: Context<Env>, side: OidcSide): Promise<Response> => {
    getProvider(config, side)
    let back: string = entrance[side]
    try {
      const road = await takeRoad(c, side)
      back = road.back
      const told = await endOidc(config, side, new URL(c.req.url).search, road)
      await enter(c, side, { told, road, until: road.until })
      return c.redirect(back, 303)
    } catch (error) {
      return c.redirect(withTrouble(back, troubleOf(error)), 303)
    }
  }

  return new Hono<Env>()
    .post(
      '/oidc/residents',
      describe({ tag: 'identity', summary: 'Begin to sign in as a resident', answer: oidcAddress }),
      jsonBody(oidcStart),
      (c) => begin(c, 'residents', c.req.valid('json').back),
    )
    .get('/oidc/residents/callback', callback('Where the identity service sends residents back to'), (c) =>
      comeBack(c, 'residents'),
    )
    .post(
      '/oidc/staff',
      describe({ tag: 'identity', summary: 'Begin to sign in as an officer', answer: oidcAddress }),
      jsonBody(oidcStart),
      (c) => begin(c, 'staff', c.req.valid('json').back, c.req.valid('json').invitation),
    )
    .get('/oidc/staff/callback', callback('Where the identity service sends officers back to'), (c) =>
      comeBack(c, 'staff'),
    )
}
