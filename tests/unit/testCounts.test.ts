/** `npm test` counts the results of the runners' reports. */
import { expect, it } from 'vitest';
import { countEngines, countPlaywright, countVitest } from '../../scripts/lib/testCounts.ts';

it('counts a file that fails to load as one failure', () => {
	const report = {
		numPassedTests: 3,
		numFailedTests: 1,
		numPendingTests: 2,
		numTodoTests: 0,
		testResults: [
			{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
			{ status: 'failed', assertionResults: [] },
			{ status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
		],
	};
	expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

it('counts a flaky journey and a broken set-up as failures', () => {
	const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] };
	expect(countPlaywright(report)).toEqual({ passed: 4, failed: 3, skipped: 0 });
});

it('counts journeys, and names an engine that is missing', () => {
	const missing = 'WebKit is not installed.';
	const report = {
		engines: [
			{ engine: 'firefox', version: '140', journeys: [{}, { error: 'It did not open.' }] },
			{ engine: 'webkit', missing, journeys: [] },
		],
	};
	expect(countEngines(report)).toEqual({ passed: 1, failed: 1, skipped: 1, notes: [missing] });
});
