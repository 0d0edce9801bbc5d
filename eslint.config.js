/**
 * Lint of components, the floors (scripts/floors.js), and rules of this project. Warnings fail.
 * Other rules are in .oxlintrc.json: oxlint takes seconds for them where eslint takes minutes.
 */
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { floorsPlugin } from './scripts/floors.js';

const sleepingGlobals = [
	'setTimeout',
	'setInterval',
	'requestAnimationFrame',
	'requestIdleCallback',
];

const spreadLiteral = {
	selector: 'ObjectExpression > SpreadElement > ObjectExpression',
	message: 'Write each property on its own line instead of spreading a literal.',
};

/** Adjectives that wait for their noun. A value is called by a noun. */
const bannedNames = [
	'VariableDeclarator > Identifier.id',
	':function > Identifier.params',
	'ArrayPattern > Identifier.elements',
	'RestElement > Identifier.argument',
	'AssignmentPattern > Identifier.left',
	'ObjectPattern > Property > Identifier.value',
].map((place) => ({
	selector: `${place}[name=/^(one|own|of|kept|given|most|asked)$/]`,
	message: 'Name the value by a noun: what is it?',
}));

/** oxlint reads no components. These rules need their types, which takes a minute. */
const typesOfComponents = {
	files: ['**/*.svelte'],
	languageOptions: {
		parserOptions: {
			projectService: true,
			tsconfigRootDir: import.meta.dirname,
			extraFileExtensions: ['.svelte'],
		},
	},
	rules: {
		...ts.configs.recommendedTypeCheckedOnly.at(-1).rules,
		'@typescript-eslint/restrict-template-expressions': [
			'error',
			{ allowNumber: true, allowBoolean: true },
		],
		// An async function without await still turns a throw into a rejection.
		'@typescript-eslint/require-await': 'off',
		// The parser has no types of other components. svelte-check has them and reports errors.
		'@typescript-eslint/no-unsafe-argument': 'off',
		'@typescript-eslint/no-unsafe-assignment': 'off',
		'@typescript-eslint/no-unsafe-call': 'off',
		'@typescript-eslint/no-unsafe-member-access': 'off',
		'@typescript-eslint/no-unsafe-return': 'off',
	},
};

export default defineConfig(
	globalIgnores([
		...['dist/', 'node_modules/', 'models/', 'coverage/', 'test-results/', '.cache/', '.svelte-*/'],
		// Made by npm run messages.
		'src/languages/messages.ts',
		// AssemblyScript: its own compiler checks it.
		'src/engine/gpu/wasm/assembly/',
		'src/engine/gpu/wasm/build/',
	]),
	ts.configs.base,
	svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: { globals: { ...globals.browser, ...globals.worker } },
	},
	{
		files: ['**/*.{js,svelte}'],
		// The first of them has the parser.
		extends: [js.configs.recommended, ...ts.configs.recommended.slice(1)],
		rules: {
			'no-undef': 'off', // TypeScript knows better
			'no-console': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		// State is replaced whole ($state.raw); a Map beside it is plain on purpose.
		rules: { 'svelte/prefer-svelte-reactivity': 'off' },
	},
	process.env['SKILLET_SUITE'] === 'short' ? [] : typesOfComponents,
	{ files: ['src/**'], plugins: { floors: floorsPlugin }, rules: { 'floors/downwards': 'error' } },
	{
		// Timers sleep in a hidden tab, but training continues there: core/nextTask.ts needs no timer.
		files: ['src/{engine/{core,gpu,model,training},lab/{training,run,worker}}/**'],
		ignores: ['**/*.test.ts', '**/*.test-support.ts'],
		rules: {
			'no-restricted-globals': ['error', ...sleepingGlobals],
			'no-restricted-properties': [
				'error',
				...['globalThis', 'self', 'window'].flatMap((object) =>
					sleepingGlobals.map((property) => ({ object, property })),
				),
			],
		},
	},
	{
		// Reading these throws where the browser blocks storage.
		files: ['src/main.ts', 'src/lab/{page,features}/**'],
		ignores: ['src/lab/page/state/browserStorage.ts'],
		rules: {
			'no-restricted-globals': [
				'error',
				...['localStorage', 'sessionStorage'].map((name) => ({
					name,
					message: `Use browserStorage('${name}') of page/state/browserStorage.ts.`,
				})),
			],
		},
	},
	{
		files: ['examples/**', 'scripts/**', 'tests/**', '*.config.*'],
		languageOptions: { globals: globals.node },
		rules: { 'no-console': 'off' },
	},
	{
		// Prettier wraps code. Comments and strings keep to the same width.
		files: ['**/*.{ts,js,svelte}'],
		rules: {
			'max-len': [
				'error',
				{
					code: 100,
					tabWidth: 2,
					ignoreUrls: true,
					// Addresses of modules, patterns and binary data of tests, directives of Svelte.
					ignorePattern: "^import |^\\s*/(?![*/]).*/,?$|svelte-ignore|'[A-Za-z0-9+/=]{60,}'",
				},
			],
			'no-restricted-syntax': ['error', spreadLiteral, ...bannedNames],
		},
	},
	{
		files: ['src/**'],
		ignores: ['**/*.test.ts', '**/*.test-support.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				spreadLiteral,
				...bannedNames,
				{
					selector:
						'CallExpression[callee.property.name=/^(min|max|push|unshift)$/] > SpreadElement',
					message:
						'A call with more than about 120,000 arguments overflows the stack: ' +
						'use highest() or lowest() of core/statistics.ts, or a loop.',
				},
			],
		},
	},
);
