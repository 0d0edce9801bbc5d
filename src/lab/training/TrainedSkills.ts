/**
 * The border between policies and training. A policy sees only the trained skills and counts them
 * from 0. Everywhere else a skill's index counts all skills of the experiment.
 */
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type {
	BatchPlan,
	ExampleRef,
	Explanation,
	MixContext,
	Mixer,
	MixingPolicy,
	Probe,
	Survey,
} from '#mixing/index.ts';

export class TrainedSkills {
	/** Index among all skills, by a policy's index. */
	readonly #indices: readonly number[];
	readonly #skillCount: number;

	constructor(skills: readonly Pick<EncodedSkill, 'use'>[]) {
		this.#indices = skills.flatMap(({ use }, index) => (use === 'train' ? [index] : []));
		this.#skillCount = skills.length;
	}

	get count(): number {
		return this.#indices.length;
	}

	/** The trained skills' entries of a list over all skills. */
	gather<T>(values: readonly T[]): T[] {
		return this.#indices.map((index) => values[index]);
	}

	/** A list over all skills. `watched` is the entry of each skill that is not trained. */
	scatter<T>(values: readonly T[], watched: T): T[] {
		const all = Array.from({ length: this.#skillCount }, () => watched);
		this.#indices.forEach((index, i) => (all[index] = values[i]!));
		return all;
	}

	/** The same policy with the indices of all skills in every argument and result. */
	adapt(policy: MixingPolicy): MixingPolicy {
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
			createMixer: (values, context, restored) =>
				this.#mixer(policy.createMixer(values, this.#context(context), restored)),
		};
	}

	#context(context: MixContext): MixContext {
		return { ...context, skills: this.gather(context.skills) };
	}

	#survey<S extends Survey>(survey: S): S {
		return { ...survey, measure: (probe) => survey.measure(this.#probe(probe)) };
	}

	#mixer(mixer: Mixer): Mixer {
		return {
			...(mixer.learns !== undefined && { learns: mixer.learns }),
			plan: (step) => this.#plan(mixer.plan(step)),
			probes: (step) => mixer.probes(step).map((probe) => this.#probe(probe)),
			observe: ({ batchLoss, ...observation }) =>
				mixer.observe({ ...observation, batchLoss: this.gather(batchLoss) }),
			state: () => mixer.state(),
			explain: () => this.#explanation(mixer.explain()),
		};
	}

	#plan(plan: BatchPlan): BatchPlan {
		const weights = this.scatter(plan.weights, 0);
		const rows = 'rows' in plan && plan.rows && { rows: this.scatter(plan.rows, []) };
		switch (plan.by) {
			case 'weights': {
				const sampling = plan.sampling && { sampling: this.scatter(plan.sampling, 0) };
				return { ...plan, weights, ...rows, ...sampling };
			}
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
			...(probe.kind === 'virtualStep' && { train: this.#examples(probe.train) }),
			...(probe.kind === 'blend' && { skills: probe.skills.map((i) => this.#indices[i]) }),
		};
	}

	#examples(examples: readonly ExampleRef[]): ExampleRef[] {
		return examples.map((example) => ({ ...example, skill: this.#indices[example.skill] }));
	}

	/** Watched skills have weight 0 and no other numbers. */
	#explanation({ weights, traces, matrices, ...rest }: Explanation): Explanation {
		const scatter = (values: readonly (number | null)[]) => this.scatter(values, null);
		const noRow = Array.from({ length: this.#skillCount }, () => null);
		return {
			...rest,
			weights: this.scatter(weights, 0),
			traces: traces.map(({ label, values }) => ({ label, values: scatter(values) })),
			...(matrices && {
				matrices: matrices.map(({ rows, ...matrix }) => ({
					...matrix,
					rows: this.scatter<readonly (number | null)[]>(rows.map(scatter), noRow),
				})),
			}),
		};
	}
}
