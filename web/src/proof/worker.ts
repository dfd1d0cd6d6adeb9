import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { handler } from 'altcha-lib/workers/shared'

// Work for a stranger's write, away from the page: nobody's typing stutters.
handler({ deriveKey })
