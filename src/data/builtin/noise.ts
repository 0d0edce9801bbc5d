/** Noise on a training set: fewer or other examples, exchanged answers, and duplicates. */
import * as v from 'valibot';
import { between, checkedBy, object, oneOf, whole } from '#core/fields.ts';
import { permutation, type RandomStream } from '#core/random.ts';
import type { Example } from '#data/example.ts';

/** More than any built-in skill has. A million examples of nine skills would take minutes. */
const maxDuplicates = 10_000;

export const noiseSchema = object({
	/** Share of the training examples whose answers are exchanged. */
	wrongShare: between(0, 1),
	/** Copies appended to the training examples. */
	duplicates: whole(0, maxDuplicates),
	/** Uses only the first so many examples. Default: all. */
	rows: v.exactOptional(whole(1, 1_000_000)),
	/**
	 * Controls of a study. right: without the wrong answers, as an oracle. validation: trains on the
	 * validation examples, which are still measured.
	 */
	only: v.exactOptional(oneOf(['right', 'validation'])),
});
export type Noise = Readonly<v.InferOutput<typeof noiseSchema>>;

/** Throws InputError if a number is out of range. */
export function withNoise(right: readonly Example[], noise: Noise, draw: RandomStream): Example[] {
	const { wrongShare, duplicates, rows, only } = checkedBy(noiseSchema, noise, 'noise');
	const wrong = withWrongAnswers(right.slice(0, rows), wrongShare, draw);
	const all = withDuplicates(wrong, duplicates, draw);
	return only === 'right' ? all.filter(({ noisy }) => !noisy) : all;
}

const lastAnswer = (example: Example) => example.messages.at(-1)!.content;

/** Exchanges right answers, so that lengths and letters do not reveal a wrong answer. */
function withWrongAnswers(
	train: readonly Example[],
	share: number,
	stream: RandomStream,
): Example[] {
	const withPrompt = [...train.keys()].filter((i) => train[i].messages.length > 1);
	const order = permutation(stream.child('chosen'), withPrompt.length);
	const chosen = Array.from(
		order.subarray(0, Math.round(share * withPrompt.length)),
		(i) => withPrompt[i],
	);
	const right = chosen.map((i) => lastAnswer(train[i]));
	const exchanged = derangement(right, stream.child('exchanged'));
	const noisy = [...train];
	chosen.forEach((row, k) => {
		if (exchanged[k] === right[k]) return;
		const before = train[row].messages.slice(0, -1);
		noisy[row] = {
			messages: [...before, { role: 'assistant', content: exchanged[k] }],
			noisy: true,
		};
	});
	return noisy;
}

/**
 * Reorders the answers so that as few as possible keep an equal value: a random order, then an
 * exchange for each one that does. Some must stay only if more than half of the answers are equal.
 */
function derangement(answers: readonly string[], stream: RandomStream): string[] {
	const n = answers.length;
	const order = Array.from(permutation(stream, n), (i) => answers[i]);
	const search = stream.child('search');
	for (let i = 0; i < n; i++) {
		if (order[i] !== answers[i]) continue;
		const start = search.below(n, i);
		for (let offset = 0; offset < n; offset++) {
			const j = (start + offset) % n;
			if (order[j] === answers[i] || order[i] === answers[j]) continue;
			[order[i], order[j]] = [order[j], order[i]];
			break;
		}
	}
	return order;
}

function withDuplicates(train: Example[], duplicates: number, stream: RandomStream): Example[] {
	const copies: Example[] = [];
	for (let round = 0; copies.length < duplicates && train.length > 0; round++) {
		const order = permutation(stream.child('duplicates'), train.length, round);
		for (const i of order.subarray(0, duplicates - copies.length)) copies.push(train[i]);
	}
	return [...train, ...copies];
}
