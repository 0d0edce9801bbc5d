/** What the page sees of a blind marking: texts and grades, and no name of an answer set until the end. */
import { categoryAbout, type Category } from '../categories.ts';
import type { AnswerSet, Question } from '../types.ts';
import {
	cellKey,
	completed,
	isComplete,
	isDone,
	valueOf,
	type Grade,
	type Marking,
} from './marking.ts';

export interface BlindView {
	readonly scorer: string;
	/** Pairs that have all their grades, of all. */
	readonly done: number;
	readonly of: number;
	/** Null: all is marked, or it was ended. */
	readonly task: BlindTask | null;
	/** Only when `task` is null. */
	readonly result: BlindResult | null;
}
export interface BlindTask {
	/** From 1. */
	readonly number: number;
	readonly question: Pick<Question, 'id' | 'scope' | 'prompt' | 'reference'>;
	readonly categories: readonly { readonly id: Category; readonly asks: string }[];
	/** Left, right. */
	readonly sides: readonly {
		readonly text: string;
		/** By category; undefined: none yet. */
		readonly grades: readonly (Grade | undefined)[];
	}[];
	readonly at: { readonly side: number; readonly category: number };
	/** All its grades are there: Enter goes on. */
	readonly complete: boolean;
}
export interface BlindResult {
	readonly sets: readonly {
		readonly id: string;
		readonly name: string;
		/** Mean over the answers that were marked, each weighted by its question; null: none. */
		readonly mean: number | null;
		readonly n: number;
		/** Pairs in which its answer had the higher, an equal, a lower weighted mark. */
		readonly better: number;
		readonly equal: number;
		readonly worse: number;
	}[];
}

export interface BlindMaterial {
	readonly scorer: string;
	readonly questions: readonly Question[];
	readonly sets: readonly AnswerSet[];
}

export function blindView(
	marking: Marking,
	material: BlindMaterial,
	/** The names are shown though pairs are left. */
	ended = false,
): BlindView {
	const over = ended || isDone(marking);
	return {
		scorer: material.scorer,
		done: completed(marking),
		of: marking.plan.length,
		task: over ? null : taskOf(marking, material),
		result: over ? resultOf(marking, material) : null,
	};
}

function taskOf(marking: Marking, { questions, sets }: BlindMaterial): BlindTask {
	const { at, plan, categories, grades } = marking;
	const pair = plan[at.pair];
	const { id, scope, prompt, reference, rubric } = questions.find(
		(question) => question.id === pair.question,
	)!;
	return {
		number: at.pair + 1,
		question: { id, scope, prompt, ...(reference !== undefined && { reference }) },
		categories: categories[at.pair].map((category) => ({
			id: category,
			asks: rubric[category] ?? categoryAbout[category],
		})),
		sides: pair.sides.map((set) => ({
			text: textOf(sets, set, pair.question),
			grades: categories[at.pair].map((category) =>
				grades.get(cellKey(set, pair.question, category)),
			),
		})),
		at: { side: at.side, category: at.category },
		complete: isComplete(marking, at.pair),
	};
}

const textOf = (sets: readonly AnswerSet[], id: string, question: string): string =>
	sets.find((set) => set.id === id)?.answers.find((answer) => answer.id === question)?.text ?? '';

function resultOf(marking: Marking, { questions, sets }: BlindMaterial): BlindResult {
	const marked = marking.plan.flatMap((pair, index) => (isComplete(marking, index) ? [pair] : []));
	const weighted = (set: string, id: string): number | null =>
		weightedMark(
			questions.find((question) => question.id === id)!,
			(category) => marking.grades.get(cellKey(set, id, category)) ?? null,
		);
	return {
		sets: sets.map(({ id, by }) => {
			const own = marked.filter(({ sides }) => sides.includes(id));
			const values = own.flatMap(({ question }) => weighted(id, question) ?? []);
			const against = own.flatMap(({ question, sides }) => {
				const other = sides.find((side) => side !== id);
				const [a, b] = [
					weighted(id, question),
					other === undefined ? null : weighted(other, question),
				];
				return a === null || b === null ? [] : [Math.sign(round(a - b))];
			});
			const count = (sign: number) => against.filter((value) => value === sign).length;
			return {
				...{ id, name: by.name, n: values.length },
				mean:
					values.length === 0
						? null
						: values.reduce((sum, value) => sum + value, 0) / values.length,
				...{
					better: count(1),
					equal: against.filter((value) => value === 0).length,
					worse: count(-1),
				},
			};
		}),
	};
}

/** Sums of the same grades in another order differ in the last bit. */
const round = (difference: number): number => Math.round(difference * 1e9);

/** Σ u·value / Σ u over the categories that apply; null: none does. */
function weightedMark(question: Question, grade: (category: Category) => Grade): number | null {
	let sum = 0;
	let weights = 0;
	for (const [category, weight] of Object.entries(question.weights) as [Category, number][]) {
		const value = weight > 0 ? valueOf(grade(category)) : null;
		if (value === null) continue;
		sum += weight * value;
		weights += weight;
	}
	return weights === 0 ? null : sum / weights;
}
