/** What is counted below this is not published (k-anonymity as official statistics keep it). */
export const fewest = 10

/**
 * One published number of a table with sums. It is a summand in at most one sum and a sum of at most one other, or stands
 * in two sums of different directions: `into` and `from` name the two equations it is part of, once with each sign. A table
 * that is added up in two directions, one of them a tree, can always be written so.
 */
export type Cell = { key: string; count: number; into: string; from: string }

type Move = { to: string; cell: Cell }
type Moves = ReadonlyMap<string, readonly Move[]>

/**
 * Where one unit can go so that all sums hold: a number grows, or one that is not nothing shrinks. A hidden number that
 * can move round in a circle of hidden ones could as well be another.
 */
function movesOf(cells: readonly Cell[]): Moves {
  const moves = new Map<string, Move[]>()
  const add = (at: string, move: Move): void => {
    const known = moves.get(at)
    if (known) known.push(move)
    else moves.set(at, [move])
  }
  for (const cell of cells) {
    add(cell.from, { to: cell.into, cell })
    if (cell.count > 0) add(cell.into, { to: cell.from, cell })
  }
  return moves
}

/** Nodes by what it costs to reach them, the cheapest first: a binary heap. */
class Reached {
  readonly #heap: { node: string; cost: number }[] = []

  put(node: string, cost: number): void {
    const heap = this.#heap
    let at = heap.push({ node, cost }) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((heap[above]?.cost ?? 0) <= cost) break
      heap[at] = heap[above] as (typeof heap)[number]
      at = above
    }
    heap[at] = { node, cost }
  }

  take(): { node: string; cost: number } | undefined {
    const heap = this.#heap
    const [first, last] = [heap[0], heap.pop()]
    if (!last || heap.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if ((heap[below + 1]?.cost ?? Infinity) < (heap[below]?.cost ?? 0)) below += 1
      if ((heap[below]?.cost ?? 0) >= last.cost) break
      heap[at] = heap[below] as (typeof heap)[number]
      at = below
    }
    heap[at] = last
    return first
  }
}

/** The cells of the way from one equation to another that gives away least: hidden ones cost nothing, published ones what they count. */
function cheapestWay(moves: Moves, start: string, end: string, without: Cell, hidden: ReadonlySet<Cell>): { cells: Cell[]; cost: number } {
  const best = new Map<string, { cost: number; by?: { cell: Cell; before: string } }>([[start, { cost: 0 }]])
  const open = new Reached()
  open.put(start, 0)
  for (let next = open.take(); next && next.node !== end; next = open.take()) {
    const { node, cost } = next
    if (cost > (best.get(node)?.cost ?? Infinity)) continue
    for (const { to, cell } of moves.get(node) ?? []) {
      if (cell === without) continue
      const total = cost + (hidden.has(cell) ? 0 : cell.count + 1)
      if (total >= (best.get(to)?.cost ?? Infinity)) continue
      best.set(to, { cost: total, by: { cell, before: node } })
      open.put(to, total)
    }
  }
  const cells: Cell[] = []
  for (let by = best.get(end)?.by; by; by = best.get(by.before)?.by) cells.push(by.cell)
  return { cells, cost: best.get(end)?.cost ?? Infinity }
}

/**
 * Which numbers of a table are not published: all below `least`, and as few more as it takes that none of those can be
 * worked out from the sums that are. Returns their keys.
 *
 * Each number stands in two sums, once with each sign, so the table is a network (Gusfield, A graph theoretic approach to
 * statistical data security, 1988): a hidden number is certain if and only if no unit can move through it and back through
 * other hidden ones. Where none can, the cheapest way back is hidden as well. There always is one: a number and every sum
 * above it may grow together.
 */
export function hideSmallCounts(cells: readonly Cell[], least = fewest): Set<string> {
  const moves = movesOf(cells)
  const hidden = new Set(cells.filter(({ count }) => count < least))
  for (const cell of [...hidden]) {
    const grows = cheapestWay(moves, cell.into, cell.from, cell, hidden)
    const shrinks =
      cell.count > 0 && grows.cost > 0 ? cheapestWay(moves, cell.from, cell.into, cell, hidden) : undefined
    for (const other of (shrinks && shrinks.cost < grows.cost ? shrinks : grows).cells) hidden.add(other)
  }
  return new Set([...hidden].map(({ key }) => key))
}
