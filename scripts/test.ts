/**
 * `npm test`: runs every suite, also after a failure, and prints the counts.
 * `--long` runs the full form of each suite, and checks the format; `--compilers` adds Naga and
 * AMD's compiler to the short form. Types, lint and format count as one test each.
 * `npm test -- engine` runs the tests of one part of src/ only.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './lib/browser.ts';
import { SetupError } from './lib/faults.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { flag, readCommand } from './lib/command.ts';
import { buildWasmIfStale } from './lib/wasm.ts';
import {
	countDrivers,
	countEngines,
	countPlaywright,
	countVitest,
	type Counts,
	skippedLine,
} from './lib/testCounts.ts';

interface Suite {
	readonly script: string;
	readonly needsBrowser?: boolean;
	readonly words?: (report: string) => readonly string[];
	readonly count?: (report: unknown) => Counts;
	/** A suite in which every test is skipped passes. */
	readonly mayBeSkipped?: boolean;
	/** It runs nothing, so it need not wait for the wasm kernels. */
	readonly isStatic?: boolean;
	readonly print?: Print;
}

type Print = 'at once' | 'at its end';

const windows = process.platform === 'win32';
const vitest = {
	words: (report: string) => [
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
	],
	count: countVitest,
};

const golden = (names: string) => names.split(' ').map((name) => `tests/golden/${name}.test.ts`);
/** Folders and files with the unit tests of each part. */
const parts: Readonly<Record<string, readonly string[]>> = {
	engine: [
		'src/engine/',
		'tests/unit/engine/',
		...golden(
			'adapters architectures chat gguf ggufLlama llama llamaTraining nf4 peftFolder sampling ' +
				'templates tokenization',
		),
	],
	mixing: ['src/mixing/', ...golden('authors dataflex mixingLaw powerLaw raise rivals scorer')],
	lab: [
		'src/lab/',
		'src/languages/',
		'tests/unit/lab/',
		...golden('dataflexTrained promises server studyTests trlOrder'),
	],
};
const { long, compilers, words } = readCommand({
	name: 'npm test',
	purpose: 'Runs every suite, or the tests of one part of src/, and prints the counts.',
	example: '--long',
	options: {
		long: flag('The full form of each suite, as npm run test:long'),
		compilers: flag('All shaders through Naga and AMD’s compiler too: two minutes'),
	},
	acceptsWords: true,
	notes: ['A word names a part of src/: engine, mixing or lab.'],
});
const unknown = words.find((word) => !Object.hasOwn(parts, word));
if (unknown !== undefined) {
	console.error(`${unknown}: there is no such part of src/. Name engine, mixing or lab.`);
	process.exit(exitCodes.badInput);
}

const drivers: Suite = {
	script: 'test:drivers',
	words: (report) => ['--json', report, ...(long ? [] : ['--only', 'naga,registers'])],
	count: countDrivers,
	mayBeSkipped: true,
};
/** The longest first, so that both cores end together. Types fill one while the other compiles. */
const allSuites: readonly Suite[] = [
	{ script: 'check', isStatic: true },
	{ script: 'test:e2e', needsBrowser: true, count: countPlaywright, print: 'at once' },
	{ script: 'test:unit', ...vitest },
	{ script: 'test:gpu', needsBrowser: true, ...vitest },
	{
		script: 'test:engines',
		needsBrowser: true,
		words: (report) => ['--json', report, ...(long ? [] : ['--smoke'])],
		count: countEngines,
		mayBeSkipped: true,
	},
	...(long ? [{ script: 'test:tfjs', ...vitest }] : []),
	...(long || compilers ? [drivers] : []),
	{ script: 'lint', isStatic: true },
	// `npm run verify` has checked it before the commit, in as long as types and lint together.
	...(long ? [{ script: 'format:check', isStatic: true }] : []),
];
/** Parts have unit tests; the engine also runs on WebGPU, and the lab in its page. */
const suites =
	words.length === 0
		? allSuites
		: allSuites
				.filter(
					({ script }) =>
						script === 'test:unit' ||
						(script === 'test:gpu' && words.includes('engine')) ||
						(script === 'test:e2e' && words.includes('lab')),
				)
				.map((suite) => (suite.script === 'test:unit' ? unitTestsOf(words) : suite));

