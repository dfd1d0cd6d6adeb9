import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const clock = 'The time comes from the caller: a pure function gives the same answer tomorrow.'
const chance = 'Chance comes from the caller: a pure function gives the same answer twice.'

const notInABrowser = 'There is no Node in a browser.'
const nodeAlone = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate', 'clearImmediate', 'NodeJS']
const browserAlone = [
  'window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'self', 'screen',
  'alert', 'confirm', 'prompt', 'requestAnimationFrame', 'requestIdleCallback', 'getComputedStyle', 'matchMedia', 'innerWidth', 'innerHeight',
  'Image', 'Worker', 'XMLHttpRequest', 'DOMParser', 'Notification', 'HTMLElement', 'Element', 'Document', 'Window',
]

/** What lies above a package is another package's, reachable only by its name. */
const acrossPackages = { regex: '^(?:\\.\\./)+(?:shared|api|web|tests)/', message: 'Across packages import by name (@yima/…), as their dependencies declare it.' }

/** shared is pure: no I/O, no clock, no randomness, no page. */
const pure = {
  'no-restricted-imports': ['error', { patterns: [
    acrossPackages,
    { regex: '^node:', message: 'shared runs in the browser too and does no I/O.' },
    { regex: '^@yima/', message: 'shared depends on no other package; inside it paths are relative.' },
  ] }],
  'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'fetch', 'process', 'setTimeout', 'setInterval'],
  'no-restricted-properties': ['error',
    { object: 'Date', property: 'now', message: clock },
    { object: 'Math', property: 'random', message: chance },
    { object: 'crypto', property: 'getRandomValues', message: chance },
    { object: 'crypto', property: 'randomUUID', message: chance },
  ],
  'no-restricted-syntax': ['error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clock },
    { selector: 'CallExpression[callee.name="Date"]', message: clock },
  ],
}

export default ts.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '.cache/**', '.data/**', '**/test-results/**', '**/*.d.ts'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,mjs,vue}'],
    languageOptions: { globals: { ...globals.es2022 } },
    rules: {
      'no-console': 'error',
      'no-alert': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      // The compiler knows every name; this rule does not know types.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-unexpected-multiline': 'error',
      'no-irregular-whitespace': ['error', { skipRegExps: true }],
      'no-misleading-character-class': ['error', { allowEscape: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { patterns: [acrossPackages] }],
    },
  },
  { files: ['**/*.mjs', 'api/**', 'tests/**'], languageOptions: { globals: { ...globals.node } } },
  { files: ['web/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser, sourceType: 'module' } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/require-v-for-key': 'error',
      // A form's parts write into the one draft that they are handed; the prop itself is never replaced.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      'vue/no-unused-refs': 'error',
      // How a template is broken into lines is its author's choice.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  { files: ['shared/src/**'], rules: pure },
  // The types of pages, api and tests are checked as one program: the walls between their worlds stand here.
  {
    files: ['web/**'],
    rules: {
      'no-restricted-globals': ['error', ...nodeAlone.map((name) => ({ name, message: notInABrowser }))],
      'no-restricted-imports': ['error', { patterns: [
        acrossPackages,
        { regex: '^@yima/(?:api|tests)', message: 'The pages know only the contract in shared.' },
        { regex: '^node:', message: notInABrowser },
      ] }],
    },
  },
  // Building is Node's work, also for the pages.
  { files: ['web/build/**', 'web/*.config.ts'], rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': ['error', { patterns: [acrossPackages] }] } },
  {
    files: ['api/src/**'],
    rules: {
      'no-restricted-globals': ['error', ...browserAlone.map((name) => ({ name, message: 'There is no page where the api runs.' }))],
      'no-restricted-imports': ['error', { patterns: [acrossPackages, { regex: '^@yima/(?:web|tests)', message: 'The api knows no page and no test.' }] }],
    },
  },
  // The launcher runs before anything is installed and is therefore no package; data of other packages is tested as it lies there.
  // A test that meets nothing where it expects something may fail on the spot.
  { files: ['tests/**'], rules: { 'no-restricted-imports': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  // Lexicons are data.
  { files: ['shared/src/reading/lexicon/**'], rules: { 'max-lines': 'off' } },
)
