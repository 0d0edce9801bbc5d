/** Named sets of settings. Each changes what it names and leaves the rest of the experiment as it is. */
import { InputError } from '#core/errors.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import { withPinnedSkills } from './pinnedSkills.ts';

export interface Preset {
	readonly id: string;
	readonly title: string;
	/** One plain sentence: what it sets, and where that comes from. */
	readonly about: string;
	/** Throws InputError if the experiment lacks the skill that the preset is about. */
	readonly apply: (experiment: Experiment) => Experiment;
}

export const presets: readonly Preset[] = [
	{
		id: '2310.04945',
		title: 'arXiv 2310.04945',
		about:
			'Cosine schedule and weight decay 0.1, as in Balancing Specialized and General Skills (arXiv 2310.04945); the ' +
			'paper’s learning rate and batch size are not known, so they stay.',
		apply: (experiment) => ({
			...experiment,
			schedule: { ...experiment.schedule, kind: 'cosine' },
			optimizer: { ...experiment.optimizer, weightDecay: 0.1 },
		}),
	},
	{
		id: 'replay',
		title: 'Replay 3 % general text',
		about:
			'General text is trained as 3 % of the mix, the other trained skills equally: the share that stopped forgetting ' +
			'at no cost in the study of docs/skills.md.',
		apply: (experiment) => withReplay(experiment, 0.03),
	},
	{
		id: 'noise',
		title: 'Half of add wrong',
		about:
			'50 % of the training answers of add are exchanged for wrong ones, as in the study of docs/skills.md: which ' +
			'policies run after noise?',
		apply: (experiment) =>
			withPinnedSkills(
				withSkill(experiment, 'add', (skill) => ({
					...skill,
					noise: { wrongShare: 0.5, duplicates: 0 },
				})),
			),
	},
	{
		id: '600-steps',
		title: '600 steps',
		about:
			'Twice the default number of steps: most skills are learnt then, and the policies come closer (docs/skills.md).',
		apply: (experiment) => ({ ...experiment, steps: 600 }),
	},
];

/** Throws InputError that names the known ones. */
export function presetById(id: string): Preset {
	const preset = presets.find((candidate) => candidate.id === id);
	if (preset === undefined)
		throw new InputError(
			`There is no preset "${id}". Known ones: ${presets.map((p) => p.id).join(', ')}.`,
			{ field: 'preset' },
		);
	return preset;
}

const generalText = 'general';

function withReplay(experiment: Experiment, share: number): Experiment {
	const replayed = withSkill(experiment, generalText, (skill) => ({ ...skill, use: 'train' }));
	const others = replayed.skills.filter(({ id, use }) => use === 'train' && id !== generalText);
	const ratios = Object.fromEntries([
		...others.map(({ id }) => [id, (1 - share) / others.length] as const),
		[generalText, share] as const,
	]);
	return { ...replayed, policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }] };
}

function withSkill(
	experiment: Experiment,
	id: string,
	change: (skill: SkillRef) => SkillRef,
): Experiment {
	if (!experiment.skills.some((skill) => skill.id === id))
		throw new InputError(
			`This preset needs the built-in skill "${id}", which the experiment does not have. Add it first.`,
			{ field: 'skills' },
		);
	return {
		...experiment,
		skills: experiment.skills.map((skill) => (skill.id === id ? change(skill) : skill)),
	};
}
