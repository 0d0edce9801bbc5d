/** `npx skillet compare A.jsonl B.jsonl`: paired differences, tests and the rows that changed. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { compareScores, readScores, type Comparison, type Scores } from './lib/compare.ts';
import { flag, oneOf, outputFile, readCommand, text } from './lib/command.ts';
import { markdownTable } from './lib/markdown.ts';
import { table, writeJson } from './lib/output.ts';

const asserts = ['none', 'not-worse', 'better'] as const;

/** Files of a folder are the tasks of one run. */
function readAll(place: string, measure: string | undefined): Scores {
	const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory();
	if (isFolder === undefined) throw new InputError(asMessage(`There is no file ${place}.`));
	const files = isFolder
		? readdirSync(place)
				.filter((file) => file.endsWith('.jsonl'))
				.map((file) => path.join(place, file))
		: [place];
	if (files.length === 0) throw new InputError(asMessage(`${place} has no file .jsonl.`));
	return new Map(
		files.flatMap((name) => [...readScores({ name, text: readFileSync(name, 'utf8') }, measure)]),
	);
}

const three = (value: number): string => value.toFixed(3);
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${three(Math.abs(value))}`;
const toP = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));

const head = ['Task', 'Rows', 'First', 'Second', 'Difference', '95 % interval', 'p', 'Holm', ''];
const toRow = (test: Comparison): string[] => [
	test.task || 'all rows',
	String(test.rows),
	...test.means.map(three),
	signed(test.difference),
	`${signed(test.low)} to ${signed(test.high)}`,
	toP(test.p),
	toP(test.pHolm),
	`${test.verdict} (${test.test})`,
];

export function compareCommand(): void {
	const { words, measure, changed, markdown, json, ...values } = readCommand({
		name: 'npx skillet compare',
		purpose:
			'Compares two files, or folders, of scores of the same questions: samples of ' +
			'lm-evaluation-harness, or lines {"id", "score"}.',
		example: 'base.jsonl tuned.jsonl --assert not-worse',
		acceptsWords: true,
		options: {
			measure: text('NAME', 'The field of the score. Default: the first known one'),
			changed: flag('Lists the rows whose score changed'),
			markdown: flag('Prints the table in Markdown'),
			json: outputFile('All figures and changed rows'),
			assert: oneOf(asserts, 'none', 'Exit code 2 unless no task is worse, or one is better too'),
		},
		notes: [
			'Marks of 0 and 1: McNemar’s exact test and its interval; other scores: Wilcoxon’s signed ' +
				'ranks, and Student’s interval of the mean. Holm corrects for the number of tasks.',
			'Exit codes: 2 the assertion is false, 3 bad input.',
		],
	});
	if (words.length !== 2)
		throw new InputError(asMessage('Name two files or folders: first and second.'));
	const [first, second] = words.map((place) => readAll(place, measure)) as [Scores, Scores];
	const tests = compareScores(first, second);
	const rows = tests.map(toRow);
	console.log(markdown ? markdownTable(head, rows) : table([head, ...rows]));
	for (const { task, unpaired } of tests)
		if (unpaired > 0)
			console.log(`${task || 'Left out'}: ${unpaired} questions are in one file only.`);
	if (changed)
		for (const test of tests)
			for (const { id, from, to } of test.changed)
				console.log(`${test.task} ${id}: ${from} → ${to}`);
	writeJson(json, { first: words[0], second: words[1], tasks: tests });
	const verdicts = tests.map(({ verdict }) => verdict);
	const isTrue =
		values.assert === 'none' ||
		(!verdicts.includes('worse') && (values.assert === 'not-worse' || verdicts.includes('better')));
	if (!isTrue) process.exitCode = exitCodes.assertion;
}
