/**
 * A short form of the fuzz tests; `npm run test:soak` has the long one. A case is drawn from the
 * seed, the target and its number.
 */
import { beforeAll, expect, test } from 'vitest';
import { makeChance } from '../../soak/fuzz/chance.ts';
import { fuzzAll, type FuzzResult } from '../../soak/fuzz/fuzz.ts';
import { mutatedJson } from '../../soak/fuzz/mutate.ts';
import { Defect, defineTarget, judge } from '../../soak/fuzz/target.ts';
import { fuzzTargets } from '../../soak/fuzz/targets.ts';
import { jsonText } from '../../soak/fuzz/values.ts';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { isLong } from '../../support/suite.ts';

const seed = Number(process.env['SKILLET_SEED'] || 1);

const count = isLong ? 2000 : 30;
const formerDefects = [
	{ target: 'parquet', seed: 402, first: 219, was: 'a rejection that nobody awaits' },
	{ target: 'parquet', seed: 1, first: 58, was: 'two thousand million rows in 2 kB' },
	{ target: 'parquet', seed: 491, first: 3884, was: 'a column that is not in the schema' },
	{ target: 'parquet', seed: 501, first: 10_630, was: 'a read at NaN, which ends Node' },
	{ target: 'parquet', seed: 779, first: 1736, was: 'the same, nobody awaited its error' },
	{ target: 'packs', seed: 501, first: 13_445, was: 'a message without an instruction' },
	{ target: 'lessons', seed: 402, first: 377, was: 'out of memory' },
];
let results: readonly FuzzResult[];
// A thread takes seconds to start, so all cases share one.
beforeAll(async () => {
	results = await fuzzAll([
		...fuzzTargets.map(({ name }) => ({ target: name, seed, first: 0, count })),
		...formerDefects.map((job) => ({ ...job, count: 1 })),
	]);
}, 900_000);

test('each file, link and message is accepted or refused with its instruction', () => {
	for (const { target, read, refused, defects } of results.slice(0, fuzzTargets.length)) {
		expect(
			defects.map((defect) => `${defect.case}: ${defect.what}`),
			target,
		).toEqual([]);
		expect(read + refused).toBe(count);
		// A fuzzer whose inputs all end at the first check finds nothing. Few cases vary by chance.
		const fewest = isLong ? count / 50 : 0;
		expect(read, target).toBeGreaterThan(fewest);
		expect(refused, target).toBeGreaterThan(fewest);
	}
});

test.each(formerDefects.map((job, i) => [job.was, fuzzTargets.length + i] as const))(
	'a case that was a defect is none: %s',
	(_was, i) => {
		expect(results[i].defects).toEqual([]);
	},
);

test('a case depends on its seed, target and number only', () => {
	const make = (number: number, runSeed = seed) =>
		jsonText(mutatedJson({ a: [1, 'text'], b: { c: null } }, makeChance(runSeed, 'x', number)));
	const cases = Array.from({ length: 50 }, (_, i) => make(i));
	expect(Array.from({ length: 50 }, (_, i) => make(i))).toEqual(cases);
	expect(new Set(cases).size).toBeGreaterThan(40);
	expect(make(1, seed + 1)).not.toBe(make(1));
});

test.each([
	[new TypeError('x.y is not a function'), /^TypeError: x\.y/],
	[new InputError(asMessage('Choose another file.')), /names no file/],
	[new InputError(asMessage('rows.csv: it is broken.')), /no instruction/],
	[new InputError(asMessage('rows.csv: x is not a function. Choose another file.')), /engine/],
	[new Defect('The loss is NaN.'), /NaN/],
	[new InputError(asMessage('rows.csv: it is broken. Choose another file.')), null],
	[new InputError(asMessage('rows.csv: seed: must be a number, not "x".')), null],
])('the oracle judges %s', async (error, what) => {
	const target = defineTarget<string>({
		name: 'test',
		make: () => '',
		open: () => {
			throw error;
		},
		names: (_input, { message }) => message.includes('rows.csv'),
		show: (input) => input,
	});
	const verdict = await judge(target, '');
	if (what === null) return expect(verdict.kind).toBe('refused');
	const kind = error instanceof Defect ? 'wrong' : 'unnamed';
	expect(verdict).toMatchObject({ kind, message: expect.stringMatching(what) as string });
});
