/** Addresses, with what follows a `?`, that are no page of the app: the api, and files, whose names end in `.something`. */
export const notPages: readonly RegExp[] = [/^\/api\//, /^[^?]*\.[a-z0-9]+(?:\?|$)/i]
