/** The interface of a built-in skill, and the generation of three parts without common prompts. */
import { permutation, randomStream, type RandomStream } from '#core/random.ts';
import type { Example } from './example.ts';
import type { Part, SkillInfo } from './skill.ts';

export type GeneratedParts = { readonly [P in Part]: readonly Example[] };

export interface BuiltinSkill extends Pick<
	SkillInfo,
	'id' | 'name' | 'role' | 'about' | 'scorer' | 'heldOutIs'
> {
	/** Raise it whenever a generated example changes. */
	readonly version: number;
	/** The same examples on every call and in every browser. */
	readonly generate: () => GeneratedParts;
}

/** The prompt: the messages before the answer, or for raw text the text itself. */
export const examplePrompt = (example: Example): string =>
	(example.messages.length > 1 ? example.messages.slice(0, -1) : example.messages)
		.map((message) => message.content)
		.join('\n');

/** The random stream of a skill's version. It is independent of the other skills. */
export const dataStream = (id: string, version: number) =>
	randomStream(2026, `data ${id} ${version}`);

const validationSize = 64;
const heldOutSize = 150;

interface DrawnSkill
	extends
		Pick<BuiltinSkill, 'id' | 'name' | 'about' | 'version'>,
		Partial<Pick<BuiltinSkill, 'role' | 'scorer'>> {
	/** Number of training examples. */
	readonly trainSize: number;
	readonly draw: (draws: Draws) => Example;
}

/** A skill of the domain, scored by exact match, whose examples have distinct prompts. */
export const drawnSkill = ({ trainSize, draw, ...facts }: DrawnSkill): BuiltinSkill => ({
	role: 'domain',
	scorer: 'exact',
	...facts,
	heldOutIs: 'unseen',
	generate: () => distinctParts(dataStream(facts.id, facts.version), trainSize, draw),
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
