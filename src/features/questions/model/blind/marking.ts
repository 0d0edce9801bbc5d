/** The cursor of a blind marking, and the effect of each key. Pure. */
import type { BlindPair, Grade } from './session.ts';

export interface Cursor {
	readonly pair: number;
	readonly side: number;
	readonly category: number;
}

export interface Marking {
	readonly pairs: readonly BlindPair[];
	/** Its `pair` is the number of pairs when all are graded. */
	readonly at: Cursor;
}

/** A grade that a key has given, to be stored. */
export interface GradeChange extends Cursor {
	readonly grade: Grade;
}

/** The marking resumes at the first cell without a grade. */
export const openMarking = (pairs: readonly BlindPair[]): Marking => {
	const marking = { pairs, at: { pair: 0, side: 0, category: 0 } };
	return { pairs, at: gapAfter(marking, -1) };
};

const gradeAt = ({ pairs }: Marking, { pair, side, category }: Cursor): Grade | undefined =>
	pairs[pair].sides[side]?.grades[category];
/** The left answer's categories, then the right answer's. */
const cells = ({ pairs }: Marking, pair: number): readonly Cursor[] =>
	pairs[pair].sides.flatMap(({ grades }, side) =>
		grades.map((_, category) => ({ pair, side, category })),
	);

export const isComplete = (marking: Marking, pair: number): boolean =>
	cells(marking, pair).every((cell) => gradeAt(marking, cell) !== undefined);
export const isDone = ({ pairs, at }: Marking): boolean => at.pair >= pairs.length;
export const completed = (marking: Marking): number =>
	marking.pairs.filter((_, pair) => isComplete(marking, pair)).length;

/** `key` as in KeyboardEvent.key. Other keys change nothing. */
export function press(
	marking: Marking,
	key: string,
): { readonly marking: Marking; readonly change?: GradeChange } {
	if (key === 'Backspace') return { marking: back(marking) };
	if (isDone(marking)) return { marking };
	const { at, pairs } = marking;
	if (/^[0-5]$/.test(key)) return grade(marking, key === '0' ? null : (Number(key) as Grade));
	const { sides, categories } = pairs[at.pair];
	const move = (to: Partial<Cursor>) => ({ marking: { pairs, at: { ...at, ...to } } });
	switch (key) {
		case '=': {
			const other = gradeAt(marking, { ...at, side: 1 - at.side });
			return other === undefined ? { marking } : grade(marking, other);
		}
		case 'ArrowLeft':
			return move({ side: 0 });
		case 'ArrowRight':
			return move({ side: sides.length - 1 });
		case 'ArrowUp':
			return move({ category: Math.max(0, at.category - 1) });
		case 'ArrowDown':
			return move({ category: Math.min(categories.length - 1, at.category + 1) });
		case 'Enter':
			return move(
				isComplete(marking, at.pair) ? gapAfter(marking, at.pair) : gapIn(marking, at.pair),
			);
		default:
			return { marking };
	}
}

/** Puts the cursor on a cell of the current pair. */
export const pointAt = ({ pairs, at }: Marking, side: number, category: number): Marking => ({
	pairs,
	at: { ...at, side, category },
});

/** Grades the current cell. The cursor goes to the next cell of the pair without a grade. */
function grade({ pairs, at }: Marking, given: Grade): ReturnType<typeof press> {
	const pair = pairs[at.pair];
	const side = pair.sides[at.side];
	const graded = { ...side, grades: side.grades.with(at.category, given) };
	const changed = { ...pair, sides: pair.sides.with(at.side, graded) };
	const marking = { pairs: pairs.with(at.pair, changed), at };
	const all = cells(marking, at.pair);
	const here = all.findIndex((cell) => isSame(cell, at));
	const next = [...all.slice(here + 1), ...all.slice(0, here)].find(
		(cell) => gradeAt(marking, cell) === undefined,
	);
	return { marking: { ...marking, at: next ?? at }, change: { ...at, grade: given } };
}

const isSame = (a: Cursor, b: Cursor): boolean => a.side === b.side && a.category === b.category;

/** The first cell of the pair without a grade. */
const gapIn = (marking: Marking, pair: number): Cursor => {
	const all = cells(marking, pair);
	return all.find((cell) => gradeAt(marking, cell) === undefined) ?? all[0];
};

/** The first gap in a later pair, else in an earlier pair, else the end. */
function gapAfter(marking: Marking, pair: number): Cursor {
	const open = marking.pairs.flatMap((_, index) => (isComplete(marking, index) ? [] : [index]));
	const next = open.find((index) => index > pair) ?? open[0];
	return next === undefined
		? { pair: marking.pairs.length, side: 0, category: 0 }
		: gapIn(marking, next);
}

/** One cell back, also into the pair before. */
function back(marking: Marking): Marking {
	const { at, pairs } = marking;
	const here = isDone(marking) ? 0 : cells(marking, at.pair).findIndex((cell) => isSame(cell, at));
	if (here > 0) return { pairs, at: cells(marking, at.pair)[here - 1] };
	return at.pair === 0 ? marking : { pairs, at: cells(marking, at.pair - 1).at(-1)! };
}
