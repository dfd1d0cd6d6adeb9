/**
 * A page drawn at build time stands seconds before its code: public/boot.js marks the buttons pressed until then,
 * and this presses each once more, as they stand on the page. From here on boot.js marks nothing.
 */
export function replayEarlyTaps(within: ParentNode): void {
  document.documentElement.dataset.alive = ''
  for (const button of within.querySelectorAll<HTMLElement>('[data-pressed]')) {
    delete button.dataset.pressed
    button.click()
  }
}
