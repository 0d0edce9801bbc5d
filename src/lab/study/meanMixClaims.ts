/**
 * What a published study (studies/online.json) claims of single runs: of which policies the own
 * mean mix, held fixed, does as well. The press writes it; only equivalent policies are in it.
 */
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Experiment } from '#lab/run/experiment.ts';

export interface MeanMixClaims {
	/** runsKey() of the study's experiment on each of its bases. */
	readonly keys: readonly string[];
	readonly bases: number;
	/** By policyKey(): the average minus that of the mean mix, in shares, with its 95 % interval. */
	readonly policies: Readonly<Record<string, { readonly mean: number; readonly reach: number }>>;
}

/** Hash of all that the scores depend on but the mix and the seed. */
export function runsKey(experiment: Experiment): string {
	const { model, adapter, steps, budget, batching, optimizer, schedule, skills } = experiment;
	const trained = skills
		.filter(({ use }) => use === 'train')
		.map(({ id, sha256, noise }) => ({ id, sha256, noise: noise ?? null }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	return sha256OfJson({
		model: model.sha256,
		adapter: adapter ?? null,
		steps,
		budget: budget ?? null,
		batching,
		optimizer,
		schedule,
		trained,
	});
}

export const policyKey = ({
	id,
	settings,
}: Pick<Experiment['policy'][number], 'id' | 'settings'>) => sha256OfJson({ id, settings });

/** null: the study does not show it for this experiment. */
export function meanMixClaim(
	{ keys, policies }: MeanMixClaims,
	experiment: Experiment,
): MeanMixClaims['policies'][string] | null {
	const [first, ...switches] = experiment.policy;
	if (switches.length > 0 || !keys.includes(runsKey(experiment))) return null;
	return policies[policyKey(first)] ?? null;
}
