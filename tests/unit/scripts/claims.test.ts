/** One worker has a cell at a time; the claim of a dead one is free after a while. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { longestSilence, takeClaim } from '../../../scripts/lib/bench/claims.ts';
import { testFolder } from '../../support/testFolder.ts';

let folder: string;
beforeEach(() => void (folder = testFolder()));

it('a unit is given to one worker, and to the next one after its release', () => {
	const first = takeClaim(folder, 'a')!;
	expect(takeClaim(folder, 'a')).toBeNull();
	const other = takeClaim(folder, 'b')!;
	first.release();
	expect(takeClaim(folder, 'a')).not.toBeNull();
	other.release();
	expect(readdirSync(folder)).toHaveLength(1);
});

it('a claim without a sign of life is taken over once', () => {
	const dead = takeClaim(folder, 'a')!;
	const later = () => Date.now() + longestSilence + 1000;
	const next = takeClaim(folder, 'a', later);
	expect(next).not.toBeNull();
	expect(takeClaim(folder, 'a')).toBeNull();
	dead.release();
	next!.release();
});

it('a claim of a process that is gone is free at once, on its own machine', () => {
	const { pid } = spawnSync(process.execPath, ['--version']);
	takeClaim(folder, 'a')!;
	const file = path.join(folder, readdirSync(folder)[0]);
	const [machine] = readFileSync(file, 'utf8').split(' ');
	// On Linux, a container with the same name is another machine.
	for (const other of ['another-machine', ...(machine === hostname() ? [] : [hostname()])]) {
		writeFileSync(file, `${other} ${pid}\n`);
		expect(takeClaim(folder, 'a'), other).toBeNull();
	}
	writeFileSync(file, `${machine} ${pid}\n`);
	expect(takeClaim(folder, 'a')).not.toBeNull();
	expect(takeClaim(folder, 'a')).toBeNull();
});
