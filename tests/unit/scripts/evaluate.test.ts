/** `npm run evaluate` in plain Node: files in, the table and files out, exit codes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { sha256Hex } from '#engine/core/hash.ts';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../scripts/lib/evaluate/options.ts';
import { testFolder } from '../../support/testFolder.ts';

const folder = testFolder();
const file = (name: string, rows: readonly unknown[]) => {
	const at = path.join(folder, name);
	writeFileSync(at, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
	return at;
};
const evaluate = (...args: string[]) => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		['node_modules/tsx/dist/cli.mjs', 'scripts/evaluate.ts', ...args],
		{ encoding: 'utf8' },
	);
	return { status, stdout, stderr };
};

const questions = () =>
	file('mine.jsonl', [
		{
			id: 'sum',
			prompt: 'What is 2 + 2?',
			reference: '4',
			weights: { accuracy: 3, politeness: 1 },
		},
		{
			id: 'city',
			prompt: 'Capital of Italy?',
			reference: 'Rome',
			weights: { accuracy: 1 },
			scope: 'domain',
		},
	]);

describe('npm run evaluate', () => {
	it('scores answers from files with marks by people, and writes the report', () => {
		const a = file('a.jsonl', [
			{ id: 'sum', answer: '4', kind: 'base' },
			{ id: 'city', answer: 'Milan' },
		]);
		const b = file('b.jsonl', [
			{ id: 'sum', answer: 'It is 4.', kind: 'tuned' },
			{ id: 'city', answer: 'Rome' },
		]);
		const by = { kind: 'person', name: 'Ada' };
		const answer = sha256Hex('It is 4.');
		const mark = { answer, question: 'sum', category: 'politeness', value: 1, by };
		const scores = file('scores.jsonl', [mark]);
		const [markdown, csv] = ['r.md', 'r.csv'].map((name) => path.join(folder, 'out', name));
		const { status, stdout, stderr } = evaluate(
			...['--questions', questions(), '--answers', a, '--answers', `second=${b}`],
			...['--scores', scores, '--markdown', markdown, '--csv', csv],
		);
		expect(stderr).not.toContain('Error');
		expect(status).toBe(0);
		// a: nobody marked the politeness of sum, and no rule knows Milan. b: 1 and 1.
		expect(stdout).toMatch(/^a +0\/2 +not marked /m);
		expect(stdout).toMatch(/^second +2 +1\.000 /m);
		expect(stdout).toContain('a: 0 of 2 answers have all their marks. Marked so far: accuracy 1/2');
		expect(readFileSync(markdown, 'utf8')).toContain('| second | 2 | 1.000 |');
		expect(readFileSync(csv, 'utf8').trim().split('\r\n')).toHaveLength(1 + 2 * 3);
	});
});

describe('options', () => {
	it.each([
		[[], '--questions is missing'],
		[['--questions', 'lab'], '--answers'],
		[['--questions', 'lab', '--answers', 'a', '--seeds', '2'], '--seeds needs --link'],
		[
			['--questions', 'lab', '--link', 'default', '--seeds', '0'],
			'--seeds must be a whole number from 1 to 100, not 0.',
		],
		[['--question', 'lab'], "Unknown option '--question'"],
		[['--questions', 'lab', '--model', 'nowhere'], 'there is no folder nowhere. Name another.'],
		[['--questions', 'lab', '--judge', 'http://j/v1'], "Unknown option '--judge'"],
	])('%j', (args, message) => {
		expect(() => readOptions(args)).toThrow(message);
	});
});
