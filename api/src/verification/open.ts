import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Ending } from '../ending.ts'
import { freshBytes } from '../random.ts'
import { departments, type Departments } from './departments.ts'

/** A demonstration's departments live and die with its app, on a port of this machine, under a secret nobody else has. */
async function simulated(clock: Clock, ending: Ending): Promise<Departments> {
  const [{ simulate }, { demoBehaviour, demoRegisters }] = await Promise.all([
    import('../simulator/server.ts'),
    import('../simulator/people.ts'),
  ])
  const { lines, close } = await simulate({
    secret: freshBytes(32).toString('base64url'),
    now: clock.wall,
    today: clock.today,
    behaviour: demoBehaviour,
    registered: demoRegisters,
  })
  ending.add(close)
  // One invented family of whom a register never answers is no dead line: everybody else would wait with it.
  return departments(lines, clock, { failures: 1000 })
}

/** The departments of this installation; undefined where none is connected. */
export async function openDepartments(
  { demo, departments: lines }: Pick<Config, 'demo' | 'departments'>,
  clock: Clock,
  ending: Ending,
): Promise<Departments | undefined> {
  if (lines) return departments(lines, clock)
  return demo ? simulated(clock, ending) : undefined
}
