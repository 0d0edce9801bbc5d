/**
 * Which answers a person marks beside which, drawn by a seed: questions in shuffled order, each answer once, and every
 * answer set on the left as often as on the right (give or take one for a pair of sets).
 */
import { permutation, randomStream, type RandomStream } from '#core/random.ts';

/** One answer set, or two, for one question; the first is on the left. Their order tells nothing of who they are. */
export interface BlindPair {
	readonly question: string;
	readonly sides: readonly string[];
}

/** An answer set as the plan needs it: which questions it answers. */
export interface Answering {
	readonly id: string;
	readonly answers: readonly { readonly id: string }[];
}

/** Of the questions that every set answers. With an odd number of sets, one answer to each question stands alone. */
export function blindPlan(
	questions: readonly string[],
	sets: readonly Answering[],
	seed: number,
	scorer: string,
): readonly BlindPair[] {
	const stream = randomStream(seed, `blind ${scorer}`);
	// Given in another order, the same sets make the same plan.
	const ids = sets.map(({ id }) => id).sort();
	const answered = questions.filter((question) =>
		sets.every(({ answers }) => answers.some(({ id }) => id === question)),
	);
	const turned = new Map<string, number>();
	const pairs = [...permutation(stream.child('questions'), answered.length)].flatMap((which) =>
		coupled(ids, stream.child(`couples ${answered[which]}`)).map((couple) => ({
			question: answered[which],
			sides: sided(couple, turned, stream),
		})),
	);
	return [...permutation(stream.child('order'), pairs.length)].map((which) => pairs[which]);
}

/** Each id in one couple; the last is alone where their number is odd. Within a couple in the ids' own order. */
function coupled(ids: readonly string[], stream: RandomStream): readonly (readonly string[])[] {
	const order = [...permutation(stream, ids.length)];
	return Array.from({ length: Math.ceil(ids.length / 2) }, (_, i) =>
		order
			.slice(2 * i, 2 * i + 2)
			.sort((a, b) => a - b)
			.map((which) => ids[which]),
	);
}

/** Two meetings of a couple in a row get both sides, in an order that is drawn: balanced, and not to be guessed. */
function sided(
	couple: readonly string[],
	turned: Map<string, number>,
	stream: RandomStream,
): readonly string[] {
	const name = couple.join(' ');
	const meeting = turned.get(name) ?? 0;
	turned.set(name, meeting + 1);
	const drawn = stream.child(`sides ${name}`).bits(Math.floor(meeting / 2)) & 1;
	return (meeting & 1) === drawn ? couple : [...couple].reverse();
}
