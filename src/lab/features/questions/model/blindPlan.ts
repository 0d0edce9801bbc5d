/** The draw of a blind marking: which answers stand side by side, where, and in which order. */
import { permutation, randomStream, type RandomStream } from '#engine/core/random.ts';
import type { AnswerSet } from './types.ts';

/**
 * The draw from a seed: the pairs, their sides and their order. It covers the questions that every
 * set answers. Each answer comes once; with an odd number of sets, one answer to each question
 * stands alone. Of each two sets, the counts on the left differ by one at most. The sides of a pair
 * are the ids of one or two sets. The first is on the left.
 */
export function blindPlan(
	questions: readonly string[],
	sets: readonly AnswerSet[],
	seed: number,
	rater: string,
) {
	const stream = randomStream(seed, `blind ${rater}`);
	// The order in which the sets are given must not change the plan.
	const ids = sets.map(({ id }) => id).sort();
	const answered = answeredBy(sets, questions);
	const meetings = new Map<string, number>();
	/** Two sets that meet twice change sides, in a random order: balanced and not predictable. */
	function drawSides(couple: readonly string[]): readonly string[] {
		const name = couple.join(' ');
		const meeting = meetings.get(name) ?? 0;
		meetings.set(name, meeting + 1);
		const drawn = stream.child(`sides ${name}`).bits(Math.floor(meeting / 2)) & 1;
		return (meeting & 1) === drawn ? couple : [...couple].reverse();
	}
	const pairs = [...permutation(stream.child('questions'), answered.length)].flatMap((which) =>
		pairUp(ids, stream.child(`couples ${answered[which]}`)).map((couple) => ({
			question: answered[which],
			sides: drawSides(couple),
		})),
	);
	return [...permutation(stream.child('order'), pairs.length)].map((which) => pairs[which]);
}

/** The questions that every set answers. */
export function answeredBy(sets: readonly AnswerSet[], questions: readonly string[]): string[] {
	const all = sets.map(({ answers }) => new Set(answers.map(({ id }) => id)));
	return questions.filter((question) => all.every((ids) => ids.has(question)));
}

/** Each id in one couple, in the order of the ids. The last is alone if their number is odd. */
function pairUp(ids: readonly string[], stream: RandomStream): readonly (readonly string[])[] {
	const order = [...permutation(stream, ids.length)];
	return Array.from({ length: Math.ceil(ids.length / 2) }, (_, i) =>
		order
			.slice(2 * i, 2 * i + 2)
			.sort((a, b) => a - b)
			.map((which) => ids[which]),
	);
}
