type Policy = { createScriptURL: (url: string) => unknown }
type TrustedTypes = {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => Policy
}

const own = (url: string): string => {
  if (new URL(url, location.origin).origin !== location.origin)
    throw new TypeError('script of another origin')
  return url
}

let policy: Policy | undefined

/** A script's address of our own origin in the form that `require-trusted-types-for 'script'` admits. */
export function ownScript(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  if (!types) return own(url)
  policy ??= types.createPolicy('yima', { createScriptURL: own })
  return policy.createScriptURL(url) as string
}
