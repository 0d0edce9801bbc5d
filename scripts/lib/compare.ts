/** Two files of scores of the same questions, compared row by row. */
import { InputError } from '#engine/core/errors.ts';
import { isObject } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import { pairedMeans, pairedShares } from '#engine/core/paired.ts';
import { mcNemar, wilcoxon } from '#engine/core/rankTests.ts';
import { mean } from '#engine/core/statistics.ts';
import { holm, level } from '#lab/study/pairedTests.ts';

/** The scores of a file by task, and in it by question. */
export type Scores = Map<string, Map<string, number>>;

/** Measures of lm-evaluation-harness in the order of preference. */
const harnessMeasures = ['exact_match', 'acc_norm', 'acc', 'mc2', 'f1', 'bleu', 'rougeL'];
const plainMeasures = ['score', 'mark', 'right'];

interface Source {
	readonly name: string;
	readonly text: string;
}

/**
 * Reads lines of JSON: samples of lm-evaluation-harness (`doc_id`, `filter`, a measure), or
 * `{ id, score, task }` with a number or true and false. `measure`: its name; default: the first
 * known one. Throws InputError that names the file and the line.
 */
export function readScores({ name, text }: Source, measure?: string): Scores {
	const scores: Scores = new Map();
	const taskOfFile = /samples_(.+?)(?:_\d{4}-\d\d-\d\d.*)?\.jsonl$/.exec(name)?.[1] ?? '';
	let line = 0;
	for (const content of text.split('\n')) {
		line++;
		if (content.trim() === '') continue;
		const fail = (what: string) => new InputError(asMessage(`${name}, line ${line}: ${what}`));
		let row: unknown;
		try {
			row = JSON.parse(content);
		} catch {
			throw fail('is not JSON. Each line must be one object.');
		}
		if (!isObject(row)) throw fail('must be an object, such as {"id": 1, "score": 0.5}.');
		const { id = row['doc_id'], filter, task = taskOfFile } = row;
		if (typeof id !== 'string' && typeof id !== 'number')
			throw fail('has no id (id, or doc_id of lm-evaluation-harness).');
		const listed = 'doc_id' in row ? harnessMeasures : plainMeasures;
		const key = measure ?? listed.find((known) => known in row);
		const value = key === undefined ? undefined : row[key];
		const score = typeof value === 'boolean' ? Number(value) : value;
		if (typeof score !== 'number' || !Number.isFinite(score))
			throw fail(
				key === undefined
					? `has no score. Name its field with --measure; fields: ${Object.keys(row).join(', ')}.`
					: `“${key}” must be a number, true or false, not ${JSON.stringify(value)}.`,
			);
		// The harness has a line of each filter.
		const named =
			typeof filter === 'string' && filter !== 'none' ? `${String(task)} (${filter})` : task;
		const rows = scores.get(String(named)) ?? new Map<string, number>();
		if (rows.has(String(id)))
			throw fail(`the id ${id} stands twice${named === '' ? '' : ` in ${String(named)}`}.`);
		scores.set(String(named), rows.set(String(id), score));
	}
	if (scores.size === 0) throw new InputError(asMessage(`${name}: no line with a score.`));
	return scores;
}

/** A task that both files have. */
export interface Comparison {
	readonly task: string;
	/** Questions that both have. */
	readonly rows: number;
	/** Questions that one of them has. */
	readonly unpaired: number;
	readonly means: readonly [number, number];
	/** Second minus first, with its 95 % interval. */
	readonly difference: number;
	readonly low: number;
	readonly high: number;
	readonly test: 'McNemar' | 'Wilcoxon';
	readonly p: number;
	/** After Holm's correction over the tasks. */
	readonly pHolm: number;
	readonly verdict: 'better' | 'worse' | 'undecided';
	readonly changed: readonly { readonly id: string; readonly from: number; readonly to: number }[];
}

/** Throws InputError if no question is in both. */
export function compareScores(first: Scores, second: Scores): Comparison[] {
	const tests = [...first].flatMap(([task, before]) => {
		const after = second.get(task);
		return after ? (compareTask(task, before, after) ?? []) : [];
	});
	if (tests.length === 0)
		throw new InputError(
			asMessage(
				`No question is in both files. Tasks of the first: ${names(first)}; ` +
					`of the second: ${names(second)}.`,
			),
		);
	const adjusted = holm(tests.map(({ p }) => p));
	return tests.map((test, i) => {
		const pHolm = adjusted[i] ?? 1;
		// Ranks can tell what the mean does not: no verdict is stronger than the interval beside it.
		const isDecided = pHolm < level && (test.low > 0 || test.high < 0);
		const verdict = !isDecided ? 'undecided' : test.difference > 0 ? 'better' : 'worse';
		return { ...test, pHolm, verdict };
	});
}

const names = (scores: Scores): string =>
	[...scores.keys()].map((name) => (name === '' ? 'without a name' : name)).join(', ');

function compareTask(
	task: string,
	first: ReadonlyMap<string, number>,
	second: ReadonlyMap<string, number>,
): Omit<Comparison, 'pHolm' | 'verdict'> | null {
	const ids = [...first.keys()].filter((id) => second.has(id));
	if (ids.length === 0) return null;
	const before = ids.map((id) => first.get(id)!);
	const after = ids.map((id) => second.get(id)!);
	const changed = ids.flatMap((id, i) =>
		before[i] === after[i] ? [] : [{ id, from: before[i], to: after[i] }],
	);
	const areMarks = [...before, ...after].every((score) => score === 0 || score === 1);
	const gained = changed.filter(({ from, to }) => to > from).length;
	const { low, high } = areMarks
		? pairedShares(before.map(Boolean), after.map(Boolean))
		: pairedMeans(before, after);
	return {
		task,
		rows: ids.length,
		unpaired: first.size + second.size - 2 * ids.length,
		means: [mean(before), mean(after)],
		difference: mean(after) - mean(before),
		low,
		high,
		test: areMarks ? 'McNemar' : 'Wilcoxon',
		p: areMarks
			? mcNemar(gained, changed.length - gained)
			: wilcoxon(after.map((score, i) => score - before[i])),
		changed,
	};
}
