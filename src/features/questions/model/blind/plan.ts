/**
 * The draw of a blind marking, from a seed: the pairs of answers, their sides and their order.
 * Questions are shuffled, and each answer comes once. For each two answer sets, each is on the left
 * as often as on the right, give or take one.
 */
import { permutation, randomStream, type RandomStream } from '#core/random.ts';

/** One or two answers to a question, by the ids of their answer sets. The first is on the left. */
export interface PlannedPair {
	readonly question: string;
	readonly sides: readonly string[];
}

/** The part of an answer set that the plan needs. */
export interface Answering {
	readonly id: string;
	readonly answers: readonly { readonly id: string }[];
}

/**
 * The plan covers the questions that every set answers. With an odd number of sets, one answer to
 * each question stands alone.
 */
export function blindPlan(
	questions: readonly string[],
	sets: readonly Answering[],
	seed: number,
	rater: string,
): readonly PlannedPair[] {
	const stream = randomStream(seed, `blind ${rater}`);
	// The order in which the sets are given must not change the plan.
	const ids = sets.map(({ id }) => id).sort();
	const answered = questions.filter((question) =>
		sets.every(({ answers }) => answers.some(({ id }) => id === question)),
	);
	const meetings = new Map<string, number>();
	const pairs = [...permutation(stream.child('questions'), answered.length)].flatMap((which) =>
		coupled(ids, stream.child(`couples ${answered[which]}`)).map((couple) => ({
			question: answered[which],
			sides: sided(couple, meetings, stream),
		})),
	);
	return [...permutation(stream.child('order'), pairs.length)].map((which) => pairs[which]);
}

/** Each id in one couple, in the order of the ids. The last is alone if their number is odd. */
function coupled(ids: readonly string[], stream: RandomStream): readonly (readonly string[])[] {
	const order = [...permutation(stream, ids.length)];
	return Array.from({ length: Math.ceil(ids.length / 2) }, (_, i) =>
		order
			.slice(2 * i, 2 * i + 2)
			.sort((a, b) => a - b)
			.map((which) => ids[which]),
	);
}

/** Every two meetings of a couple use both sides, in a random order: balanced, not predictable. */
function sided(
	couple: readonly string[],
	meetings: Map<string, number>,
	stream: RandomStream,
): readonly string[] {
	const name = couple.join(' ');
	const meeting = meetings.get(name) ?? 0;
	meetings.set(name, meeting + 1);
	const drawn = stream.child(`sides ${name}`).bits(Math.floor(meeting / 2)) & 1;
	return (meeting & 1) === drawn ? couple : [...couple].reverse();
}
