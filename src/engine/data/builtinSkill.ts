/** The interface of a built-in skill, and the generation of three parts without common prompts. */
import * as v from 'valibot';
import { permutation, randomStream, type RandomStream } from '#engine/core/random.ts';
import { between, checkedBy, object, oneOf, whole } from '#engine/core/fields.ts';
import type { Example } from './example.ts';
import type { Part, SkillInfo } from './skill.ts';

export type GeneratedParts = { readonly [P in Part]: readonly Example[] };

export interface BuiltinSkill extends Pick<
	SkillInfo,
	'id' | 'name' | 'role' | 'about' | 'measure' | 'heldOutIs' | 'counts'
> {
	/** Raise it whenever a generated example changes. */
	readonly version: number;
	/** Hash of the examples (fingerprint.ts), written down so that the lab opens without them. */
	readonly fingerprint: string;
	/** The same examples on every call and in every browser. */
	readonly generate: () => GeneratedParts;
	/** Only with the measure `continuation`. */
	readonly continuation?: ContinuationRule;
}

/** The model continues the beginning of a held-out text, and a rule says whether that is right. */
export interface ContinuationRule {
	/** The beginning of this text that the model gets. */
	readonly start: (text: string) => string;
	/** The character that ends a continuation. */
	readonly end: string;
	/** The fault of a continuation; null if it is right. */
	readonly fault: (start: string, continuation: string) => string | null;
}

/** The prompt: the messages before the answer, or for raw text the text itself. */
export const examplePrompt = (example: Example): string =>
	(example.messages.length > 1 ? example.messages.slice(0, -1) : example.messages)
		.map((message) => message.content)
		.join('\n');

/** The random stream of a skill's version. It is independent of the other skills. */
export const dataStream = (id: string, version: number) =>
	randomStream(2026, `data ${id} ${version}`);

export const validationSize = 64;
export const heldOutSize = 150;

interface DrawnSkill
	extends
		Pick<BuiltinSkill, 'id' | 'name' | 'about' | 'version' | 'fingerprint'>,
		Partial<Pick<BuiltinSkill, 'role' | 'measure'>> {
	/** Number of training examples. */
	readonly trainSize: number;
	/** The version whose random draws this one repeats. Default: its own. */
	readonly drawsOf?: number;
	readonly draw: (draws: Draws) => Example;
}

/** A skill of the domain, scored by exact match, whose examples have distinct prompts. */
export const drawnSkill = ({ trainSize, drawsOf, draw, ...facts }: DrawnSkill): BuiltinSkill => ({
	role: 'domain',
	measure: { kind: 'exact' },
	...facts,
	heldOutIs: 'unseen',
	counts: { train: trainSize, validation: validationSize, heldOut: heldOutSize },
	generate: () => distinctParts(dataStream(facts.id, drawsOf ?? facts.version), trainSize, draw),
});

/**
 * Draws until there are enough distinct prompts and then shuffles them into the parts. Late draws
 * are a rule's rare prompts, and each part needs its share of them.
 */
function distinctParts(
	stream: RandomStream,
	trainSize: number,
	draw: (draws: Draws) => Example,
): GeneratedParts {
	const draws = sequentialDraws(stream);
	const byPrompt = new Map<string, Example>();
	const size = trainSize + validationSize + heldOutSize;
	while (byPrompt.size < size) {
		const example = draw(draws);
		if (!byPrompt.has(examplePrompt(example))) byPrompt.set(examplePrompt(example), example);
	}
	const drawn = [...byPrompt.values()];
	const shuffled = Array.from(permutation(stream.child('parts'), size), (i) => drawn[i]);
	return {
		heldOut: shuffled.slice(0, heldOutSize),
		validation: shuffled.slice(heldOutSize, heldOutSize + validationSize),
		train: shuffled.slice(heldOutSize + validationSize),
	};
}

/** Sequential draws from a random stream. */
export interface Draws {
	/** An integer in [0, bound). */
	below(bound: number): number;
	/** An integer in [from, to]. */
	between(from: number, to: number): number;
	/** True in `percent` of 100 draws. */
	chance(percent: number): boolean;
	pick<T>(list: readonly T[]): T;
}

export function sequentialDraws(stream: RandomStream): Draws {
	let index = 0;
	const below = (bound: number) => stream.below(bound, index++);
	return {
		below,
		between: (from, to) => from + below(to - from + 1),
		chance: (percent) => below(100) < percent,
		pick: (list) => list[below(list.length)],
	};
}

/** More than any built-in skill has. A million examples of nine skills would take minutes. */
const maxDuplicates = 10_000;

/** Noise on a training set: fewer or other examples, exchanged answers, and duplicates. */
export const noiseSchema = object({
	/** Share of the training examples whose answers are exchanged. */
	wrongShare: between(0, 1),
	/** Copies appended to the training examples. */
	duplicates: whole(0, maxDuplicates),
	/** Uses only the first `rows` examples. Default: all. */
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
