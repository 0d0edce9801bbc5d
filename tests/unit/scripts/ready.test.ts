/** What the scripts of package.json check before anything is installed. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isTooOld } from '../../../scripts/nodeVersion.js';
import { testFolder } from '../../support/testFolder.ts';

it.each([
	['>=20.19', '20.18.3', true],
	['>=20.19', '18.20.0', true],
	['>=20.19', '20.19.0', false],
	['>=20.19', '20.20.1', false],
	['>=20.19', '24.0.0', false],
])('Node for %s: %s is too old: %s', (range, version, expected) => {
	expect(isTooOld(range, version)).toBe(expected);
});

const lockfile = {
	packages: {
		'': { version: '0.1.0' },
		'node_modules/a': { version: '1.0.0' },
		'node_modules/b': { version: '2.0.0', optional: true },
	},
};

it('installs what is missing, once, and says so', () => {
	const folder = testFolder();
	// npm's part: writes the record that an installation leaves.
	const npm = path.join(folder, 'npm.cjs');
	writeFileSync(
		npm,
		`const fs = require('fs'); fs.mkdirSync('node_modules', { recursive: true });
		fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
		console.log('installed by', process.argv.slice(2).join(' '));`,
	);
	mkdirSync(path.join(folder, 'scripts'));
	for (const file of ['scripts/ready.js', 'scripts/nodeVersion.js'])
		cpSync(file, path.join(folder, file));
	const engines = { node: '>=20.19' };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', engines }));
	writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lockfile));
	const run = () =>
		spawnSync(process.execPath, ['scripts/ready.js'], {
			cwd: folder,
			encoding: 'utf8',
			env: { ...process.env, npm_execpath: npm },
		});
	const first = run();
	expect(first.status).toBe(0);
	expect(first.stdout).toContain('node_modules/a');
	expect(first.stdout).toContain('installed by ci');
	expect(run()).toMatchObject({ status: 0, stdout: '' });
});
