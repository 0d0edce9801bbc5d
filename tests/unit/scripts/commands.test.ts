/** Commands: help, wrong options and values, and outputs that cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import {
	flag,
	helpText,
	oneOf,
	outputFile,
	outputFolder,
	parseCommand,
	someOf,
	text,
	texts,
	wholeOr,
} from '../../../scripts/lib/command.ts';
import { isLong } from '../../support/suite.ts';
import { testFolder } from '../../support/testFolder.ts';

const command = {
	name: 'npm run try',
	purpose: 'Tries options.',
	example: '--steps 3',
	options: {
		steps: wholeOr(10, 'Steps', { from: 1, to: 99 }),
		kind: oneOf(['a', 'b'], 'a', 'Kind'),
		models: someOf(['x', 'y', 'z'], 'Models', ['x', 'y']),
		link: text('URL', 'A link'),
		file: texts('FILE', 'Files'),
		quick: flag('Faster'),
		json: outputFile('Results'),
		csv: outputFile('Rows'),
		folder: outputFolder('Where to write', 'out'),
	},
};
const read = (...args: string[]) => parseCommand(command, args);
afterEach(() => void vi.unstubAllEnvs());

describe('options', () => {
	it('have their defaults', () => {
		expect(read()).toEqual({
			steps: 10,
			kind: 'a',
			models: ['x', 'y'],
			link: undefined,
			file: [],
			quick: false,
			json: undefined,
			csv: undefined,
			folder: 'out',
			words: [],
		});
	});

	it('have the values that are given', () => {
		expect(
			read('--steps', '3', '--kind=b', '--models', 'z,x', '--file', '1', '--file', '2', '--quick'),
		).toMatchObject({ steps: 3, kind: 'b', models: ['z', 'x'], file: ['1', '2'], quick: true });
	});

	it.each([
		[['--steps', 'abc'], '--steps must be a whole number from 1 to 99, not abc.'],
		[['--steps', ''], '--steps must be a whole number'],
		[['--steps', '1.5'], '--steps must be a whole number'],
		[['--steps', '0'], '--steps must be a whole number'],
		[['--steps', '100'], '--steps must be a whole number'],
		[['--steps', '1', '--steps', '2'], '--steps is given 2 times'],
		[['--kind', 'c'], '--kind: "c" is not known. Known: a, b.'],
		[['--models', 'x,w'], '--models: "w" is not known'],
		[['--steps', '-1'], /^Option '--steps' argument is ambiguous\. .*'--steps=-XYZ'\. npm run try/],
		[['--odd', '1'], "Unknown option '--odd'. npm run try -- --help lists the options."],
		[['odd'], "Unexpected argument 'odd'"],
		[['--link'], '--link'],
		[['--json', tmpdir()], 'it is a folder'],
		[['--json', 'new/'], 'it is a folder'],
		[['--json', ''], '--json is empty. Name a file.'],
		[['--json', 'package.json/x.json'], 'package.json is not a folder'],
		[['--folder', 'package.json'], 'package.json is not a folder'],
		[['--json', '/proc/x.json'], '--json: /proc/x.json cannot be written: '],
		[['--folder', '/proc/x'], '--folder: /proc/x cannot be written: '],
		[['--json', `${'x'.repeat(300)}`], 'name too long (ENAMETOOLONG)'],
		[['--json', 'a.json', '--csv', './b/../a.json'], '--json and --csv both write to a.json'],
		[['--json', 'a', '--folder', 'a'], '--json and --folder both write to a.'],
		[['--json', 'a', '--csv', 'a/b.csv'], '--json and --csv both write to a.'],
	])('%j: an error that names the option', (args, message) => {
		expect(() => read(...args)).toThrow(InputError);
		expect(() => read(...args)).toThrow(message);
	});

	it('name two files, also by a link to a file that is not there yet', () => {
		const folder = testFolder();
		const [json, csv] = ['a.json', 'link.csv'].map((name) => path.join(folder, name));
		symlinkSync('a.json', csv);
		expect(() => read('--json', json, '--csv', csv)).toThrow(/--json and --csv both write/);
		expect(read('--json', json, '--csv', path.join(folder, 'b.csv'))).toMatchObject({ json });
		// The trial of a path leaves nothing.
		expect(readdirSync(folder)).toEqual(['link.csv']);
	});

	it('are not left to npm, which keeps those without -- before them', () => {
		// What `npm run try --kind=b --cache c --json r.json` passes.
		vi.stubEnv('npm_config_cache', 'c');
		vi.stubEnv('npm_config_json', 'true');
		expect(read().kind).toBe('a');
		vi.stubEnv('npm_config_kind', 'b');
		expect(() => read('r.json')).toThrow(
			'npm has kept --kind for itself. Write -- before it: npm run try -- --kind …',
		);
	});

	it('are listed by the help', () => {
		const lines = helpText(command).split('\n');
		expect(lines).toContain('Usage: npm run try -- [options]');
		expect(lines).toContain('Example: npm run try -- --steps 3');
		for (const name of Object.keys(command.options))
			expect(lines.filter((line) => line.startsWith(`  --${name}`))).toHaveLength(1);
		expect(helpText(command)).toMatch(/--steps N +Steps \(default: 10\)/);
		expect(helpText(command)).toMatch(/--file FILE +Files \(can be repeated\)/);
	});
});

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};
const files = [
	...new Set(
		Object.values(scripts).flatMap(
			(line) => /^node scripts\/\w+\.js && tsx (scripts\/\w+\.ts)/.exec(line)?.[1] ?? [],
		),
	),
];
const run = (file: string, ...args: string[]) =>
	spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { encoding: 'utf8' });

describe.each(isLong ? files : ['scripts/world.ts'])('%s', (file) => {
	it.runIf(isLong)('prints its purpose, options and an example with --help', () => {
		const { status, stdout, stderr } = run(file, '--help');
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(/^[A-Z].*\n\nUsage: /);
		expect(stdout).toMatch(/\nExample: (npm|tsx) /);
	});

	it('ends with 3 and one sentence for a wrong option', () => {
		const { status, stdout, stderr } = run(file, '--nonsense');
		expect(status).toBe(3);
		expect(stdout).toBe('');
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stderr).toContain('--nonsense');
	});

	it.runIf(existsSync('/dev/full'))('ends with 4 and no stack if its output is full', () => {
		const full = openSync('/dev/full', 'w');
		const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file, '--help'], {
			encoding: 'utf8',
			stdio: ['ignore', full, 'pipe'],
		});
		closeSync(full);
		expect(stderr).toMatch(
			/^The output \(.*\) cannot be written: no space left .*\(ENOSPC\)\..*\n$/,
		);
		expect(status).toBe(4);
	});
});

it.runIf(isLong)('bench plans the whole study before it builds the page', () => {
	const { status, stdout, stderr } = run('scripts/bench.ts', '--assert', "worst('nobody') > 1");
	expect([status, stdout]).toEqual([3, '']);
	expect(stderr).toMatch(/^--assert.*nobody/);
});

it.runIf(isLong)('a reader that has read enough ends a command without a word', async () => {
	const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/world.ts', '--help']);
	// At once: after the first line, the command can have written all of them.
	child.stdout.destroy();
	let errors = '';
	child.stderr.on('data', (text) => (errors += String(text)));
	const code = await new Promise((resolve) => child.on('close', resolve));
	expect([code, errors]).toEqual([4, '']);
});

it.runIf(isLong)(
	'the runner of cells tells the bench that its output is lost, and stops',
	async () => {
		const lines = [
			"const { default: Reporter } = await import('./scripts/lib/bench/LiveReporter.ts');",
			"const reporter = new Reporter(); process.on('SIGINT', () => process.exit(130));",
			"setInterval(() => reporter.onError({ message: 'a line' }), 100);",
		];
		const child = spawn(process.execPath, ['--import', 'tsx', '-e', lines.join('')], {
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		child.stdout!.destroy();
		let errors = '';
		child.stderr!.on('data', (text) => (errors += String(text)));
		const messages: unknown[] = [];
		child.on('message', (message) => messages.push(message));
		const code = await new Promise((resolve) => child.on('close', resolve));
		expect([code, errors]).toEqual([130, '']);
		expect(messages).toMatchObject([{ lostOutput: { code: 'EPIPE' } }]);
	},
);

it.runIf(isLong)('serve names a PORT that is none', () => {
	const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/serve.ts'], {
		encoding: 'utf8',
		env: { ...process.env, PORT: 'abc' },
	});
	expect(stderr).toBe('PORT must be a whole number from 0 to 65535, not abc.\n');
	expect(status).toBe(3);
});

it.runIf(isLong)('--connect to a server without a browser ends with the reason', async () => {
	const playwright = path.join('node_modules', 'playwright', 'cli.js');
	const server = spawn(process.execPath, [playwright, 'run-server', '--port', '0'], {
		env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: '/nonexistent' },
	});
	try {
		const endpoint = await new Promise<string>((resolve) => {
			server.stdout.on('data', (text) => resolve(/ws:\S+/.exec(String(text))?.[0] ?? ''));
		});
		const { status, stderr } = run('scripts/bench.ts', '--connect', endpoint);
		expect(status).toBe(3);
		const message = `--connect: no browser answers at ${endpoint}: Executable`;
		expect(stderr).toContain(message);
		expect(stderr).toContain('npx playwright install chromium');
	} finally {
		server.kill();
	}
});
