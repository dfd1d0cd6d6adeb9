import { getPath } from 'hono/utils/url'

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi

/** The path asked for, its ids in small letters as they are stored: a link written in capitals means the same. */
export const plainPath = (request: Request): string =>
  getPath(request).replace(uuid, (id) => id.toLowerCase())
