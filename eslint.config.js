/**
 * Lint of components and of plain JavaScript. Warnings fail. All other files, and the scripts of
 * components, are oxlint's (.oxlintrc.json): it takes seconds where eslint takes minutes.
 */
import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Rules for all files, which are the same here. */
const { rules: shared } = JSON.parse(
	readFileSync(new URL('.oxlintrc.json', import.meta.url), 'utf8'),
);

/** oxlint has no types of components. These rules need them, which takes a minute. */
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
	globalIgnores(
		'dist/ node_modules/ models/ coverage/ test-results/ .cache/ .svelte-*/'.split(' '),
	),
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
	{
		files: ['scripts/**', 'tests/**', '*.config.*'],
		languageOptions: { globals: globals.node },
		rules: { 'no-console': 'off' },
	},
	{
		// Prettier wraps code. Comments and strings keep to the same width.
		files: ['**/*.{js,svelte}'],
		rules: {
			'max-len': shared['eslint-js/max-len'],
			'no-restricted-syntax': shared['eslint-js/no-restricted-syntax'],
		},
	},
);
