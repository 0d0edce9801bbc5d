/**
 * The folder of a killed call is removed by the next one. That of a running call or of another user
 * stays.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/lib/temporaryFolder.ts';
import { testFolder } from '../../support/testFolder.ts';

const script = path.resolve('scripts/lib/temporaryFolder.ts');
const runScript = (text: string) =>
	spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', text], {
		encoding: 'utf8',
	});

it('removes the folders of calls that are gone, and its own at the end', () => {
	const parent = testFolder();
	const killed = `
		import { temporaryFolder } from ${JSON.stringify(script)};
		temporaryFolder('part', ${JSON.stringify(parent)});
		process.kill(process.pid, 'SIGKILL');`;
	expect(runScript(killed).signal).toBe('SIGKILL');
	const [left] = readdirSync(parent);
	expect(left).toMatch(/^part-\d+-/);
	for (const name of [`part-${process.ppid}-x`, 'part-of-mine', 'other-1-x'])
		mkdirSync(path.join(parent, name));
	const folder = temporaryFolder('part', parent);
	expect(existsSync(folder)).toBe(true);
	expect(readdirSync(parent).sort()).toEqual(
		[`part-${process.ppid}-x`, 'part-of-mine', 'other-1-x', path.basename(folder)].sort(),
	);
});

it('leaves what it may not remove: the folder of another user', () => {
	const parent = testFolder();
	const { pid } = spawnSync(process.execPath, ['--version']);
	mkdirSync(path.join(parent, `part-${pid}-x`));
	const { stdout } = runScript(`
		import fs from 'node:fs';
		import { syncBuiltinESMExports } from 'node:module';
		const { rmSync } = fs;
		fs.rmSync = (file, options) => {
			if (file.endsWith('-x')) throw new Error('EACCES: permission denied');
			rmSync(file, options);
		};
		syncBuiltinESMExports();
		const { temporaryFolder } = await import(${JSON.stringify(script)});
		console.log(temporaryFolder('part', ${JSON.stringify(parent)}));`);
	expect(path.basename(stdout.trim())).toMatch(/^part-\d+-/);
	expect(readdirSync(parent)).toEqual([`part-${pid}-x`]);
});
