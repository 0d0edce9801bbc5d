import { expect, test } from 'vitest';
import type { RunStatus } from '#lab/worker/protocol.ts';
import { preparationOf } from './preparing.ts';

const tasks = [
	{ id: 'run', label: 'Roll-out 1 of 20', fraction: 0.05, left: null },
	{ id: 'import', label: 'Importing', fraction: 0.5, left: null },
];
const run = (step: number, kind: 'running' | 'paused') => ({
	id: 'run',
	step,
	status: (kind === 'running'
		? { kind, step, pace: { kind: 'full' } }
		: { kind, step }) as RunStatus,
	policy: { fromStep: 40, id: 'raise', settings: {} },
});

test('a part of the run while its policy has drawn nothing yet, and only then', () => {
	expect(preparationOf(run(40, 'running'), tasks)?.label).toBe('Roll-out 1 of 20');
	expect(preparationOf(run(41, 'running'), tasks)).toBeUndefined();
	expect(preparationOf(run(40, 'paused'), tasks)).toBeUndefined();
	expect(preparationOf(run(40, 'running'), tasks.slice(1))).toBeUndefined();
	expect(preparationOf(null, tasks)).toBeUndefined();
});
