const boxes = 'textarea, input:not([type=radio], [type=checkbox], [type=file])'

type Box = HTMLInputElement | HTMLTextAreaElement

/**
 * What somebody wrote, chose and photographed in the drawn page before its code came: coming to life empties the
 * boxes and hears of nothing that was done before. Call this before, and what it returns after.
 */
export function keepEarly(page: HTMLElement): () => void {
  const written = [...page.querySelectorAll<Box>(boxes)].map((box) => ({ box, words: box.value }))
  const pictures = [...page.querySelectorAll<HTMLInputElement>('input[type=file]')].filter(
    ({ files }) => files && files.length > 0,
  )
  const chosen = [...page.querySelectorAll<HTMLInputElement>('input:checked')].filter(
    (one) => !one.defaultChecked,
  )
  return () => {
    for (const { box, words } of written) if (words !== '' && box.value !== words) writeAgain(box, words)
    for (const one of chosen) if (!one.checked) one.click()
    for (const one of pictures) one.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

function writeAgain(box: Box, words: string): void {
  box.value = words
  box.dispatchEvent(new Event('input', { bubbles: true }))
}
