/**
 * Small files as people have them, and what the import makes of each: `== name`, the file, `=>`,
 * what `readCase` says, or `readFormatCase` in formats.txt. `vitest -u` writes what has changed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import english from '#languages/en/library.json' with { type: 'json' };
import { readCase, readFormatCase } from '../../../../../tests/support/importCases.ts';
import { isLong } from '../../../../../tests/support/suite.ts';
import { namedFile } from '../../../../../tests/support/chunkedFile.ts';
import { inspectFile } from './inspectFile.ts';
import { rowShapes } from './shapes.ts';

const folder = `${import.meta.dirname}/cases`;

test.each(readdirSync(folder))('%s', async (topic) => {
	const path = `${folder}/${topic}`;
	const sections = readFileSync(path, 'utf8').split(/^== /m).slice(1);
	const reader = topic === 'formats.txt' ? readFormatCase : readCase;
	const read = sections.map(async (section) => {
		const [, name, content] = /^(.*)\n([^]*?)\n=> /.exec(section)!;
		return `== ${name}\n${content}\n=> ${await reader(name, content)}\n`;
	});
	await expect((await Promise.all(read)).join('\n')).toMatchFileSnapshot(path);
});

test('each shape has a title', () => {
	const ids = rowShapes.map(({ id }) => id);
	expect(Object.keys(english.importing.shapes).sort()).toEqual(ids.sort());
});

test('any rows are read or refused, and nothing breaks', () => {
	const columns = fc.constantFrom(
		...'messages conversations prompt completion chosen rejected preferred_output input'.split(' '),
		...'non_preferred_output question choices answer A B label kto_tag instruction'.split(' '),
		...'instances output history system tools loss_mask text context turns'.split(' '),
	);
	const turn = fc.dictionary(
		fc.constantFrom(...'role from content value weight train tool_calls text'.split(' ')),
		fc.oneof(fc.constantFrom('user', 'gpt', 'function_call', 'system'), fc.jsonValue()),
	);
	const turns = fc.oneof(fc.array(turn), turn, fc.record({ messages: fc.array(turn) }));
	const value = fc.oneof(
		turns,
		turns.map((list) => JSON.stringify(list)),
		fc.jsonValue(),
	);
	const rows = fc.array(fc.dictionary(columns, value), { minLength: 1, maxLength: 4 });
	const check = async (list: readonly unknown[]) => {
		const text = [...list, {}].map((row) => JSON.stringify(row)).join('\n');
		const inspected = inspectFile(namedFile('rows.jsonl', text));
		await inspected.catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
	};
	return fc.assert(fc.asyncProperty(rows, check), { seed: 87, numRuns: isLong ? 600 : 60 });
});
