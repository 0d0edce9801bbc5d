/** What a study can vary beside its policies and seeds: an axis is one entry here. */
import { InputError } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, ModelRef, SkillRef } from '#lab/run/experiment.ts';
import { maxSteps } from '#lab/run/schema.ts';
import type { Study, StudyPolicy } from './study.ts';

export interface AxisContext {
	readonly groups: Study['groups'];
	/** What the lab has: for counts of training examples. */
	readonly skills: readonly SkillInfo[];
}

export interface Axis<Value, Shown extends string | number = number> {
	/** Name of the factor: stored in results, never renamed. */
	readonly id: string;
	readonly title: string;
	/** Throws InputError that names what is missing. */
	apply(experiment: Experiment, value: Value, context: AxisContext): Experiment;
	/** The factor's value: what tables show, and what tells cells apart. */
	shown(value: Value): Shown;
}

const model: Axis<ModelRef, string> = {
	id: 'model',
	title: 'Model',
	apply: (experiment, { id, sha256 }) => ({ ...experiment, model: { id, sha256 } }),
	shown: ({ id }) => id,
};

const learningRate: Axis<number> = {
	id: 'learningRate',
	title: 'Learning rate',
	apply: (experiment, learningRate) => ({
		...experiment,
		optimizer: { ...experiment.optimizer, learningRate },
	}),
	shown: (rate) => rate,
};

/** The general skills become trained ones; ratios of 0 are never drawn. */
const domainShare: Axis<number> = {
	id: 'domainShare',
	title: 'Share of the domain',
	apply: (experiment, share, { groups }) => {
		const equally = (ids: readonly string[], whole: number) =>
			ids.map((id) => [id, whole / ids.length] as const);
		const ratios = Object.fromEntries([
			...equally(groups.domain, share),
			...equally(groups.general, 1 - share),
		]);
		const skills = experiment.skills.map((skill): SkillRef =>
			Object.hasOwn(ratios, skill.id) ? { ...skill, use: 'train' } : skill,
		);
		const policy = [{ fromStep: 0, id: 'fixed', settings: { ratios } }];
		return { ...experiment, skills, policy };
	},
	shown: (share) => share,
};

const policy: Axis<StudyPolicy, string> = {
	id: 'policy',
	title: 'Policy',
	apply: (experiment, { id, settings, steps }) => ({
		...experiment,
		...(steps !== undefined && { steps }),
		policy: [{ fromStep: 0, id, settings }],
	}),
	shown: ({ label }) => label,
};

/** Steps in which the training examples of all trained skills fit so many times. */
const epochs: Axis<number> = {
	id: 'epochs',
	title: 'Epochs',
	apply: (experiment, epochs, { skills }) => {
		const examples = experiment.skills
			.filter(({ use }) => use === 'train')
			.reduce((sum, ref) => sum + trainingExamples(ref, skills), 0);
		const steps = Math.ceil((epochs * examples) / experiment.batching.size);
		if (steps > maxSteps)
			throw new InputError(
				`epochs: ${epochs} of ${examples.toLocaleString('en')} examples are ${steps.toLocaleString('en')} steps, more than ${maxSteps.toLocaleString('en')}. Give fewer.`,
				{ field: 'epochs' },
			);
		return { ...experiment, steps };
	},
	shown: (epochs) => epochs,
};

const seed: Axis<number> = {
	id: 'seed',
	title: 'Seed',
	apply: (experiment, seed) => ({ ...experiment, seed }),
	shown: (seed) => seed,
};

/** In the order in which they are applied: steps are counted when it is known what is trained. */
export const axes = { model, learningRate, domainShare, epochs, policy, seed } as const;
export type AxisId = keyof typeof axes;

export const axisTitle = (id: string): string =>
	Object.hasOwn(axes, id) ? axes[id as AxisId].title : id;

/** The name of a domain share among the policies. */
export const shareLabel = (share: number): string =>
	`domain ${Number((100 * share).toPrecision(6))} %`;

/** With what its noise leaves out and repeats. Throws InputError when the lab does not have the skill. */
function trainingExamples({ id, name, noise }: SkillRef, skills: readonly SkillInfo[]): number {
	const info = skills.find((skill) => skill.id === id);
	if (!info)
		throw new InputError(
			`epochs: the lab does not have the skill "${name}", so its examples cannot be counted. Import it first.`,
			{ field: 'epochs', skill: id },
		);
	const kept = Math.min(info.counts.train, noise?.rows ?? Infinity);
	return kept + (kept > 0 ? (noise?.duplicates ?? 0) : 0);
}
