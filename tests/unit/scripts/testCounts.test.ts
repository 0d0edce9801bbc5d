/** `npm test` counts the results of the runners' reports. */
import { expect, it } from 'vitest';
import { countEngines, countPlaywright, countVitest } from '../../../scripts/lib/testCounts.ts';

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

it('counts a flaky journey and a broken set-up as failures', () => {
	const journey = (title: string, status: string) => ({
		title,
		file: 'run.e2e.ts',
		tests: [{ status, results: [{ error: { message: `${title} failed` } }, {}] }],
	});
	const report = {
		stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 },
		errors: [{ message: 'no port' }],
		suites: [
			{ specs: [journey('starts', 'unexpected'), journey('ends', 'expected')] },
			{ suites: [{ specs: [journey('stops', 'flaky')] }] },
		],
	};
	expect(countPlaywright(report)).toEqual({
		times: expect.any(Array) as unknown,
		passed: 4,
		failed: 3,
		skipped: 0,
		notes: [
			'failed: run.e2e.ts › starts\n    starts failed',
			'failed: run.e2e.ts › stops\n    stops failed',
			'failed: playwright › set-up\n    no port',
		],
	});
});

it('counts journeys, and names an engine that is missing', () => {
	const missing = 'WebKit is not installed.';
	const report = {
		engines: [
			{
				engine: 'firefox',
				version: '140',
				journeys: [{}, { journey: 'opens', error: 'It failed.' }],
			},
			{ engine: 'webkit', missing, journeys: [] },
		],
	};
	expect(countEngines(report)).toEqual({
		passed: 1,
		failed: 1,
		skipped: 1,
		absent: ['webkit'],
		notes: [`skipped: ${missing}`, 'failed: firefox › opens\n    It failed.'],
	});
});
