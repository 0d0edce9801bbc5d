/** The memory of published shapes, opened and trained in a process of their own. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { testFolder } from '../../tests/support/testFolder.ts';

const isLong = process.env['SKILLET_SUITE'] === 'long';
const minutes = 60_000;

interface Figures {
	readonly stored: number;
	readonly 'process before opening': number;
	readonly 'peak of the process while opening': number;
	readonly 'device predicted': number;
	readonly 'peak of the process while training': number;
	readonly 'peak of the process with a checkpoint': number;
}

/** `trained`: nf4, int8 … for an adapter beside such a base, or all. */
async function measure(shape: string, trained: string): Promise<Figures> {
	const folder = testFolder();
	const file = path.join(folder, 'figures.json');
	const what = ['--only', 'process', '--shape', shape, '--trained', trained];
	const tsx = path.join('node_modules', '.bin', 'tsx');
	const command = ['workshop/benchMemory.ts', ...what, '--steps', '1', '--json', file];
	await promisify(execFile)(tsx, command);
	return (JSON.parse(readFileSync(file, 'utf8')) as { figures: Figures }).figures;
}

test.runIf(isLong).each(['nf4', 'int8'])(
	'Qwen3-0.6B trains beside %s in 3 GB, as predicted',
	{ timeout: 20 * minutes },
	async (base) => {
		const figures = await measure('Qwen3-0.6B', base);
		const before = figures['process before opening'];
		expect(figures['peak of the process with a checkpoint']).toBeLessThan(3e9);
		const opening = figures['peak of the process while opening'] - before;
		expect(opening).toBeLessThan(1.3 * figures.stored);
		const trained = figures['peak of the process while training'] - before;
		expect(trained / figures['device predicted']).toBeGreaterThan(0.9);
		expect(trained / figures['device predicted']).toBeLessThan(1.1);
	},
);

test.runIf(isLong)(
	'SmolLM2-135M trains all weights in 8 GB',
	{ timeout: 20 * minutes },
	async () => {
		const figures = await measure('SmolLM2-135M', 'all');
		expect(figures['peak of the process with a checkpoint']).toBeLessThan(8e9);
	},
);
