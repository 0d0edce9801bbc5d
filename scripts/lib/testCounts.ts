/** Counts passed and failed tests in the reports of Vitest, Playwright and the engines. */
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** Closing lines: what was skipped and how to have it; each failed test with its error. */
	readonly notes?: readonly string[];
	/** Suites that were skipped because a program, such as a browser, is not installed. */
	readonly absent?: readonly string[];
	readonly times?: readonly TestTime[];
}

export interface TestTime {
	readonly title: string;
	readonly milliseconds: number;
}

/** A line for each of the slowest tests, the slowest first. */
export const slowestLines = (times: readonly TestTime[], count = 10): string[] =>
	[...times]
		.sort((a, b) => b.milliseconds - a.milliseconds)
		.slice(0, count)
		.map(
			({ title, milliseconds }) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${title}`,
		);

/** One line for all that was skipped, by suite. null: nothing was. */
export function skippedLine(
	suites: readonly { readonly script: string; readonly absent: readonly string[] }[],
): string | null {
	const parts = suites.flatMap(({ script, absent }) =>
		absent.length > 0 ? [`${script} (${absent.join(', ')})`] : [],
	);
	return parts.length > 0 ? `Skipped, because not installed: ${parts.join('; ')}` : null;
}

/** One engine in the report of `npm test -- engines`. */
export interface EngineReport {
	readonly engine: string;
	readonly version?: string;
	/** How to install it, if it is not installed. */
	readonly missing?: string;
	readonly journeys: readonly { readonly journey?: string; readonly error?: string }[];
}

interface VitestTest {
	readonly status: string;
	readonly fullName: string;
	/** Milliseconds; a skipped test has none. */
	readonly duration?: number | null;
	readonly failureMessages: readonly string[];
}

interface PlaywrightSuite {
	readonly specs?: readonly PlaywrightSpec[];
	readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightSpec {
	readonly title: string;
	readonly file: string;
	readonly tests: readonly {
		readonly status: string;
		readonly results: readonly {
			readonly duration?: number;
			readonly error?: { readonly message?: string };
		}[];
	}[];
}

/** Reads the engines' report. A missing engine counts as one skipped test. */
export function countEngines(report: unknown): Counts {
	const { engines } = report as { readonly engines: readonly EngineReport[] };
	const journeys = engines.flatMap((engine) => engine.journeys);
	const failures = engines.flatMap(({ engine, journeys }) =>
		journeys.flatMap(({ journey, error }) =>
			error === undefined ? [] : failure(engine, journey ?? '', error),
		),
	);
	const missing = engines.flatMap((engine) => (engine.missing ? `skipped: ${engine.missing}` : []));
	return {
		passed: journeys.length - failures.length,
		failed: failures.length,
		skipped: missing.length,
		notes: [...missing, ...failures],
		absent: engines.flatMap(({ engine, missing: how }) => (how ? [engine] : [])),
	};
}

/** Reads Vitest's JSON report. A file that fails to load counts as one failure. */
export function countVitest(report: unknown): Counts {
	const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as {
		numPassedTests: number;
		numFailedTests: number;
		numPendingTests: number;
		numTodoTests: number;
		testResults: {
			status: string;
			name: string;
			message?: string;
			assertionResults: VitestTest[];
		}[];
	};
	const broken = testResults.filter(
		(file) =>
			file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
	);
	return {
		passed: numPassedTests,
		failed: numFailedTests + broken.length,
		skipped: numPendingTests + numTodoTests,
		times: testResults.flatMap(({ assertionResults }) =>
			assertionResults.map(({ fullName, duration }) => ({
				title: fullName,
				milliseconds: duration ?? 0,
			})),
		),
		notes: [
			...testResults.flatMap(({ name, assertionResults }) =>
				assertionResults
					.filter(({ status }) => status === 'failed')
					.map((test) => failure(name, test.fullName, test.failureMessages[0])),
			),
			...broken.map(({ name, message }) => failure(name, 'does not load', message)),
		],
	};
}

/** Reads Playwright's JSON report. A flaky test counts as failed. */
export function countPlaywright(report: unknown): Counts {
	const { stats, errors, suites } = report as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		errors: { readonly message?: string }[];
		suites: PlaywrightSuite[];
	};
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped,
		times: suites.flatMap(journeyTimes),
		notes: [
			...suites.flatMap(failedJourneys),
			...errors.map(({ message }) => failure('playwright', 'set-up', message)),
		],
	};
}

function failedJourneys({ specs = [], suites = [] }: PlaywrightSuite): readonly string[] {
	const ownTests = specs.flatMap(({ title, file, tests }) =>
		tests
			.filter(({ status }) => status === 'unexpected' || status === 'flaky')
			.map(({ results }) => {
				const error = results.find((result) => result.error)?.error;
				return failure(file, title, error?.message);
			}),
	);
	return [...ownTests, ...suites.flatMap(failedJourneys)];
}

/** A failed test in a few lines: the whole report may be far above, or cut off. */
export function failure(file: string, title: string, message = ''): string {
	const lines = stripVTControlCharacters(message).split('\n', 12);
	return [`failed: ${path.relative('', file)} › ${title}`, ...lines].join('\n    ');
}

function journeyTimes({ specs = [], suites = [] }: PlaywrightSuite): TestTime[] {
	const journeys = specs.map(({ file, title, tests }) => ({
		title: `${file} › ${title}`,
		milliseconds: tests
			.flatMap(({ results }) => results)
			.reduce((sum, { duration = 0 }) => sum + duration, 0),
	}));
	return [...journeys, ...suites.flatMap(journeyTimes)];
}
