/**
 * The border between policies and training. A policy sees only the trained skills, by rising id,
 * and counts them from 0; its steps count from its first one in the run. Everywhere else a skill's
 * index counts all skills of the experiment, and a step those of the run.
 */
import { InputError } from '#engine/core/errors.ts';
import { isObject, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type {
	BatchPlan,
	ExampleRef,
	Explanation,
	MixContext,
	Mixer,
	MixingPolicy,
	Probe,
	Survey,
} from './policy.ts';

/**
 * The lists by skill in states of these policies. Until 28 November 2026 policies saw their skills
 * in the order of the experiment, so checkpoints have these lists in it, and keep it. All other
 * stored numbers are by id. `*` stands for each entry of a list.
 */
const storedInMixOrder: { readonly [policy: string]: readonly string[] } = {
	raise: ['weights'],
	'loss-proportional': ['weights', 'loss'],
	odm: ['weights', 'reward', 'loss'],
	'skill-it': ['weights', 'losses.*', 'score'],
	aioli: ['weights', 'losses', 'fall', 'fall.*', 'law', 'law.*', 'logit'],
	doremi: ['weights', 'excess', 'mean'],
	ado: ['weights', 'bins.*.sums', 'bins.*.counts', 'history', 'average', 'laws', 'speed'],
	'dynamix-sft': ['weights', 'value', 'progress'],
	'highest-loss': ['weights'],
};

/** `value` with each list at `paths` by the skills `to`, not `from`. */
function reorder(
	value: Json,
	paths: readonly string[],
	[from, to]: readonly [from: readonly number[], to: readonly number[]],
	at = '',
): Json {
	const inner = (entry: Json, name: string) =>
		reorder(entry, paths, [from, to], at === '' ? name : `${at}.${name}`);
	if (Array.isArray(value)) {
		const entries = value.map((entry: Json) => inner(entry, '*'));
		const isBySkill = paths.includes(at) && entries.length === from.length;
		return isBySkill ? to.map((skill) => entries[from.indexOf(skill)]) : entries;
	}
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, inner(entry, name)]),
	);
}

export class TrainedSkills {
	/** Indices of the trained skills among all, as the experiment has them. */
	readonly #inMix: readonly number[];
	/** The same by rising id: an index among all skills, by a policy's index. */
	readonly #indices: readonly number[];
	readonly #skillCount: number;

	constructor(skills: readonly { readonly id: string; readonly use?: 'train' | 'watch' }[]) {
		const byId = (a: number, b: number) => (skills[a].id < skills[b].id ? -1 : 1);
		this.#inMix = [...skills.keys()].filter((index) => skills[index].use !== 'watch');
		this.#indices = this.#inMix.toSorted(byId);
		this.#skillCount = skills.length;
	}

	get count(): number {
		return this.#indices.length;
	}

	/** The trained skills' entries of a list over all skills, in a policy's order. */
	gather<T>(values: readonly T[]): T[] {
		return this.#indices.map((index) => values[index]);
	}

	/** A list over all skills. `watched` is the entry of each skill that is not trained. */
	scatter<T>(values: readonly T[], watched: T): T[] {
		const all = Array.from({ length: this.#skillCount }, () => watched);
		this.#indices.forEach((index, i) => (all[index] = values[i]!));
		return all;
	}

	/**
	 * The same policy with indices of all skills and steps of the run in arguments and results.
	 * `firstStep`: the step of the run at which its first segment begins.
	 */
	adapt(policy: MixingPolicy, firstStep = 0): MixingPolicy {
		const paths = storedInMixOrder[policy.id] ?? [];
		return {
			...policy,
			...(policy.prepare && {
				prepare: (values, context, preparation) =>
					policy.prepare!(values, this.#context(context), {
						...this.#survey(preparation),
						rollOut: (mixer, options) => preparation.rollOut(this.#mixer(mixer), options),
					}),
			}),
			...(policy.survey && {
				survey: (values, context, survey, artefact) =>
					policy.survey!(values, this.#context(context), this.#survey(survey), artefact),
			}),
			createMixer: (values, context, stored) => {
				const saved = stored?.saved && reorder(stored.saved, paths, [this.#inMix, this.#indices]);
				const restored = saved === undefined ? stored : { ...stored, saved };
				const mixer = policy.createMixer(values, this.#context(context), restored);
				if (saved !== undefined) mixer.restore?.(saved);
				return {
					...this.#mixer(mixer, policy.clock === 'run' ? 0 : firstStep),
					state: () => reorder(mixer.state(), paths, [this.#indices, this.#inMix]),
				};
			},
		};
	}

	#context(context: MixContext): MixContext {
		const skills = this.gather(context.skills);
		const empty = skills.find(({ size }) => size === 0);
		if (empty)
			throw new InputError(
				say(
					'skills.{id}: {name} has no training example to draw. Import rows for it, or only watch it.',
					{ id: empty.id, name: empty.name },
				),
				{ field: `skills.${empty.id}` },
			);
		return { ...context, skills };
	}

	#survey<S extends Survey>(survey: S): S {
		return { ...survey, measure: (probe) => survey.measure(this.#probe(probe)) };
	}

	/** The policy's step 0 is the run's `origin`. */
	#mixer(mixer: Mixer, origin = 0): Mixer {
		return {
			...(mixer.learns !== undefined && { learns: mixer.learns }),
			plan: (step) => this.#plan(mixer.plan(step - origin)),
			probes: (step) => mixer.probes(step - origin).map((probe) => this.#probe(probe)),
			observe: ({ step, batchLoss, results }) =>
				mixer.observe({ step: step - origin, batchLoss: this.gather(batchLoss), results }),
			state: () => mixer.state(),
			explain: () => this.#explanation(mixer.explain()),
		};
	}

	#plan(plan: BatchPlan): BatchPlan {
		const weights = this.scatter(plan.weights, 0);
		const rows = 'rows' in plan && plan.rows && { rows: this.scatter(plan.rows, []) };
		switch (plan.by) {
			case 'weights':
				return { ...plan, weights, ...rows };
			case 'quotas':
				return { ...plan, weights, ...rows, quotas: this.scatter(plan.quotas, 0) };
			case 'examples':
				return { ...plan, weights, examples: this.#examples(plan.examples) };
			default:
				return plan satisfies never;
		}
	}

	#probe<P extends Probe>(probe: P): P {
		return {
			...probe,
			examples: this.#examples(probe.examples),
			...('train' in probe && { train: this.#examples(probe.train) }),
		};
	}

	#examples(examples: readonly ExampleRef[]): ExampleRef[] {
		return examples.map((example) => ({ ...example, skill: this.#indices[example.skill] }));
	}

	/** Watched skills have weight 0 and no other numbers. */
	#explanation({ weights, traces, ...rest }: Explanation): Explanation {
		const scatter = (values: readonly (number | null)[]) => this.scatter(values, null);
		return {
			...rest,
			weights: this.scatter(weights, 0),
			traces: traces.map(({ label, values }) => ({ label, values: scatter(values) })),
		};
	}
}
