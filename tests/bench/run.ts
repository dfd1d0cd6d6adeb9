// npm run bench: every figure is a ratio measured in one run; absolutes are only told. `npm run bench -- pages`: only that one.
const all = ['policy', 'pages', 'api']
const wanted = process.argv.slice(2)
for (const name of all) if (wanted.length === 0 || wanted.includes(name)) await import(`./${name}.bench.ts`)
export {}
