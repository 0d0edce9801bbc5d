/** Commands: help, wrong options and values, and outputs that cannot be written. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

	it.each([
		[['--steps', 'abc'], '--steps must be a whole number from 1 to 99, not abc.'],
		[['--steps', ''], '--steps must be a whole number'],
		[['--steps', '1', '--steps', '2'], '--steps is given 2 times'],
		[['--kind', 'c'], '--kind: "c" is not known. Known: a, b.'],
		[['--models', 'x,w'], '--models: "w" is not known'],
		[['--steps', '-1'], /^Option '--steps' argument is ambiguous\. .*'--steps=-XYZ'\. npm run try/],
		[['--odd', '1'], "Unknown option '--odd'. npm run try -- --help lists the options."],
		[['odd'], "Unexpected argument 'odd'"],
		[['--link'], '--link'],
		[['--json', tmpdir()], 'it is a folder'],
		[['--json', ''], '--json is empty. Name a file.'],
		[['--folder', 'package.json'], 'package.json is not a folder'],
		[['--json', '/proc/x.json'], '--json: /proc/x.json cannot be written: '],
		[['--json', 'a.json', '--csv', './b/../a.json'], '--json and --csv both write to a.json'],
	])('%j: an error that names the option', (args, message) => {
		expect(() => read(...args)).toThrow(InputError);
		expect(() => read(...args)).toThrow(message);
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
});
