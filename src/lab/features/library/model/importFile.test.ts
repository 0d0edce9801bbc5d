import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { englishText, say } from '#engine/core/message.ts';
import { toBytes, namedFile } from '../../../../../tests/support/chunkedFile.ts';
import type { Example } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import { importFile, type ImportRequest } from './importFile.ts';
import { inspectFile } from './inspectFile.ts';
import { parts, type Part } from '#engine/data/skill.ts';

const questions: ImportRequest['mapping'] = { kind: 'shape', shape: 'questionAnswer' };
const options: ImportRequest['options'] = {
	name: 'Sums',
	role: 'domain',
	heldOutShare: 0.1,
	seed: 1,
	maskPrivate: false,
};
const row = (i: number) => JSON.stringify({ question: `${i}+${i}`, answer: 2 * i });
const lines = (count: number) => Array.from({ length: count }, (_, i) => row(i)).join('\n');

/** A sink that keeps all, and the sizes of its batches. */
function keeper() {
	const imported: { [P in Part]: Example[] } = { train: [], validation: [], heldOut: [] };
	const batches: number[] = [];
	const append = async (part: Part, examples: readonly Example[]) => {
		imported[part].push(...examples);
		batches.push(examples.length);
	};
	return { imported, batches, append };
}
const run = async (content: string | Uint8Array, more: Partial<ImportRequest> = {}) => {
	const sink = keeper();
	const file = namedFile('sums.jsonl', content);
	const imported = await importFile({ file, mapping: questions, options, sink, ...more });
	return { ...imported, ...sink };
};
const importError = async (content: string, more: Partial<ImportRequest> = {}) => {
	const error: unknown = await run(content, more).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(InputError);
	return error as InputError;
};

