/** `npx skillet compare`: what it reads, and what it says of it. */
import { expect, test } from 'vitest';
import { compareScores, readScores } from '../../../scripts/lib/compare.ts';

const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const read = (name: string, rows: readonly object[]) => readScores({ name, text: lines(rows) });

test('samples of lm-evaluation-harness are paired by document, task and filter', () => {
	const samples = (right: readonly number[]) =>
		read(
			'samples_gsm8k_2026-03-01T10-00-00.jsonl',
			right.flatMap((exact_match, doc_id) => [
				{ doc_id, filter: 'strict-match', exact_match, doc: {} },
				{ doc_id, filter: 'flexible-extract', exact_match: 1, doc: {} },
			]),
		);
	const before = Array.from({ length: 40 }, (_, i) => Number(i < 20));
	const after = before.map((mark, i) => (i >= 20 && i < 30 ? 1 : i === 0 ? 0 : mark));
	const [strict, flexible] = compareScores(samples(before), samples(after));
	expect(strict).toMatchObject({
		task: 'gsm8k (strict-match)',
		rows: 40,
		test: 'McNemar',
		means: [0.5, 0.725],
		verdict: 'better',
	});
	// Binomial: 2 (1 + 11) / 2 ^ 11; Holm doubles it.
	expect(strict.p).toBeCloseTo(24 / 2 ** 11, 14);
	expect(strict.pHolm).toBeCloseTo(48 / 2 ** 11, 14);
	expect(strict.low).toBeGreaterThan(0);
	expect(strict.changed).toHaveLength(11);
	expect(flexible).toMatchObject({ verdict: 'undecided', p: 1, changed: [] });
});

test('plain lines have an id and a score; marks are ranked, and others are left out', () => {
	const first = read('a.jsonl', [
		{ id: 'x', score: 0.1 },
		{ id: 'y', score: 0.7 },
		{ id: 'z', score: 2 },
	]);
	const second = read('b.jsonl', [
		{ id: 'x', score: 0.3 },
		{ id: 'y', score: 0.6 },
	]);
	expect(compareScores(first, second)).toMatchObject([
		{ task: '', rows: 2, unpaired: 1, test: 'Wilcoxon', verdict: 'undecided' },
	]);
});

test('ranks that differ give no verdict while the interval of the mean has zero', () => {
	const rows = (change: (id: number) => number) =>
		read(
			'a.jsonl',
			Array.from({ length: 40 }, (_, id) => ({ id, score: change(id) })),
		);
	const [first, second] = [rows((id) => id / 10), rows((id) => (id < 36 ? id / 10 + 0.1 : -9))];
	const [{ p, low, high, verdict }] = compareScores(first, second);
	expect(p).toBeLessThan(0.05);
	expect(low < 0 && high > 0).toBe(true);
	expect(verdict).toBe('undecided');
});

test.each([
	['{"id": 1, "score": 1}\n{"id": 1', /^a\.jsonl, line 2: is not JSON/],
	['{"id": 1, "score": 1}\n{"id": 1, "score": 0}', /^a\.jsonl, line 2: the id 1 stands twice/],
	['[1]', /^a\.jsonl, line 1: must be an object/],
	['{"score": 1}', /^a\.jsonl, line 1: has no id/],
	[
		'{"id": 1, "loss": 1}',
		/line 1: has no score\. Name its field with --measure; fields: id, loss/,
	],
	['{"id": 1, "score": "high"}', /line 1: “score” must be a number, true or false, not "high"/],
	['\n', /^a\.jsonl: no line with a score/],
])('%s is refused by its line', (text, error) => {
	expect(() => readScores({ name: 'a.jsonl', text })).toThrow(error);
});
