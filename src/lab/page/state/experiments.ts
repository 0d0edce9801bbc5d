/** Changes and comparisons of experiments. */
import { canonicalJson } from '#engine/core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';

export const sameExperiment = (a: Experiment, b: Experiment): boolean =>
	canonicalJson(a) === canonicalJson(b);

/** Equal but for the model's name, which may be another one in each lab. */
export const trainsTheSame = (a: Experiment, b: Experiment): boolean =>
	sameExperiment({ ...a, model: { ...b.model, sha256: a.model.sha256 } }, b);

/** Without the last step of a run under a time budget: another run may end elsewhere. */
export function withoutStop(experiment: Experiment): Experiment {
	const { budget } = experiment;
	if (budget?.kind !== 'seconds' || budget.stopped === undefined) return experiment;
	return { ...experiment, budget: { kind: 'seconds', seconds: budget.seconds } };
}

/** A changed experiment is another run, so it has no recorded stop. */
export const changedFrom = (before: Experiment | null, changed: Experiment): Experiment =>
	before && sameExperiment(before, changed) ? changed : withoutStop(changed);

/** Equal for runs that differ only in the policy and its switches. */
export const keyWithoutPolicy = (experiment: Experiment): string =>
	canonicalJson({ ...withoutStop(experiment), policy: [] });

/** Equal but for the policy and its switches, or wholly. */
export const differInPolicy = (a: Experiment, b: Experiment): boolean =>
	keyWithoutPolicy(a) === keyWithoutPolicy(b);

/** The segments that change the policy or its settings: others only continue the one before. */
export function policyChanges(policy: Experiment['policy']): Experiment['policy'] {
	const drawn = policy.map((segment) => canonicalJson({ ...segment, fromStep: 0 }));
	return policy.filter((_, i) => drawn[i] !== drawn[i - 1]);
}

/** Marks of the steps after which another policy draws, also planned ones. */
export const switchMarks = (
	policy: Experiment['policy'],
	titleOf: (id: string) => string,
): { readonly step: number; readonly title: string }[] =>
	policyChanges(policy)
		.filter(({ fromStep }) => fromStep > 0)
		.map(({ fromStep, id }) => ({ step: fromStep, title: titleOf(id) }));

/** Replaces the first policy. `keepsPlan`: switches stay. Those of an ended run belong to it. */
export function withFirstPolicy(
	experiment: Experiment,
	{ id, settings, artefact }: Omit<ForkPolicy, 'artefact'> & { artefact?: string | undefined },
	keepsPlan = true,
): Experiment {
	const planned = experiment.policy.filter(({ fromStep }) => keepsPlan && fromStep > 0);
	const first = { fromStep: 0, id, settings, ...(artefact !== undefined && { artefact }) };
	return { ...experiment, policy: [first, ...planned] };
}

/** The same experiment up to `step`, then with another policy; undefined: the policy of `step`. */
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
