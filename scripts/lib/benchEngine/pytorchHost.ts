/** Runs PyTorch as an entrant: a Python process that reads weights and batches from files. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Opened, Session } from '../../../tests/bench/session.ts';
import { makeTask } from '../../../tests/bench/task.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';
import { openPython, python } from '../python.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { sessionOver } from './host.ts';

export const pytorchName = 'pytorch';

export const hasPyTorch = (): boolean =>
	spawnSync(python, ['-c', 'import numpy, torch'], { timeout: 60_000 }).status === 0;

/** Throws Python's errors. */
export async function openPyTorch(workload: Workload): Promise<Session> {
	const folder = temporaryFolder('skillet-pytorch');
	const { weights, config, specs, rows, packed, optimizer } = makeTask(workload);
	writeFileSync(path.join(folder, 'weights.bin'), weights);
	writeFileSync(
		path.join(folder, 'task.json'),
		JSON.stringify({ config, specs, rows, packed, optimizer }, (_, value: unknown) =>
			value instanceof Int32Array ? Array.from(value) : value,
		),
	);
	// Spinning threads would take processor time from the other entrants.
	const environment = { OMP_WAIT_POLICY: 'passive' };
	const ask = await openPython(path.resolve('tests/bench/decoder.py'), folder, environment);
	if (!ask) throw new Error(`${python} lacks torch or numpy.`);
	return sessionOver((await ask({ type: 'open' })) as Opened, async (command) => {
		const answer = await ask(command);
		if (command.type === 'close') rmSync(folder, { recursive: true, force: true });
		return answer;
	});
}
