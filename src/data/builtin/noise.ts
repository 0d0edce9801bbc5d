/** Noise on a training set: fewer examples, exchanged answers, and duplicates. */
import { InputError } from '#core/errors.ts';
import { permutation, type RandomStream } from '#core/random.ts';
import type { Example } from '#data/example.ts';

export interface Noise {
	/** Share of the training examples whose answers are exchanged, 0 to 1. */
	readonly wrongShare: number;
	/** Copies appended to the training examples. */
	readonly duplicates: number;
	/** Uses only the first so many examples. Default: all. */
	readonly rows?: number;
}

/** Throws InputError if a number is out of range. */
export function withNoise(
	train: readonly Example[],
	noise: Noise,
	stream: RandomStream,
): Example[] {
	const { wrongShare, duplicates, rows = train.length } = noise;
	if (!(wrongShare >= 0 && wrongShare <= 1))
		throw new InputError(`Share of wrong answers ${wrongShare}: give a number from 0 to 1.`);
	if (!Number.isSafeInteger(duplicates) || duplicates < 0)
		throw new InputError(`Number of duplicates ${duplicates}: give a whole number from 0.`);
	if (!Number.isSafeInteger(rows) || rows < 0)
		throw new InputError(`Number of examples ${rows}: give a whole number from 0.`);
	return withDuplicates(
		withWrongAnswers(train.slice(0, rows), wrongShare, stream),
		duplicates,
		stream,
	);
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
