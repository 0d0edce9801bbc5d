/** The folder of a killed call is removed by the next one, that of a running call is not. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/lib/temporaryFolder.ts';

it('removes the folders of calls that are gone, and its own at the end', () => {
	const parent = mkdtempSync(path.join(tmpdir(), 'skillet-test-'));
	try {
		const script = path.resolve('scripts/lib/temporaryFolder.ts');
		const killed = `
			import { temporaryFolder } from ${JSON.stringify(script)};
			temporaryFolder('part', ${JSON.stringify(parent)});
			process.kill(process.pid, 'SIGKILL');`;
		const words = ['--import', 'tsx', '--input-type=module', '--eval', killed];
		expect(spawnSync(process.execPath, words).signal).toBe('SIGKILL');
		const [left] = readdirSync(parent);
		expect(left).toMatch(/^part-\d+-/);
		for (const name of [`part-${process.ppid}-x`, 'part-of-mine', 'other-1-x'])
			mkdirSync(path.join(parent, name));
		const folder = temporaryFolder('part', parent);
		expect(existsSync(folder)).toBe(true);
		expect(readdirSync(parent).sort()).toEqual(
			[`part-${process.ppid}-x`, 'part-of-mine', 'other-1-x', path.basename(folder)].sort(),
		);
	} finally {
		rmSync(parent, { recursive: true });
	}
});
