/** PyTorch: a process that reads weights and batches from files. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Opened, Session } from '../entrants/session.ts';
import { makeTask } from '../entrants/task.ts';
import type { Workload } from '../entrants/workloads.ts';
import { openPython, python } from '../lib/python.ts';
import { temporaryFolder } from '../../scripts/lib/temporaryFolder.ts';
import { sessionOver } from './host.ts';

export const pytorch = { name: 'pytorch', about: 'PyTorch eager, fp32', share: 1, open };

export const isInstalled = (): boolean =>
	spawnSync(python, ['-c', 'import numpy, torch'], { timeout: 60_000 }).status === 0;

/** Throws Python's errors. */
async function open(workload: Workload): Promise<Session> {
	const folder = temporaryFolder(`skillet-${pytorch.name}`);
	const { weights, examples: _, ...task } = makeTask(workload);
	writeFileSync(path.join(folder, 'weights.bin'), weights);
	writeFileSync(
		path.join(folder, 'task.json'),
		JSON.stringify(task, (_, value: unknown) =>
			value instanceof Int32Array ? Array.from(value) : value,
		),
	);
	const script = path.resolve('workshop/entrants/decoder.py');
	// Spinning threads would take processor time from the other entrants.
	const ask = await openPython(script, folder, { OMP_WAIT_POLICY: 'passive' });
	if (!ask) throw new Error(`${python} lacks numpy or torch.`);
	return sessionOver((await ask({ type: 'open' })) as Opened, async (command) => {
		const answer = await ask(command);
		if (command.type === 'close') rmSync(folder, { recursive: true, force: true });
		return answer;
	});
}
