/** The cursor of a blind marking: its cells, and what each key does. Pure. */
import { isGraded, type BlindPair, type Grade, type GradedCell } from './blind.ts';

/** Indices of a cell. */
type Cursor = Omit<GradedCell, 'grade'>;

export interface Marking {
	readonly pairs: readonly BlindPair[];
	/** The current cell. When all are graded, its `pair` is the number of pairs. */
	readonly at: Cursor;
}

/** The marking after a key, and the grade that the key gave, to be stored. */
interface Pressed {
	readonly marking: Marking;
	readonly change?: GradedCell;
}

/** The marking resumes at the first cell without a grade. */
export const openMarking = (pairs: readonly BlindPair[]) => ({ pairs, at: gapFrom(pairs, 0) });

/** The cells of a pair: first the left answer's, then the right answer's. */
const cellsIn = ({ sides }: BlindPair, pair: number): readonly Cursor[] =>
	sides.flatMap(({ grades }, side) => grades.map((_, category) => ({ pair, side, category })));

/** The cells of a pair without a grade. */
const gapsIn = (blindPair: BlindPair, pair: number): readonly Cursor[] =>
	cellsIn(blindPair, pair).filter(
		({ side, category }) => blindPair.sides[side].grades[category] === undefined,
	);

/** The first gap in this pair or a later one, else in an earlier pair, else the end. */
function gapFrom(pairs: readonly BlindPair[], pair: number): Cursor {
	const gaps = pairs.flatMap(gapsIn);
	const next = gaps.find((gap) => gap.pair >= pair) ?? gaps[0];
	return next ?? { pair: pairs.length, side: 0, category: 0 };
}

export const isDone = ({ pairs, at }: Marking): boolean => at.pair >= pairs.length;
export const countGraded = ({ pairs }: Marking): number => pairs.filter(isGraded).length;

/** `key` as in KeyboardEvent.key. Other keys change nothing. */
export function press(marking: Marking, key: string): Pressed {
	const { at, pairs } = marking;
	const move = (to: Partial<Cursor>): Pressed => ({ marking: { pairs, at: { ...at, ...to } } });
	if (key === 'Backspace') return move(cellBefore(marking));
	if (isDone(marking)) return { marking };
	if (/^[0-5]$/.test(key)) return grade(marking, key === '0' ? null : (Number(key) as Grade));
	const { sides, categories } = pairs[at.pair];
	const other = sides[1 - at.side]?.grades[at.category];
	if (key === '=' && other !== undefined) return grade(marking, other);
	const moves: Readonly<Record<string, Partial<Cursor>>> = {
		ArrowLeft: { side: 0 },
		ArrowRight: { side: sides.length - 1 },
		ArrowUp: { category: Math.max(0, at.category - 1) },
		ArrowDown: { category: Math.min(categories.length - 1, at.category + 1) },
		Enter: gapFrom(pairs, at.pair),
	};
	return Object.hasOwn(moves, key) ? move(moves[key]) : { marking };
}

export const pointAt = ({ pairs, at }: Marking, side: number, category: number): Marking => ({
	pairs,
	at: { ...at, side, category },
});

/** Grades the current cell. The cursor goes to the next cell of the pair without a grade. */
function grade({ pairs, at }: Marking, mark: Grade): Pressed {
	const pair = pairs[at.pair];
	const side = pair.sides[at.side];
	const graded = { ...side, grades: side.grades.with(at.category, mark) };
	const changed = { ...pair, sides: pair.sides.with(at.side, graded) };
	const gaps = gapsIn(changed, at.pair);
	const next = gaps.find((gap) => isBefore(at, gap)) ?? gaps[0] ?? at;
	const marking = { pairs: pairs.with(at.pair, changed), at: next };
	return { marking, change: { ...at, grade: mark } };
}

/** The cell before the current one; from the first cell of a pair, the last of the pair before. */
const cellBefore = ({ at, pairs }: Marking): Cursor =>
	pairs
		.slice(0, at.pair + 1)
		.flatMap(cellsIn)
		.findLast((cell) => isBefore(cell, at)) ?? at;

const isBefore = (a: Cursor, b: Cursor): boolean =>
	(a.pair - b.pair || a.side - b.side || a.category - b.category) < 0;
