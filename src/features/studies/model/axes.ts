/** The axes of a study: what it can vary besides policies and seeds. Each axis is one entry. */
import { InputError } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, ModelRef, SkillRef } from '#lab/run/experiment.ts';
import { maxSteps } from '#lab/run/schema.ts';
import type { Study, StudyPolicy } from './study.ts';

export interface AxisContext {
	readonly groups: Study['groups'];
	/** The lab's skills, for their numbers of training examples. */
	readonly skills: readonly SkillInfo[];
}

export interface Axis<Value, Shown extends string | number = number> {
	/** Name of the factor. It is stored in results, so never rename it. */
	readonly id: string;
	readonly title: string;
	/** Throws InputError that names what is missing. */
	apply(experiment: Experiment, value: Value, context: AxisContext): Experiment;
	/** The factor's value: tables show it, and it identifies a cell. */
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

/** Trains the general skills too. A skill with ratio 0 is never drawn. */
const domainShare: Axis<number> = {
	id: 'domainShare',
	title: 'Share of the domain',
	apply: (experiment, share, { groups }) => {
		const divideEqually = (ids: readonly string[], whole: number) =>
			ids.map((id) => [id, whole / ids.length] as const);
		const ratios = Object.fromEntries([
			...divideEqually(groups.domain, share),
			...divideEqually(groups.general, 1 - share),
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

/** steps = ceil(epochs × training examples of the trained skills ÷ batch size). */
const epochs: Axis<number> = {
	id: 'epochs',
	title: 'Epochs',
	apply: (experiment, epochs, { skills }) => {
		const examples = experiment.skills
			.filter(({ use }) => use === 'train')
			.reduce((sum, ref) => sum + countTrainingExamples(ref, skills), 0);
		const steps = Math.ceil((epochs * examples) / experiment.batching.size);
		if (steps > maxSteps)
			throw new InputError(
				`epochs: ${epochs} of ${examples.toLocaleString('en')} examples are ` +
					`${steps.toLocaleString('en')} steps, more than ${maxSteps.toLocaleString('en')}. ` +
					'Give fewer.',
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

export const axes = { model, learningRate, domainShare, epochs, policy, seed } as const;
export type AxisId = keyof typeof axes;

export const axisTitle = (id: string): string =>
	Object.hasOwn(axes, id) ? axes[id as AxisId].title : id;

/** Label of a domain share, which is a policy of its own. */
export const shareLabel = (share: number): string =>
	`domain ${Number((100 * share).toPrecision(6))} %`;

/** Label of the policy with the fixed shares that the study's search found. */
export const foundLabel = 'best static mix found';

/** Includes the effect of noise. Throws InputError if the lab does not have the skill. */
function countTrainingExamples(
	{ id, name, noise }: SkillRef,
	skills: readonly SkillInfo[],
): number {
	const info = skills.find((skill) => skill.id === id);
	if (!info)
		throw new InputError(
			`epochs: the lab does not have the skill "${name}", so its examples cannot be counted. ` +
				'Import it first.',
			{ field: 'epochs', skill: id },
		);
	const kept = Math.min(info.counts.train, noise?.rows ?? Infinity);
	return kept + (kept > 0 ? (noise?.duplicates ?? 0) : 0);
}
