/**
 * `npm test`: runs every suite, also after a failure, and prints the counts.
 * `--long` runs the full form of each suite, and checks the format. Types, lint and format count as
 * one test each. `npm test -- engine` runs the tests of one part of src/ only.
 * `npm test -- e2e FILE` runs one suite only, with the options of its program.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './lib/browser.ts';
import { SetupError } from './lib/faults.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { flag, readCommand } from './lib/command.ts';
import { buildWasmIfStale } from './lib/wasm.ts';
import {
	countEngines,
	countPlaywright,
	countVitest,
	type Counts,
	skippedLine,
	slowestLines,
	type TestTime,
} from './lib/testCounts.ts';

interface Suite {
	readonly name: string;
	/** A program of node_modules/.bin/, or npm, and its words. */
	readonly command: readonly string[];
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
			'adapters architectures chat gguf ggufLlama llama nf4 peftFolder sampling templates ' +
				'tokenization',
		),
	],
	mixing: [
		'src/mixing/',
		'tests/unit/scripts/world/',
		...golden('authors dataflex gradients powerLaw raise rivals scorer'),
	],
	lab: [
		'src/lab/',
		'src/languages/',
		'tests/unit/lab/',
		...golden('dataflexTrained server studyTests trlOrder'),
	],
};
const unit: Suite = {
	name: 'unit',
	command: ['vitest', 'run', '--project', 'unit', '--project', 'isolated'],
	...vitest,
};
const gpu: Suite = {
	name: 'gpu',
	command: ['vitest', 'run', '--project', 'gpu'],
	needsBrowser: true,
	...vitest,
};
const e2e: Suite = {
	name: 'e2e',
	command: ['playwright', 'test'],
	needsBrowser: true,
	count: countPlaywright,
	print: 'at once',
};
const engines: Suite = {
	name: 'engines',
	command: ['tsx', 'scripts/testEngines.ts'],
	needsBrowser: true,
	words: (report) => ['--json', report, ...(long ? [] : ['--smoke'])],
	count: countEngines,
	mayBeSkipped: true,
};
/** Pretrained models of PyPI: skipped where pip cannot download them. */
const real: Suite = {
	name: 'real',
	command: ['playwright', 'test', '--config', 'playwright.real.config.ts'],
	needsBrowser: true,
	count: countPlaywright,
	mayBeSkipped: true,
};
const [first = '', ...options] = process.argv.slice(2);
const single = [unit, gpu, e2e, engines, real].find(({ name }) => name === first);
if (single) process.exit(await runAlone(single, options));

const {
	long,
	real: isReal,
	words,
} = readCommand({
	name: 'npm test',
	purpose:
		'Runs every suite, one of them, or the tests of one part of src/, and prints the counts.',
	example: '--long',
	options: {
		long: flag('The full form of each suite, as npm run test:long'),
		real: flag('The suite real too, in its short form: 98 MB by pip, kept in .cache/real/'),
	},
	acceptsWords: true,
	notes: [
		'A word names a part of src/: engine, mixing or lab.',
		'Or a suite: unit, gpu, e2e, engines or real. All after it are words of its program.',
	],
});
const unknown = words.find((word) => !Object.hasOwn(parts, word));
if (unknown !== undefined) {
	console.error(
		`${unknown}: there is no such part or suite. Name engine, mixing or lab, or first of all ` +
			'unit, gpu, e2e, engines or real.',
	);
	process.exit(exitCodes.badInput);
}

/** The longest first, so that both cores end together. Types fill one while the other compiles. */
const allSuites: readonly Suite[] = [
	{ name: 'check', command: ['npm', 'run', 'check'], isStatic: true },
	e2e,
	unit,
	gpu,
	engines,
	...(long || isReal ? [real] : []),
	{ name: 'lint', command: ['npm', 'run', 'lint'], isStatic: true },
	// `npm run verify` has checked it before the commit, in as long as types and lint together.
	...(long
		? [{ name: 'format', command: ['npm', 'run', 'format', '--', '--check'], isStatic: true }]
		: []),
];
/** Parts have unit tests; the engine also runs on WebGPU, and the lab in its page. */
const suites =
	words.length === 0
		? allSuites
		: [
				...(words.includes('lab') ? [e2e] : []),
				unitTestsOf(words),
				...(words.includes('engine') ? [gpu] : []),
			];

function unitTestsOf(names: readonly string[]): Suite {
	const folders = names.flatMap((name) => parts[name] ?? []);
	return { ...unit, words: (report) => [...vitest.words(report), ...folders] };
}

const length = long ? 'long' : 'short';
const reports = path.resolve('.cache', 'test');
mkdirSync(reports, { recursive: true });

const browserProblem = suites.some(({ needsBrowser }) => needsBrowser)
	? await problemWithBrowser()
	: null;
const lines: string[] = [];
const absent: { script: string; absent: readonly string[] }[] = [];
const times: TestTime[] = [];
const total = { passed: 0, failed: 0 };
const started = performance.now();
// Once for all suites, and before the page is built.
const kernels = buildWasmIfStale();
const waiting = [...suites];
await Promise.all([runWaiting(), runWaiting()]);
if (browserProblem) console.log(`\n${browserProblem}`);
console.log(`\n${lines.join('\n')}`);
if (times.length > 0) console.log(`\nThe slowest:\n${slowestLines(times).join('\n')}\n`);
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
		absent.push({ script: suite.name, absent: counts.absent ?? [] });
		for (const time of counts.times ?? []) times.push(time);
		lines.push(
			`${suite.name.padEnd(12)} ${passed} passed, ${failed} failed${skipped} (${seconds} s)`,
			...notes.map((note) => `  ${note}`),
		);
	}
}

async function run(suite: Suite): Promise<Counts> {
	const { name, count, mayBeSkipped } = suite;
	const report = path.join(reports, `${name}.json`);
	rmSync(report, { force: true });
	const succeeded = await start(suite, report);
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
async function start(
	{ name, command, words, print = 'at its end' }: Suite,
	report: string,
): Promise<boolean> {
	const title = `\n── ${name}`;
	const output: Buffer[] = [];
	if (print === 'at once') console.log(title);
	const [program, ...rest] = [...command, ...(words?.(report) ?? [])];
	const succeeded = await new Promise<boolean>((resolve) => {
		const child = spawn(windows ? `${program}.cmd` : program, rest, {
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

/** Runs a suite with these words and its own output; returns the exit code. */
async function runAlone(
	{ command: [program, ...rest], needsBrowser }: Suite,
	words: readonly string[],
): Promise<number> {
	if (needsBrowser && (await problemWithBrowser()) !== null) return 1;
	await buildWasmIfStale();
	const { status } = spawnSync(windows ? `${program}.cmd` : program, [...rest, ...words], {
		stdio: 'inherit',
		shell: windows,
	});
	return status ?? 1;
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
