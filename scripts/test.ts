/**
 * `npm test`: runs every suite, also after a failure, and prints the counts.
 * `--long` runs the full form of each suite. Types, lint and format count as one test each.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser, SetupError } from './lib/browser.ts';
import { flag, readCommand } from './lib/command.ts';
import { countPlaywright, countVitest, type Counts } from './lib/testCounts.ts';

interface Suite {
	readonly script: string;
	readonly needsBrowser?: boolean;
	readonly words?: (report: string) => readonly string[];
	readonly count?: (report: unknown) => Counts;
}

const vitest = {
	words: (report: string) => [
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
	],
	count: countVitest,
};
const suites: readonly Suite[] = [
	{ script: 'check' },
	{ script: 'lint' },
	{ script: 'format:check' },
	{ script: 'test:unit', ...vitest },
	{ script: 'test:gpu', needsBrowser: true, ...vitest },
	{ script: 'test:e2e', needsBrowser: true, count: countPlaywright },
];

const { long } = readCommand({
	name: 'npm test',
	purpose: 'Runs every suite, also after a failure, and prints the counts.',
	example: '--long',
	options: { long: flag('The full form of each suite, as npm run test:long') },
});
const length = long ? 'long' : 'short';
const reports = path.resolve('.cache', 'test');
mkdirSync(reports, { recursive: true });

const browserProblem = await problemWithBrowser();
const lines: string[] = [];
const total = { passed: 0, failed: 0 };
const started = performance.now();
for (const suite of suites) {
	const from = performance.now();
	const counts = suite.needsBrowser && browserProblem ? none(1) : await run(suite);
	const seconds = ((performance.now() - from) / 1000).toFixed(1);
	total.passed += counts.passed;
	total.failed += counts.failed;
	const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
	const { passed, failed } = counts;
	lines.push(
		`${suite.script.padEnd(12)} ${passed} passed, ${failed} failed${skipped} (${seconds} s)`,
	);
}
if (browserProblem) console.log(`\n${browserProblem}`);
console.log(`\n${lines.join('\n')}`);
console.log(`In ${((performance.now() - started) / 1000).toFixed(0)} s, ${length} form.\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function run({ script, words, count }: Suite): Promise<Counts> {
	const report = path.join(reports, `${script.replace(':', '-')}.json`);
	rmSync(report, { force: true });
	console.log(`\n── npm run ${script}`);
	const succeeded = await npm(['run', script, '--', ...(words?.(report) ?? [])], report);
	if (!count) return succeeded ? { passed: 1, failed: 0, skipped: 0 } : none(1);
	const counts = readCounts(report, count);
	// A crashed suite and a suite without tests are failures, whatever the report says.
	const fine = succeeded && counts.passed > 0;
	return fine || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function none(failed: number): Counts {
	return { passed: 0, failed, skipped: 0 };
}

function readCounts(report: string, count: (report: unknown) => Counts): Counts {
	try {
		return count(JSON.parse(readFileSync(report, 'utf8')));
	} catch {
		return none(1);
	}
}

function npm(words: readonly string[], report: string): Promise<boolean> {
	return new Promise((resolve) => {
		spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', words, {
			stdio: 'inherit',
			shell: process.platform === 'win32',
			env: { ...process.env, SKILLET_SUITE: length, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
		})
			.on('error', () => resolve(false))
			.on('close', (code) => resolve(code === 0));
	});
}

/** Looks for a browser at the start, because the suites before it take minutes. */
async function problemWithBrowser(): Promise<string | null> {
	try {
		const browser = await ensureBrowser((line) => console.log(line));
		console.log(`Browser: ${browser.path} (${browser.source})`);
		return null;
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		console.log(error.message);
		return error.message;
	}
}
