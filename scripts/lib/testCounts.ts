/** Counts passed and failed tests in the reports of Vitest and Playwright. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

/** Reads Vitest's JSON report. A file that fails to load counts as one failure. */
export function countVitest(report: unknown): Counts {
	const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as {
		numPassedTests: number;
		numFailedTests: number;
		numPendingTests: number;
		numTodoTests: number;
		testResults: { status: string; assertionResults: { status: string }[] }[];
	};
	const broken = testResults.filter(
		(file) =>
			file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
	);
	return {
		passed: numPassedTests,
		failed: numFailedTests + broken.length,
		skipped: numPendingTests + numTodoTests,
	};
}

/** Reads Playwright's JSON report. A flaky test counts as failed. */
export function countPlaywright(report: unknown): Counts {
	const { stats, errors } = report as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		errors: unknown[];
	};
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped,
	};
}
