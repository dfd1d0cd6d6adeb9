const at = 'yima.way-back'

/**
 * What stands behind `#` opens something, so no identity service and no server is told of it: while somebody signs in
 * elsewhere it waits in this tab, for the page it belongs to.
 */
export function keepHash(): void {
  try {
    if (location.hash !== '') sessionStorage.setItem(at, location.pathname + location.hash)
  } catch {
    // A browser that keeps nothing: the link is opened once more.
  }
}

/** What waits for this page, once; '' where nothing does. */
export function takeHash(): string {
  try {
    const kept = sessionStorage.getItem(at) ?? ''
    if (!kept.startsWith(`${location.pathname}#`)) return ''
    sessionStorage.removeItem(at)
    return kept.slice(location.pathname.length)
  } catch {
    return ''
  }
}
