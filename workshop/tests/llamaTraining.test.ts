/** Steps of llama.cpp's optimiser beside the lab's, on the same weights and rows. */
import { expect, test } from 'vitest';
import { compareLosses } from '../engine/agreement.ts';
import { openNodeHost } from '../engine/nodeHost.ts';
import { pythonEntrants } from '../engine/pythonHost.ts';
import { entrants } from '../entrants/entrants.ts';
import { workloads } from '../entrants/workloads.ts';
import { pythonWith } from '../../tests/support/python.ts';

const named = <T extends { readonly name: string }>(all: readonly T[], name: string): T =>
	all.find((each) => each.name === name)!;

test.skipIf(!pythonWith('gguf', 'numpy', 'llama_cpp'))(
	'llama.cpp has the same losses (SKILLET_PYTHON with llama-cpp-python and gguf)',
	async () => {
		const workload = named(workloads, 'stories260k');
		const host = await openNodeHost();
		const sessions = await Promise.all([
			host.open(workload, named(entrants, 'skillet-wasm')),
			named(pythonEntrants, 'llama-cpp').open(workload),
		]);
		const [ours, theirs] = await Promise.all(sessions.map((session) => session.losses(12)));
		await Promise.all([...sessions, host].map((each) => each.close()));
		const agreement = compareLosses(
			new Map([
				['lab', ours],
				['llama.cpp', theirs],
			]),
		);
		console.log(`12 losses differ by ${agreement.largest.toExponential(1)} at most`);
		expect(agreement).toMatchObject({ steps: 12, deviations: [] });
	},
	120_000,
);
