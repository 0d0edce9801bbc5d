/** The folder of a killed call is removed by the next one. That of a running call stays. */
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
