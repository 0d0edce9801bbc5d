/** The explanation of the scorer for the page. warnings.ts has the warnings. */
import type { PolicyMessage } from '../messages.ts';
import type { Explanation } from '../policy.ts';
import type { MixerState } from './mixerState.ts';
import type { ScorerSettings } from './parameters.ts';
import { infiniteTau } from './scorer.ts';

/**
 * `shares`: current p, in the order of ids. `toMixOrder` reorders a list from that order to the
 * mix's. `target`: about MoSpec's target.
 */
export function explainScorer(
	{ last, warnings }: MixerState,
	{ average, tau, interval, atStepZero }: ScorerSettings,
	shares: readonly number[],
	toMixOrder: <T>(values: readonly T[]) => T[],
	target: PolicyMessage | undefined,
): Explanation {
	const firstUpdate = atStepZero ? 1 : interval;
	const prior = tau >= infiniteTau ? null : tau;
	const waiting: PolicyMessage = {
		id: 'scorer.waiting',
		values: { tau: prior, firstUpdate, interval },
	};
	const sentence = last?.sentence ?? waiting;
	const trace = (label: string, values: readonly (number | null)[] | null) =>
		values ? [{ label, values: toMixOrder(values) }] : [];
	return {
		weights: toMixOrder(shares),
		sentence: target === undefined ? sentence : [sentence, target],
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
					about: { id: 'scorer.cosines', values: {} },
					rows: toMixOrder(last.cosines.map((row) => toMixOrder(row))),
				},
			],
		}),
		...(warnings.length > 0 && { warnings: warnings.map(({ text }) => text) }),
	};
}
