import { describe, expect, it } from 'vitest'
import { readConfig } from '@yima/api/config'
import { callerBehind, networkName } from '@yima/api/http/proxies'
import { StopReason } from '@yima/api/stop-reason'

describe('whoever calls without a proxy of ours between', () => {
  it('is who the socket says, whatever is written in a header', () => {
    const caller = callerBehind([])
    expect(caller('203.0.113.9', '198.51.100.1', 'for=198.51.100.1')).toBe('203.0.113.9')
    expect(callerBehind(['10.0.0.0/8'])('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  })
})

describe('whoever calls through our proxies', () => {
  const caller = callerBehind(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])
  it.each([
    ['one proxy', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '10.1.2.3', '203.0.113.9, 192.0.2.7', '203.0.113.9'],
    ['a proxy of somebody else before ours', '10.1.2.3', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [
      'an invented chain that names our own proxies',
      '10.1.2.3',
      '198.51.100.1, 10.9.9.9, 203.0.113.9',
      '203.0.113.9',
    ],
    ['a socket that dresses IPv4 up', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['an IPv6 proxy', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['an address with its port', '10.1.2.3', '203.0.113.9:4711', '203.0.113.9'],
    ['something that is no address', '10.1.2.3', '周素芬', '10.1.2.3'],
    ['nothing said', '10.1.2.3', undefined, '10.1.2.3'],
    ['nothing but our own', '10.1.2.3', '10.7.7.7', '10.7.7.7'],
  ])('is found behind %s', (_, socket, header, expected) => {
    expect(caller(socket, header)).toBe(expected)
  })

  it.each([
    ['for=203.0.113.9;proto=https', '203.0.113.9'],
    ['for=198.51.100.1, for="203.0.113.9:4711";by=10.1.1.1', '203.0.113.9'],
    ['For="[2001:db8::7]:4711"', '2001:db8::7'],
    ['for=_hidden', '10.1.2.3'],
  ])('is found in %s', (header, expected) => {
    expect(caller('10.1.2.3', undefined, header)).toBe(expected)
  })

  it('cannot choose a name by adding the header that the proxy does not write', () => {
    expect(caller('10.1.2.3', '203.0.113.9', 'for=198.51.100.1')).toBe('10.1.2.3')
    expect(caller('10.1.2.3', '203.0.113.9', 'for=203.0.113.9')).toBe('203.0.113.9')
  })
})

describe('a budget', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002:ffff::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('of %s is that of %s', (address, network) => {
    expect(networkName(address)).toBe(network)
  })
})

describe('somebody who names the proxies', () => {
  it('may write addresses and networks', () => {
    expect(readConfig({ YIMA_PROXIES: '10.0.0.7, fd00::/8 192.0.2.0/24' }).proxies).toEqual([
      '10.0.0.7',
      'fd00::/8',
      '192.0.2.0/24',
    ])
    expect(readConfig({}).proxies).toEqual([])
  })

  it.each(['proxy.example.cn', '10.0.0.0/33', '10.0.0.0/8/8', '300.1.1.1', '10.0.0.7/'])(
    'is told that %s is none',
    (text) => {
      expect(() => readConfig({ YIMA_PROXIES: text })).toThrow(/YIMA_PROXIES must be/)
    },
  )
})

describe('the address at which people reach Yima', () => {
  it.each(['http://yima.example.cn', 'http://192.0.2.1:8787', 'http://10.0.0.7'])(
    'is not %s: sign-in would not work there',
    (address) => {
      expect(() => readConfig({ YIMA_PUBLIC_URL: address })).toThrow(StopReason)
      expect(() => readConfig({ YIMA_PUBLIC_URL: address })).toThrow(
        /YIMA_PUBLIC_URL must begin with https:\/\//,
      )
    },
  )

  it.each([
    'https://yima.example.cn/',
    'http://localhost:8799',
    'http://127.0.0.1:8799',
    'http://[::1]:8799',
  ])('may be %s', (address) => {
    expect(readConfig({ YIMA_PUBLIC_URL: address }).publicUrl).toBe(address.replace(/\/$/, ''))
  })
})
