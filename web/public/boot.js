// Text size, theme and language before the page is drawn; the same as readPreferences and showPreferences in
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
