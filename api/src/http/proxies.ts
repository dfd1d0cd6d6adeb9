import { BlockList, isIP } from 'node:net'

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** An address as one writes it: no zone, no brackets, no port, IPv4 not dressed up as IPv6. */
function plainAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^"|"$/g, '')
    .replace(/^\[(.+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
  const address = bare.replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, '$1')
  return isIP(address) === 0 ? undefined : address
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    if (prefix === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  return list
}

/** `for=` of each hop (RFC 7239), nearest last; a hop that hides itself stands as what it is. */
const hopsOf = (forwarded: string): string[] =>
  forwarded.split(',').map((hop) => /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;\s]*)/i.exec(hop)?.[1] ?? '')

/**
 * The address of the caller, seen from a socket whose other end may be one of our `proxies`. Each
 * proxy vouches for the hop before it and for nothing else: the first address that is not ours is the
 * caller, whatever somebody wrote before it. Two headers that disagree are believed neither: one of
 * them came from the caller.
 */
export function callerBehind(
  proxies: readonly string[],
): (socket: string, xForwardedFor?: string, forwarded?: string) => string {
  const ours = listOf(proxies)
  const isOurs = (address: string) => ours.check(address, familyOf(address))
  const walk = (from: string, hops: string[]): string => {
    let caller = from
    for (const hop of [...hops].reverse()) {
      const before = isOurs(caller) ? plainAddress(hop) : undefined
      if (before === undefined) break
      caller = before
    }
    return caller
  }
  return (socket, xForwardedFor, forwarded) => {
    const near = plainAddress(socket)
    if (near === undefined) return socket
    if (proxies.length === 0 || !isOurs(near)) return near
    const told = [
      ...(xForwardedFor === undefined ? [] : [walk(near, xForwardedFor.split(','))]),
      ...(forwarded === undefined ? [] : [walk(near, hopsOf(forwarded))]),
    ]
    const [first = near, second = first] = told
    return first === second ? first : near
  }
}

/** The first four groups of an IPv6 address, written out. */
function firstHalf(address: string): string {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

/**
 * The network that a budget is for: an IPv4 address, or the /64 of an IPv6 one, because whoever has
 * one address there has 2⁶⁴ of them.
 */
export const networkName = (address: string): string =>
  isIP(address) === 6 ? `${firstHalf(address)}::/64` : address
