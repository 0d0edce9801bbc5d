import { expect, test } from 'vitest';
import { ExplanationLog } from '#page/state/ExplanationLog.ts';
import { traceColumns } from './reports.ts';

test('a figure by skill over the steps, and another one to stand against it', () => {
	const log = new ExplanationLog();
	const said = { weights: [0.25, 0, 0.75], sentence: '' };
	log.add(1, { ...said, traces: [] });
	log.add(20, {
		...said,
		traces: [
			{ label: 'reward', values: [3, null, -1] },
			{ label: 'fixed point', values: [0.5, null, 0.5] },
		],
	});
	expect(traceColumns(log, [0, 2], 'reward')).toEqual([
		[1, 20],
		[null, 3],
		[null, -1],
	]);
	expect(traceColumns(log, [2], null, 'fixed point')).toEqual([
		[1, 20],
		[0.75, 0.75],
		[null, 0.5],
	]);
});
