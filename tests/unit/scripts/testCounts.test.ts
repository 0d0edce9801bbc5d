/** `npm test` counts the results of the runners' reports. */
import { expect, it } from 'vitest';
import { countVitest } from '../../../scripts/lib/testCounts.ts';

it('counts a file that fails to load as one failure', () => {
	const report = {
		numPassedTests: 3,
		numFailedTests: 1,
		numPendingTests: 2,
		numTodoTests: 0,
		testResults: [
			{
				status: 'failed',
				name: 'a.test.ts',
				assertionResults: [
					{ status: 'failed', fullName: 'adds', failureMessages: ['\u001b[31mexpected 3\nat'] },
					{ status: 'passed' },
				],
			},
			{ status: 'failed', name: 'b.test.ts', message: 'no such file', assertionResults: [] },
			{ status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
		],
	};
	expect(countVitest(report)).toEqual({
		times: expect.any(Array) as unknown,
		passed: 3,
		failed: 2,
		skipped: 2,
		notes: [
			'failed: a.test.ts › adds\n    expected 3\n    at',
			'failed: b.test.ts › does not load\n    no such file',
		],
	});
});
