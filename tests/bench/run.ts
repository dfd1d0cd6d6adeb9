// npm run bench: every figure is a ratio measured in one run; absolutes are only told.
import './policy.bench.ts'