describe('importing a file', () => {
	it('puts every row into a part, in batches, and describes the skill', async () => {
		const { info, report, imported, batches } = await run(lines(2500));
		expect(report.rows).toBe(2500);
		expect(report.imported).toEqual(info.counts);
		for (const part of parts) expect(imported[part].length).toBe(info.counts[part]);
		expect(info.counts.train + info.counts.validation + info.counts.heldOut).toBe(2500);
		expect(Math.max(...batches)).toBe(500);

		const fingerprint = createFingerprint();
		for (const part of parts) for (const example of imported[part]) fingerprint.add(part, example);
		const hash = fingerprint.hex();
		expect(info).toMatchObject({
			id: `file:${hash.slice(0, 12)}`,
			fingerprint: hash,
			name: 'Sums',
			role: 'domain',
			source: 'file',
			measure: { kind: 'exact' },
			heldOutIs: 'unseen',
		});
		expect(report.skillId).toBe(info.id);
		expect(info.about).toMatch(
			/^sums\.jsonl, JSON lines: “\u2068\d+\+\d+\u2069” → “\u2068\d+\u2069”$/,
		);
		const text = parts.flatMap((part) =>
			imported[part].flatMap((e) => e.messages.map((m) => m.content)),
		);
		expect(info.bytes).toBe(toBytes(text.join('')).length);
	});

	it('numbers a name that another skill has, but not that of the same rows', async () => {
		const skills = ['Sums', 'Sums 2'].map((name, i) => ({ id: `file:${i}`, name }));
		const { info, report } = await run(lines(3), { skills });
		expect(report).toMatchObject({ name: 'Sums 3', before: null });
		expect(info.name).toBe('Sums 3');
		const again = await run(lines(3), { skills: [{ id: info.id, name: 'Totals' }] });
		expect(again.report).toMatchObject({ name: 'Sums', before: 'Totals' });
	});

	it('gives the same skill for the same file and seed, and another for another seed', async () => {
		const [a, b] = [await run(lines(100)), await run(lines(100))];
		expect(a.info).toEqual(b.info);
		const c = await run(lines(100), { options: { ...options, seed: 2 } });
		expect(c.info.id).not.toBe(a.info.id);
	});

	it('chooses the measure from the answers, and the fingerprint does not know it', async () => {
		const rows = (answer: (i: number) => string) =>
			Array.from({ length: 20 }, (_, i) =>
				JSON.stringify({ question: `How many are ${i}+${i}?`, answer: answer(i) }),
			).join('\n');
		const number = await run(
			rows((i) => `${i} and ${i} are <<${i}+${i}=${2 * i}>>.\n#### ${2 * i}`),
		);
		expect(number.report).toMatchObject({
			measure: { kind: 'number' },
			answers: { count: 20, shares: { number: 1, exact: 0 } },
		});
		expect(number.info.measure).toEqual({ kind: 'number' });
		const code = await run(rows((i) => `def twice():\n\treturn ${i} + ${i}`));
		expect(code.info.measure).toEqual({ kind: 'tokens' });
		const letter = await run(rows((i) => (i % 2 === 0 ? 'A' : '(B)')));
		expect(letter.info.measure).toEqual({ kind: 'choice' });
		const ended = await run(rows((i) => (i % 2 === 0 ? 'A<|im_end|>\n' : '(B)</s>')));
		expect(ended.info.measure).toEqual({ kind: 'choice' });
		// As in the lab before measures: the hash of the rows alone.
		const fingerprint = createFingerprint();
		for (const part of parts)
			for (const example of number.imported[part]) fingerprint.add(part, example);
		expect(number.info.fingerprint).toBe(fingerprint.hex());
	});

	it.each([
		[3, 0.33],
		[10, 0.33],
		[60, 0.33],
		[100, 0.2],
		[200, 0.1],
		[5000, 0.1],
	])('of %i rows it proposes to hold out %f, and says the parts', async (count, share) => {
		const file = namedFile('rows.jsonl', lines(count));
		const proposed = await inspectFile(file);
		expect(proposed.heldOutShare).toBe(share);
		for (const change of [
			{ heldOutShare: share, seed: 1 },
			{ heldOutShare: 0.5, seed: 3 },
		]) {
			const { parts } = await inspectFile(file, { mapping: questions, ...change });
			const { info } = await run(lines(count), { options: { ...options, ...change } });
			expect(parts).toEqual(info.counts);
		}
	});

	it('records a recipe that gives the same fingerprint again', async () => {
		const more = { options: { ...options, heldOutShare: 0.3, seed: 5, maskPrivate: true } };
		const { info } = await run(lines(60), more);
		const { mapping, ...rest } = info.recipe!;
		expect({ mapping, ...rest }).toEqual({
			mapping: questions,
			heldOutShare: 0.3,
			seed: 5,
			maskPrivate: true,
		});
		const again = await run(lines(60), {
			mapping,
			options: { ...options, name: 'other', ...rest },
		});
		expect(again.info.fingerprint).toBe(info.fingerprint);
		const otherwise = await run(lines(60), { mapping, options: { ...options, ...rest, seed: 6 } });
		expect(otherwise.info.fingerprint).not.toBe(info.fingerprint);
	});

	it.each([
		[
			{ role: 'other' },
			failure('must be {what}, not {input}.', {
				field: 'role',
				input: '"other"',
				options: 'domain, general',
			}),
		],
		[
			{ name: {} },
			failure('must be {what}, not {input}.', { field: 'name', what: 'text', input: '{}' }),
		],
		[{ seed: -1 }, failure('a whole number from {min} to {max}', { field: 'seed' })],
	])('refuses the options %o', async (changed, message) => {
		const wrong = { ...options, ...changed } as typeof options;
		await expect(run(lines(60), { options: wrong })).rejects.toThrow(message);
	});

	it('keeps good rows, and reports bad ones with line, reason and text', async () => {
		const bad = ['', '{"question":"a"}', '{"question":"b","answer":" "}', '5', '{'];
		const { report } = await run(`${row(1)}\n${bad.join('\n')}\n${row(2)}\n${row(2)}\n${row(3)}`);
		expect(report).toMatchObject({ rows: 8, duplicates: 1, overlap: 0, rejectedCount: 4 });
		expect(report.imported.train + report.imported.validation + report.imported.heldOut).toBe(3);
		expect(
			report.rejected.map(({ line, reason, raw }) => [line, englishText(reason), raw]),
		).toEqual([
			[3, 'answer is missing.', '{"question":"a"}'],
			[4, 'answer is empty.', '{"question":"b","answer":" "}'],
			[5, 'The row is 5, not an object.', '5'],
			[6, expect.stringMatching(/^The row is not JSON/), '{'],
		]);
		const text = await report.rejectedFile!.text();
		const all = text.trimEnd().split('\n');
		expect(all.map((line) => JSON.parse(line) as unknown)).toEqual(
			report.rejected.map((row) => ({ ...row, reason: englishText(row.reason) })),
		);
		expect((await run(lines(3))).report.rejectedFile).toBeNull();
	});

	it('decides by all rows how the first ones are read, and says it', async () => {
		const rows = Array.from({ length: 80 }, (_, i) => ({
			question: `q${i}`,
			A: 'x',
			B: 'y',
			label: i < 79 ? 1 : 2,
		}));
		const mapping = { kind: 'shape', shape: 'choices' } as const;
		const { report } = await run(rows.map((row) => JSON.stringify(row)).join('\n'), { mapping });
		expect(report.decisions).toEqual([{ kind: 'fromOne', column: 'label' }]);
		expect(report.rejectedCount).toBe(0);
	});

	it('masks private data before it removes duplicates', async () => {
		const mail = (name: string) => JSON.stringify({ question: `${name}@a.org?`, answer: 'yes' });
		const content = `${lines(3)}\n${mail('jo')}\n${mail('al')}`;
		expect((await run(content)).report).toMatchObject({ duplicates: 0, masked: { mail: 0 } });
		const { report, imported } = await run(content, { options: { ...options, maskPrivate: true } });
		expect(report).toMatchObject({ duplicates: 1, masked: { mail: 2, phone: 0, card: 0, key: 0 } });
		expect(JSON.stringify(imported)).toContain('<mail>?');
		expect(JSON.stringify(imported)).not.toContain('@a.org');
	});

	it('reports progress up to 1, and waits for the sink', async () => {
		const long = (i: number) => JSON.stringify({ question: `${i}`.padEnd(700, '+'), answer: i });
		const content = toBytes(Array.from({ length: 2000 }, (_, i) => long(i)).join('\n'));
		const seen: number[] = [];
		let writing = 0;
		await run(content, {
			onProgress: (fraction) => seen.push(fraction),
			sink: {
				async append() {
					expect(++writing).toBe(1);
					await new Promise((done) => setTimeout(done));
					writing--;
				},
			},
		});
		expect(seen.length).toBeGreaterThan(5);
		expect(seen).toEqual([...seen].sort((a, b) => a - b));
		expect(seen.at(-1)).toBe(1);
	});

	it('refuses a file without enough different rows, with the reason', async () => {
		expect((await importError('')).message).toContain('sums.jsonl: the file is empty.');
		expect((await importError(row(1))).message).toContain('only 1 usable row. At least 2');
		expect((await importError(`${row(1)}\n${row(1)}\n${row(1)}`)).message).toContain(
			'and 2 copies of it',
		);
		const commas = `${row(1)},\n${row(2)},\n${row(3)}`;
		expect((await importError(commas)).message).toMatch(/only 1 of 3 rows .* Line 1: .*comma/);
		const { message } = await importError('{"question":"a"}\n{"question":"b"}');
		expect(message).toContain('none of 2 rows can be used. Line 1: answer is missing. Fix');
		expect(message).toContain('sums.jsonl');
		const same = JSON.stringify({ question: 'Poem?', answer: 'a' });
		expect((await importError(`${same}\n${same.replace('"a"', '"b"')}`)).message).toContain(
			'the 2 rows have the same prompt',
		);
		expect((await importError('[]', { file: namedFile('a.json', '[]') })).message).toContain(
			'no rows',
		);
	});
});

