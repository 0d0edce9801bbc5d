/** Counts passed and failed tests in the reports of Vitest, Playwright and the engines. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** Closing lines: what was skipped, and how to have it. */
	readonly notes?: readonly string[];
}

/** One engine in the report of `npm run test:engines`. */
export interface EngineReport {
	readonly engine: string;
	readonly version?: string;
	/** How to install it, if it is not installed. */
	readonly missing?: string;
	readonly journeys: readonly { readonly error?: string }[];
}

/** Reads the engines' report. A missing engine counts as one skipped test. */
export function countEngines(report: unknown): Counts {
	const { engines } = report as { readonly engines: readonly EngineReport[] };
	const journeys = engines.flatMap((engine) => engine.journeys);
	const failed = journeys.filter(({ error }) => error !== undefined).length;
	const notes = engines.flatMap(({ missing }) => missing ?? []);
	return { passed: journeys.length - failed, failed, skipped: notes.length, notes };
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
