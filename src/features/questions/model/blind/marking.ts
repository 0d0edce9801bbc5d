/** A person at work on a plan: where the cursor is, the grades that were given, and what each key does. Pure. */
import type { Category } from '../categories.ts';
import type { BlindPair } from './plan.ts';

/** 1 to 5; null: this category does not apply to this answer. */
export type Grade = 1 | 2 | 3 | 4 | 5 | null;

export interface Cursor {
	readonly pair: number;
	readonly side: number;
	readonly category: number;
}

export interface Marking {
	readonly plan: readonly BlindPair[];
	/** Of the question of each pair of the plan: those with a weight. */
	readonly categories: readonly (readonly Category[])[];
	/** By cellKey; what is not there has no grade yet. */
	readonly grades: ReadonlyMap<string, Grade>;
	readonly at: Cursor;
}

/** A grade that was given or taken by a key: what is to be stored. */
export interface GradeChange {
	readonly answerSet: string;
	readonly question: string;
	readonly category: Category;
	readonly grade: Grade;
}

export const cellKey = (answerSet: string, question: string, category: Category): string =>
	JSON.stringify([answerSet, question, category]);

/** [0, 1] as five grades, and back: 1 is 0, 5 is 1. */
export const valueOf = (grade: Grade): number | null => (grade === null ? null : (grade - 1) / 4);
export const gradeOf = (value: number | null): Grade =>
	value === null ? null : ((Math.round(value * 4) + 1) as Grade);

/** A plan with the grades that were stored: it goes on at the first place that has none. */
export function openMarking(
	plan: readonly BlindPair[],
	categoriesOf: (question: string) => readonly Category[],
	grades: ReadonlyMap<string, Grade>,
): Marking {
	const marking: Marking = {
		plan,
		categories: plan.map(({ question }) => categoriesOf(question)),
		grades,
		at: { pair: 0, side: 0, category: 0 },
	};
	const first = plan.findIndex((_pair, index) => !isComplete(marking, index));
	return first < 0
		? { ...marking, at: afterLast(marking) }
		: { ...marking, at: firstGap(marking, first) };
}

export const isComplete = (marking: Marking, pair: number): boolean =>
	cells(marking, pair).every((cell) => marking.grades.has(keyAt(marking, cell)));
export const isDone = (marking: Marking): boolean => marking.at.pair >= marking.plan.length;
export const completed = (marking: Marking): number =>
	marking.plan.filter((_pair, index) => isComplete(marking, index)).length;

/** `key` as in KeyboardEvent.key. A key that means nothing here changes nothing. */
export function press(
	marking: Marking,
	key: string,
): { readonly marking: Marking; readonly change?: GradeChange } {
	if (key === 'Backspace') return { marking: back(marking) };
	if (isDone(marking)) return { marking };
	const { at } = marking;
	if (/^[0-5]$/.test(key)) return grade(marking, key === '0' ? null : (Number(key) as Grade));
	switch (key) {
		case '=': {
			const other = marking.grades.get(keyAt(marking, { ...at, side: 1 - at.side }));
			return other === undefined ? { marking } : grade(marking, other);
		}
		case 'ArrowLeft':
			return { marking: { ...marking, at: { ...at, side: 0 } } };
		case 'ArrowRight':
			return {
				marking: { ...marking, at: { ...at, side: marking.plan[at.pair].sides.length - 1 } },
			};
		case 'ArrowUp':
			return { marking: { ...marking, at: { ...at, category: Math.max(0, at.category - 1) } } };
		case 'ArrowDown': {
			const last = marking.categories[at.pair].length - 1;
			return { marking: { ...marking, at: { ...at, category: Math.min(last, at.category + 1) } } };
		}
		case 'Enter':
			return { marking: next(marking) };
		default:
			return { marking };
	}
}

/** Puts the cursor somewhere in the pair in hand: a click. */
export const pointAt = (marking: Marking, side: number, category: number): Marking =>
	isDone(marking) ? marking : { ...marking, at: { ...marking.at, side, category } };

function grade(marking: Marking, given: Grade): ReturnType<typeof press> {
	const { at, plan, categories, grades } = marking;
	const { question, sides } = plan[at.pair];
	const category = categories[at.pair][at.category];
	const change = { answerSet: sides[at.side], question, category, grade: given };
	const marked = { ...marking, grades: new Map(grades).set(keyAt(marking, at), given) };
	return { marking: { ...marked, at: following(marked) }, change };
}

/** The next cell of the pair that has no grade; where none is left, the cursor stays and Enter goes on. */
function following(marking: Marking): Cursor {
	const all = cells(marking, marking.at.pair);
	const here = all.findIndex((cell) => sameCell(cell, marking.at));
	const ordered = [...all.slice(here + 1), ...all.slice(0, here)];
	return ordered.find((cell) => !marking.grades.has(keyAt(marking, cell))) ?? marking.at;
}

/** To the next pair without all its grades; from a pair that lacks one, to that. */
function next(marking: Marking): Marking {
	const { at, plan } = marking;
	if (!isComplete(marking, at.pair)) return { ...marking, at: firstGap(marking, at.pair) };
	const later = plan.findIndex((_pair, index) => index > at.pair && !isComplete(marking, index));
	if (later >= 0) return { ...marking, at: firstGap(marking, later) };
	const earlier = plan.findIndex((_pair, index) => !isComplete(marking, index));
	return { ...marking, at: earlier < 0 ? afterLast(marking) : firstGap(marking, earlier) };
}

/** One cell back, over the pair's beginning into the pair before. */
function back(marking: Marking): Marking {
	const { at } = marking;
	const here = isDone(marking)
		? 0
		: cells(marking, at.pair).findIndex((cell) => sameCell(cell, at));
	if (here > 0) return { ...marking, at: cells(marking, at.pair)[here - 1] };
	return at.pair === 0 ? marking : { ...marking, at: cells(marking, at.pair - 1).at(-1)! };
}

/** The left answer's categories, then the right one's. */
const cells = ({ plan, categories }: Marking, pair: number): readonly Cursor[] =>
	plan[pair].sides.flatMap((_set, side) =>
		categories[pair].map((_name, category) => ({ pair, side, category })),
	);
const firstGap = (marking: Marking, pair: number): Cursor => {
	const all = cells(marking, pair);
	return all.find((cell) => !marking.grades.has(keyAt(marking, cell))) ?? all[0];
};
const afterLast = ({ plan }: Marking): Cursor => ({ pair: plan.length, side: 0, category: 0 });
const sameCell = (a: Cursor, b: Cursor): boolean => a.side === b.side && a.category === b.category;

function keyAt({ plan, categories }: Marking, { pair, side, category }: Cursor): string {
	const { question, sides } = plan[pair];
	return cellKey(sides[side] ?? '', question, categories[pair][category]);
}
