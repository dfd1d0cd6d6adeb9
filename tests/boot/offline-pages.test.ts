import { describe, expect, it } from 'vitest'
import { notPages } from '../../web/src/app/not-pages.ts'

const isPage = (address: string): boolean => !notPages.some((no) => no.test(address))

describe('an address opened without a network', () => {
  it.each(['/', '/apply', '/apply?from=x.y', '/track?next=/a.html', '/work/applications/1'])(
    '%s is a page',
    (address) => {
      expect(isPage(address)).toBe(true)
    },
  )

  it.each(['/api/health', '/sw.js', '/sw.js?v=1', '/assets/app-1a2b.js', '/text.TXT'])(
    '%s is none',
    (address) => {
      expect(isPage(address)).toBe(false)
    },
  )
})
