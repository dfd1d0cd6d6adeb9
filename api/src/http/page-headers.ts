import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * What a browser may do with anything that this server answers: scripts, styles and pictures from
 * here alone, no frame around us, no address of ours told to others.
 * @param styleHashes of the style written into the pages themselves
 * @param https how long browsers shall insist on https; undefined on loopback, where it would lock people out
 */
export function pageHeaders(styleHashes: readonly string[], https?: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'", ...styleHashes],
      imgSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['vue', 'yima'],
    },
    permissionsPolicy: {
      camera: ['self'],
      microphone: ['self'],
      geolocation: ['self'],
      browsingTopics: [],
      displayCapture: [],
      payment: [],
      usb: [],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    strictTransportSecurity: https ?? false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
  })
}
