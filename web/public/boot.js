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