function unitTestsOf(names: readonly string[]): Suite {
	const folders = names.flatMap((name) => parts[name] ?? []);
	return {
		script: 'test:unit',
		...vitest,
		words: (report) => [...vitest.words(report), ...folders],
	};
}

const length = long ? 'long' : 'short';
const reports = path.resolve('.cache', 'test');
mkdirSync(reports, { recursive: true });

const browserProblem = suites.some(({ needsBrowser }) => needsBrowser)
	? await problemWithBrowser()
	: null;
const lines: string[] = [];
const absent: { script: string; absent: readonly string[] }[] = [];
const total = { passed: 0, failed: 0 };
const started = performance.now();
// Once for all suites, and before the page is built.
const kernels = buildWasmIfStale();
const waiting = [...suites];
await Promise.all([runWaiting(), runWaiting()]);
if (browserProblem) console.log(`\n${browserProblem}`);
console.log(`\n${lines.join('\n')}`);
console.log(`In ${((performance.now() - started) / 1000).toFixed(0)} s, ${length} form.\n`);
const skips = skippedLine(absent);
if (skips) console.log(skips);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one waiting suite after the other and counts its tests. */
async function runWaiting(): Promise<void> {
	for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
		if (!suite.isStatic) await kernels;
		const from = performance.now();
		const counts = suite.needsBrowser && browserProblem ? none(1) : await run(suite);
		const seconds = ((performance.now() - from) / 1000).toFixed(1);
		total.passed += counts.passed;
		total.failed += counts.failed;
		const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
		const { passed, failed, notes = [] } = counts;
		absent.push({ script: suite.script, absent: counts.absent ?? [] });
		lines.push(
			`${suite.script.padEnd(12)} ${passed} passed, ${failed} failed${skipped} (${seconds} s)`,
			...notes.map((note) => `  ${note}`),
		);
	}
}

async function run(suite: Suite): Promise<Counts> {
	const { script, words, count, mayBeSkipped, print = 'at its end' } = suite;
	const report = path.join(reports, `${script.replace(':', '-')}.json`);
	rmSync(report, { force: true });
	const succeeded = await npm(script, words?.(report) ?? [], report, print);
	if (!count) return succeeded ? { passed: 1, failed: 0, skipped: 0 } : none(1);
	const counts = readCounts(report, count);
	// A crashed suite and a suite without tests are failures, whatever the report says.
	const isSkipped = mayBeSkipped && counts.skipped > 0;
	const fine = succeeded && (counts.passed > 0 || isSkipped);
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

/** Prints the output as it comes, or whole at the end so that it does not mix with another's. */
async function npm(
	script: string,
	words: readonly string[],
	report: string,
	print: Print,
): Promise<boolean> {
	const title = `\n── npm run ${script}`;
	const output: Buffer[] = [];
	if (print === 'at once') console.log(title);
	const succeeded = await new Promise<boolean>((resolve) => {
		const child = spawn(windows ? 'npm.cmd' : 'npm', ['run', script, '--', ...words], {
			stdio: print === 'at once' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
			shell: windows,
			env: {
				...process.env,
				// Types and lint take a seventh less time with it: they allocate much.
				NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=64`,
				SKILLET_SUITE: length,
				PLAYWRIGHT_JSON_OUTPUT_FILE: report,
			},
		});
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (part: Buffer) => output.push(part));
		child.on('error', () => resolve(false)).on('close', (code) => resolve(code === 0));
	});
	if (print === 'at its end') console.log(`${title}\n${Buffer.concat(output).toString()}`);
	return succeeded;
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
