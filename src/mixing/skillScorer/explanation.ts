/** What the page shows of the scorer: numbers per skill, the cosines between skills, the sentence, the warnings. */
import type { Explanation } from '../policy.ts';
import type { Memory } from './memory.ts';
import { waitingSentence, type Waiting } from './sentence.ts';

export interface Showing {
	/** p now, in the order of ids. */
	readonly shares: readonly number[];
	/** From the order of ids to the mix's. */
	readonly outward: <T>(values: readonly T[]) => T[];
	/** Whether rewards are averaged. */
	readonly average: boolean;
	readonly waiting: Waiting;
	/** A sentence on MoSpec's skill. */
	readonly target: string | undefined;
}

const aboutCosines =
	'Cosine of the mean last hidden states of a few training examples of each skill, as the model is now: it changes as ' +
	'the model trains, and is not transfer, that is, not how much training on one skill helps another.';

export function explanationOf(
	{ last, warnings }: Memory,
	{ shares, outward, average, waiting, target }: Showing,
): Explanation {
	const sentence = last?.sentence ?? waitingSentence(waiting);
	const trace = (label: string, values: readonly (number | null)[] | null) =>
		values ? [{ label, values: outward(values) }] : [];
	return {
		weights: outward(shares),
		sentence: target === undefined ? sentence : `${sentence} ${target}`,
		traces: last
			? [
					...trace('Reward', last.rewards),
					...(average ? trace('Averaged', last.averaged) : []),
					...trace('R/ΣR', last.fixed),
					...trace('Share before', last.before),
					...trace('Right', last.right),
					...trace('Loss', last.loss),
				]
			: [],
		...(last && {
			matrices: [
				{
					label: 'Cosine between skills',
					about: aboutCosines,
					rows: outward(last.cosines.map((row) => outward(row))),
				},
			],
		}),
		...(warnings.length > 0 && { warnings: warnings.map(({ text }) => text) }),
	};
}
