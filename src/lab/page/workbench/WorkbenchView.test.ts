import { expect, test } from 'vitest';
import { tableSteps } from './WorkbenchView.svelte.ts';

test('a table has evaluations, both sides of each switch, and the newest step', () => {
	expect(tableSteps(70, [0, 25, 50], [50, 60, 90])).toEqual([25, 50, 51, 60, 61, 70]);
	expect(tableSteps(0, [0], [40])).toEqual([]);
});
