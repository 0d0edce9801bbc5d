/**
 * `npm run check`, `lint` and `format` (`-- --check` writes nothing). Types and lint of workshop/
 * need its packages, so both leave it out until `npm ci --prefix workshop` has installed them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

const hasWorkshop = existsSync(path.join('workshop', 'node_modules'));

/** @param {string} config */
const types = (config) => ['@typescript/native/bin/tsc', '-p', config, '--singleThreaded'];

/** Each command is a file of node_modules/ and its words. */
const commands = {
	check: [
		types('tsconfig.engine.json'),
		types('tsconfig.node.json'),
		...(hasWorkshop ? [types('workshop/tsconfig.json')] : []),
		'svelte-check/bin/svelte-check --tsgo --tsconfig tsconfig.ui.json --fail-on-warnings'.split(
			' ',
		),
	],
	lint: [
		[
			...['oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
			...(hasWorkshop ? [] : ['--ignore-pattern', 'workshop/**']),
		],
		'eslint/bin/eslint.js --max-warnings 0 .'.split(' '),
	],
	format: [
		['prettier/bin/prettier.cjs', process.argv.includes('--check') ? '--check' : '--write', '.'],
	],
};

// It keeps what it made of components, and reports those that were deleted since.
rmSync('.svelte-check', { recursive: true, force: true });
for (const [file, ...words] of commands[process.argv[2]]) {
	const program = path.join('node_modules', file);
	const { status } = spawnSync(process.execPath, [program, ...words], { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