describe('inspecting a file', () => {
	it('returns format, columns, shape, the first rows and rejected rows', async () => {
		const file = namedFile('sums.jsonl', `${row(1)}\n{"question":"a"}\n${lines(100)}`);
		const inspection = await inspectFile(file);
		expect(inspection).toMatchObject({
			format: 'jsonl',
			bytes: file.size,
			mapping: questions,
			columns: [
				{ path: 'question', sample: '1+1' },
				{ path: 'answer', sample: '2' },
			],
			rejected: [
				{
					line: 2,
					reason: say('{where} is missing.', { where: 'answer' }),
					raw: '{"question":"a"}',
				},
			],
		});
		expect(inspection.preview.length).toBe(10);
		expect(inspection.preview[1]).toEqual({ line: 3, prompt: '0+0', answer: '0' });
	});

	it.each([
		["{'question': 'a'}\n{'question': 'b'}", 'Line 1: JSON has texts in double quotes'],
		[`${row(1)},\n${row(2)},`, 'Line 1: There is a comma after the row'],
	])('refuses a file of which no row can be read: %j', async (content, reason) => {
		const file = namedFile('a.jsonl', content);
		const error: unknown = await inspectFile(file).catch((e: unknown) => e);
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).message).toContain(
			`a.jsonl: none of the first 2 rows can be read. ${reason}`,
		);
	});

	it('has no mapping for an unknown shape, and uses a given one', async () => {
		const file = namedFile('a.csv', 'Story,Question,Result\nb,q,1.50\n');
		const open = await inspectFile(file);
		expect([open.mapping, open.preview]).toEqual([null, []]);
		expect(open.columns.map(({ path }) => path)).toEqual(['Story', 'Question', 'Result']);
		const mapped = await inspectFile(file, {
			mapping: { kind: 'columns', prompt: ['Story', 'Question'], answer: ['Result'] },
		});
		expect(mapped.preview).toEqual([{ line: 2, prompt: 'b\nq', answer: '1.50' }]);
	});
});
