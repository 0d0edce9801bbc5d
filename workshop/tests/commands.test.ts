/** The workshop's commands: help, and a wrong option that writes nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../tests/support/testFolder.ts';

const { scripts } = JSON.parse(readFileSync('workshop/package.json', 'utf8')) as {
	scripts: Record<string, string>;
};
const files = Object.entries(scripts).flatMap(([name, line]) => {
	const file = /tsx (workshop\/\w+\.ts)$/.exec(line)?.[1];
	return file === undefined ? [] : [[name, file] as const];
});
const run = (file: string, ...args: string[]) =>
	spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { encoding: 'utf8' });

it.each(files)('%s prints its purpose and its own name with --help', (name, file) => {
	const { status, stdout, stderr } = run(file, '--help');
	expect([status, stderr]).toEqual([0, '']);
	expect(stdout).toContain(`Usage: npm run --prefix workshop ${name} `);
});

it('pretrain with a wrong id writes nothing', () => {
	const folder = path.join(testFolder(), 'models');
	const { status, stderr } = run('workshop/pretrain.ts', '--id', 'unknown', '--out', folder);
	expect([status, stderr]).toEqual([3, expect.stringContaining('unknown')]);
	expect(existsSync(folder)).toBe(false);
});
