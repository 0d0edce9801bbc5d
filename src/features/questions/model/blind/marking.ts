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

/** The marking after a key, and the grade that the key gave, to be stored. */
interface Pressed {
	readonly marking: Marking;
	readonly change?: Cursor & { readonly grade: Grade };
}

/** The marking resumes at the first cell without a grade. */
export const openMarking = (pairs: readonly BlindPair[]): Marking => ({
	pairs,
	at: gapAfter(pairs, -1),
});

/** The cells of a pair: the left answer's categories, then the right answer's. */
const gradesOf = ({ sides }: BlindPair) => sides.flatMap(({ grades }) => grades);
const indexOf = (pairs: readonly BlindPair[], { pair, side, category }: Cursor): number =>
	side * pairs[pair].categories.length + category;
function cursorAt(pairs: readonly BlindPair[], pair: number, index: number): Cursor {
	const count = pairs[pair].categories.length;
	return { pair, side: Math.floor(index / count), category: index % count };
}

export const isComplete = ({ pairs }: Marking, pair: number): boolean =>
	!gradesOf(pairs[pair]).includes(undefined);
export const isDone = ({ pairs, at }: Marking): boolean => at.pair >= pairs.length;
export const completed = (marking: Marking): number =>
	marking.pairs.filter((_, pair) => isComplete(marking, pair)).length;

/** `key` as in KeyboardEvent.key. Other keys change nothing. */
export function press(marking: Marking, key: string): Pressed {
	const { at, pairs } = marking;
	const move = (to: Partial<Cursor>): Pressed => ({ marking: { pairs, at: { ...at, ...to } } });
	if (key === 'Backspace') return move(cellBefore(marking));
	if (isDone(marking)) return { marking };
	if (/^[0-5]$/.test(key)) return grade(marking, key === '0' ? null : (Number(key) as Grade));
	const { sides, categories } = pairs[at.pair];
	switch (key) {
		case '=': {
			const other = sides[1 - at.side]?.grades[at.category];
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
			return move(gapIn(pairs, at.pair) ?? gapAfter(pairs, at.pair));
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
function grade({ pairs, at }: Marking, given: Grade): Pressed {
	const pair = pairs[at.pair];
	const side = pair.sides[at.side];
	const graded = { ...side, grades: side.grades.with(at.category, given) };
	const changed = pairs.with(at.pair, { ...pair, sides: pair.sides.with(at.side, graded) });
	const next = gapIn(changed, at.pair, indexOf(pairs, at) + 1) ?? at;
	return { marking: { pairs: changed, at: next }, change: { ...at, grade: given } };
}

/** The first cell of the pair without a grade: from this cell on, else from the start. */
function gapIn(pairs: readonly BlindPair[], pair: number, from = 0): Cursor | null {
	const grades = gradesOf(pairs[pair]);
	const later = grades.indexOf(undefined, from);
	const gap = later >= 0 ? later : grades.indexOf(undefined);
	return gap >= 0 ? cursorAt(pairs, pair, gap) : null;
}

/** The first gap in a later pair, else in an earlier pair, else the end. */
function gapAfter(pairs: readonly BlindPair[], pair: number): Cursor {
	const gaps = pairs.flatMap((_, index) => gapIn(pairs, index) ?? []);
	const next = gaps.find((gap) => gap.pair > pair) ?? gaps[0];
	return next ?? { pair: pairs.length, side: 0, category: 0 };
}

/** One cell back, also into the pair before. */
function cellBefore(marking: Marking): Cursor {
	const { at, pairs } = marking;
	const here = isDone(marking) ? 0 : indexOf(pairs, at);
	if (here > 0) return cursorAt(pairs, at.pair, here - 1);
	return at.pair === 0 ? at : cursorAt(pairs, at.pair - 1, gradesOf(pairs[at.pair - 1]).length - 1);
}
