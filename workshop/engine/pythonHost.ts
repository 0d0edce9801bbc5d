/** Entrants in Python: a process that reads weights and batches from files. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Opened, Session } from '../entrants/session.ts';
import { makeTask } from '../entrants/task.ts';
import type { Workload } from '../entrants/workloads.ts';
import { openPython, python } from '../lib/python.ts';
import { temporaryFolder } from '../../scripts/lib/temporaryFolder.ts';
import { sessionOver } from './host.ts';

interface PythonEntrant {
	readonly name: string;
	readonly about: string;
	/** In workshop/entrants/. */
	readonly script: string;
	readonly packages: readonly string[];
	readonly environment: NodeJS.ProcessEnv;
	/** Whether it runs in Node by default; otherwise only if it is named. */
	readonly inNode: boolean;
}

const pytorch: PythonEntrant = {
	name: 'pytorch',
	about: 'PyTorch eager, fp32',
	script: 'decoder.py',
	packages: ['numpy', 'torch'],
	// Spinning threads would take processor time from the other entrants.
	environment: { OMP_WAIT_POLICY: 'passive' },
	inNode: true,
};

const llamaCpp: PythonEntrant = {
	name: 'llama-cpp',
	about: "llama.cpp's optimiser, fp32",
	script: 'llamaCpp.py',
	packages: ['numpy', 'gguf', 'llama_cpp'],
	// The number of threads that this lab's own entrant has in Node (workshop/entrants/node.ts).
	environment: { SKILLET_THREADS: String(Math.min(4, availableParallelism())) },
	inNode: false,
};

export const pythonEntrants = [pytorch, llamaCpp].map((entrant) => ({
	...entrant,
	share: 1,
	open: (workload: Workload) => open(entrant, workload),
}));

export const isInstalled = ({ packages }: PythonEntrant): boolean =>
	spawnSync(python, ['-c', `import ${packages.join()}`], { timeout: 60_000 }).status === 0;

/** Throws Python's errors. */
async function open(entrant: PythonEntrant, workload: Workload): Promise<Session> {
	const folder = temporaryFolder(`skillet-${entrant.name}`);
	const { weights, examples: _, ...task } = makeTask(workload);
	writeFileSync(path.join(folder, 'weights.bin'), weights);
	writeFileSync(
		path.join(folder, 'task.json'),
		JSON.stringify(task, (_, value: unknown) =>
			value instanceof Int32Array ? Array.from(value) : value,
		),
	);
	const script = path.resolve('workshop/entrants', entrant.script);
	const ask = await openPython(script, folder, entrant.environment);
	if (!ask) throw new Error(`${python} lacks ${entrant.packages.join(' or ')}.`);
	return sessionOver((await ask({ type: 'open' })) as Opened, async (command) => {
		const answer = await ask(command);
		if (command.type === 'close') rmSync(folder, { recursive: true, force: true });
		return answer;
	});
}
