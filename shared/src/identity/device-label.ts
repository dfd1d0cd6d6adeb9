/** Browsers and systems that a device is told by; anything else is `other`. Words for them: `identity.device.…`. */
export const browsers = [
  'wechat',
  'huawei',
  'xiaomi',
  'oppo',
  'vivo',
  'uc',
  'qq',
  'edge',
  'firefox',
  'samsung',
  'chrome',
  'safari',
  'other',
] as const
export const systems = ['harmony', 'android', 'ios', 'windows', 'mac', 'linux', 'other'] as const
export type Browser = (typeof browsers)[number]
export type System = (typeof systems)[number]

// In this order: most browsers also name the one they are built on.
const browserSigns: readonly [Browser, RegExp][] = [
  ['wechat', /MicroMessenger/],
  ['huawei', /HuaweiBrowser/],
  ['xiaomi', /MiuiBrowser/],
  ['oppo', /HeyTapBrowser/],
  ['vivo', /VivoBrowser/],
  ['uc', /UCBrowser|UCWEB/],
  ['qq', /M?QQBrowser/],
  ['edge', /Edg(?:A|iOS)?\//],
  ['firefox', /Firefox|FxiOS/],
  ['samsung', /SamsungBrowser/],
  ['chrome', /Chrome|CriOS/],
  ['safari', /Safari/],
]
const systemSigns: readonly [System, RegExp][] = [
  ['harmony', /HarmonyOS|OpenHarmony/],
  ['android', /Android/],
  ['ios', /iPhone|iPad|iPod/],
  ['windows', /Windows/],
  ['mac', /Mac OS X|Macintosh/],
  ['linux', /Linux|X11/],
]

const named = <Name extends string>(signs: readonly [Name, RegExp][], text: string): Name | 'other' =>
  signs.find(([, sign]) => sign.test(text))?.[0] ?? 'other'

/**
 * What a device is recognised by in a list: browser and system, in two words and no more. A version or a
 * model would tell one phone from thousands of others, which nobody asked for.
 */
export const deviceLabel = (userAgent: string): `${Browser}/${System}` =>
  `${named(browserSigns, userAgent)}/${named(systemSigns, userAgent)}`

/** The two words again; `other` for what an older version wrote. */
export function readDeviceLabel(label: string | null): { browser: Browser; system: System } {
  const [first = '', second = ''] = (label ?? '').split('/')
  return {
    browser: browsers.find((name) => name === first) ?? 'other',
    system: systems.find((name) => name === second) ?? 'other',
  }
}
