/** Runs PyTorch as an entrant: a Python process that reads weights and batches from files. */
import { execFile, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Command, Response } from '../../../tests/bench/protocol.ts';
import type { Opened, Session } from '../../../tests/bench/session.ts';
import { makeTask } from '../../../tests/bench/task.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';
import { python } from '../python.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { sessionOver } from './sessionOver.ts';

export const pytorchName = 'pytorch';

export async function hasPyTorch(): Promise<boolean> {
	try {
		await promisify(execFile)(python, ['-c', 'import numpy, torch'], { timeout: 60_000 });
		return true;
	} catch {
		return false;
	}
}

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
	const child = spawn(python, [path.resolve('tests/bench/decoder.py'), folder], {
		stdio: ['pipe', 'pipe', 'inherit'],
		// Spinning threads would take processor time from the other entrants.
		env: { ...process.env, OMP_WAIT_POLICY: 'passive' },
	});
	const lines = createInterface({ input: child.stdout });
	const ask = (request: Command | { readonly type: 'open' }): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const dead = () => reject(new Error('Python ended. Its message is above.'));
			child.once('exit', dead);
			child.once('error', reject);
			lines.once('line', (line) => {
				child.off('exit', dead);
				child.off('error', reject);
				const response = JSON.parse(line) as Response;
				if (response.ok) resolve(response.value);
				else reject(new Error(response.error));
			});
			child.stdin.write(`${JSON.stringify(request)}\n`);
		});
	const opened = (await ask({ type: 'open' })) as Opened;
	return sessionOver(opened, async (command) => {
		const answer = await ask(command);
		if (command.type === 'close') rmSync(folder, { recursive: true, force: true });
		return answer;
	});
}
