/** Experiments as the page changes and compares them: pure, values in, values out. */
import { canonicalJson, type JsonObject } from '#core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';

export const sameExperiment = (a: Experiment, b: Experiment): boolean =>
	canonicalJson(a) === canonicalJson(b);

/** Where the seconds of one run were up says nothing of another. */
export function withoutStop(experiment: Experiment): Experiment {
	const { budget } = experiment;
	if (budget?.kind !== 'seconds' || budget.stopped === undefined) return experiment;
	return { ...experiment, budget: { kind: 'seconds', seconds: budget.seconds } };
}

/** What a changed experiment is as another run. */
export const changedFrom = (before: Experiment | null, changed: Experiment): Experiment =>
	before && sameExperiment(before, changed) ? changed : withoutStop(changed);

/** Equal for runs that differ in nothing but the seed. */
export const apartFromSeed = (experiment: Experiment): string =>
	canonicalJson({ ...withoutStop(experiment), seed: 0 });

/** Equal for runs that differ in nothing but the policy and its switches. */
export const apartFromPolicy = (experiment: Experiment): string =>
	canonicalJson({ ...withoutStop(experiment), policy: [] });

/** Before the first step, picking a policy replaces the first one; switches that a link has planned stay. */
export function withFirstPolicy(
	experiment: Experiment,
	id: string,
	settings: JsonObject,
	artefact?: string,
): Experiment {
	const planned = experiment.policy.filter(({ fromStep }) => fromStep > 0);
	const first = { fromStep: 0, id, settings, ...(artefact !== undefined && { artefact }) };
	return { ...experiment, policy: [first, ...planned] };
}

/** The same experiment up to `step`, and from there on with another policy, or as before. */
export function withSwitchAt(
	experiment: Experiment,
	step: number,
	policy: ForkPolicy | undefined,
): Experiment {
	const before = experiment.policy.filter(({ fromStep }) => fromStep < step);
	const switched = policy ? [...before, { ...policy, fromStep: step }] : before;
	return {
		...withoutStop(experiment),
		policy: switched.length > 0 ? switched : experiment.policy.slice(0, 1),
	};
}
