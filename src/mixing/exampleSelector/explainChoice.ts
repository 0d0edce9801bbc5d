/** RAISE's explanation: the sentence, traces by skill, and warnings. */
import { mean, sum } from '#engine/core/statistics.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Explanation } from '../policy.ts';
import type { SelectorMixer } from './SelectorMixer.ts';

/**
 * `losses`: final validation losses of the roll-outs. `learnt`: about the selector's progress if it
 * learns in the run.
 */
export function explainChoice(
	run: SelectorMixer,
	losses: readonly number[],
	learnt?: PolicyMessage,
): Explanation {
	const { chooser, tracker, weights, setup } = run;
	const { broken } = tracker.watched;
	const warnings: PolicyMessage[] = [
		...setup.validation.warnings,
		...warnAboutTraining(losses),
		...warnAboutRepeats(chooser.times, setup.context.batchSize),
		...(broken > 0 ? [{ id: 'raise.broken', values: { times: broken } } as const] : []),
	];
	return {
		weights,
		sentence: describeChoice(run, learnt),
		traces: choiceTraces(run),
		...(warnings.length > 0 && { warnings }),
	};
}

function describeChoice(
	{ chooser, tracker, weights, setup }: SelectorMixer,
	learnt: PolicyMessage | undefined,
): PolicyMessage[] {
	const { skills } = setup.context;
	const leaders = [...skills.keys()]
		.filter((i) => weights[i] > 0)
		.sort((a, b) => weights[b] - weights[a])
		.slice(0, 3)
		.map((i) => ({ name: skills[i].name, share: weights[i] }));
	const candidates = chooser.last?.decision.candidates.length;
	const { loss, start } = tracker.watched;
	const targets = setup.validation.groups.map(({ skill }) => skills[skill].name);
	const isAll = targets.length === skills.length && targets.length > 1;
	const messages: PolicyMessage[] = [
		candidates === undefined
			? { id: 'raise.lastBatch', values: { most: leaders } }
			: { id: 'raise.picked', values: { candidates, most: leaders } },
	];
	if (loss !== null && start !== null)
		messages.push({ id: 'raise.loss', values: { targets: isAll ? [] : targets, loss, start } });
	return learnt ? [...messages, learnt] : messages;
}

function choiceTraces({ chooser, features, setup }: SelectorMixer): Explanation['traces'] {
	const { times, last } = chooser;
	const { skills: owners } = features.pool;
	const zeros = () => setup.context.skills.map(() => 0);
	const [members, picks, distinct, scores, candidates] = Array.from({ length: 5 }, zeros);
	times.forEach((count, index) => {
		members[owners[index]]++;
		picks[owners[index]] += count;
		if (count > 0) distinct[owners[index]]++;
	});
	last?.decision.candidates.forEach((index, c) => {
		scores[owners[index]] += last.scores[c];
		candidates[owners[index]]++;
	});
	const all = sum(picks) || 1;
	return [
		{ label: 'share of the picks so far', values: picks.map((count) => count / all) },
		{ label: 'different examples picked', values: distinct },
		{
			label: 'mean score of the candidates',
			values: scores.map((total, i) => (candidates[i] > 0 ? total / candidates[i] : null)),
		},
		{ label: 'share of the pool', values: members.map((count) => count / times.length) },
	];
}

/** Batches of picks before the warning about repeats applies. */
const leastBatches = 10;

/** Warns if at most a batch of examples makes up more than half of the picks from a large pool. */
export function warnAboutRepeats(times: Uint16Array, batchSize: number): PolicyMessage[] {
	const counts = times
		.filter((count) => count > 0)
		.sort()
		.reverse();
	const picks = sum(counts);
	if (picks < leastBatches * batchSize || times.length < 8 * batchSize) return [];
	let counted = 0;
	const few = counts.findIndex((count) => (counted += count) * 2 > picks) + 1;
	return few > batchSize ? [] : [{ id: 'raise.repeats', values: { few, pool: times.length } }];
}

/** Warns if the last roll-outs end no lower than the first, which chose at random. */
export function warnAboutTraining(losses: readonly number[]): PolicyMessage[] {
	if (losses.length < 4) return [];
	const [first] = losses;
	const end = losses.slice(-Math.ceil(losses.length / 4));
	const last = mean(end);
	if (last < first) return [];
	return [{ id: 'raise.noBetter', values: { first, count: end.length, last } }];
}
