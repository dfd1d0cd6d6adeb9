// What must be there before the code of the page, on a slow line seconds before it. First:
// text size, theme and language before the page is drawn; the same as readPreferences and showPreferences in
// src/app/preferences.ts. A file of its own because the content security policy admits no inline script.
try {
  const kept = JSON.parse(localStorage.getItem('yima.preferences') || '{}')
  const root = document.documentElement
  if (['large', 'larger', 'largest'].includes(kept.size)) root.dataset.size = kept.size
  if (['light', 'dark'].includes(kept.theme)) root.dataset.theme = kept.theme
  if (kept.language === 'en') root.lang = 'en'
} catch {
  // Storage refused or damaged: the page is drawn in its usual size.
}

// A button pressed before the page is alive is remembered and shows it; src/app/early-taps.ts presses it again.
document.addEventListener(
  'click',
  (event) => {
    if ('alive' in document.documentElement.dataset) return
    const button = event.target.closest('#app button')
    if (!button) return
    event.preventDefault()
    button.dataset.pressed = ''
  },
  true,
)

// A drawn page paints without its code: on a slow line, and on a slow phone, the page itself comes first.
const { code, parts } = document.currentScript?.dataset ?? {}
let asked = false

function bringCode() {
  if (asked) return
  asked = true
  for (const href of parts.split(' ')) {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href })
    document.head.append(link)
  }
  import(code)
}

function bringCodeAfterPaint() {
  if (document.hidden) return bringCode() // is painted when somebody looks, and should be alive then
  try {
    new PerformanceObserver(bringCode).observe({ type: 'paint', buffered: true })
  } catch {
    // A browser that does not tell when it has painted.
  }
  setTimeout(bringCode, 1000)
}

if (code) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', bringCodeAfterPaint)
  else bringCodeAfterPaint()
}
