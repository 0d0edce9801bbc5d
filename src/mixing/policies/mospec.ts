/**
 * MoSpec: Mixture-of-Skills toward one skill. Source: arXiv 2406.08811, §6 (in the code `--specialist NAME`). Similarity rewards are
 * cosines to the target alone, other rewards of the target are doubled before they are averaged; see
 * ../skillScorer/rewards.ts. All else is MoS.
 */
import { InputError } from '#core/errors.ts';
import { definePolicy, type MixSkill } from '../policy.ts';
import { indicesById } from '../rows.ts';
import { skillScorerMixer, type Target } from '../skillScorer/mixer.ts';
import { rewardSettings, scorerPresets, scorerSettings } from '../skillScorer/parameters.ts';

export const mospec = definePolicy({
	id: 'mospec',
	title: 'MoSpec',
	summary: 'MoS toward one skill: its reward counts double, or likeness to it is the reward.',
	group: 'adaptive',
	citation: {
		text: 'Wu et al., Mixture-of-Skills: Learning to Optimize Data Usage for Fine-Tuning Large Language Models, EMNLP 2024, §6',
		url: 'https://arxiv.org/abs/2406.08811',
	},
	parameters: {
		target: {
			kind: 'skill',
			label: 'Target',
			help: 'The skill that the mix is to serve. Without one: that with the fewest training examples.',
		},
		...rewardSettings,
		...scorerSettings,
	},
	presets: scorerPresets,
	createMixer: ({ target, ...settings }, context, restored) =>
		skillScorerMixer(settings, context, restored, targetOf(context.skills, target)),
});

/** Throws InputError on an id that is not trained. */
function targetOf(skills: readonly MixSkill[], id: string): Target {
	if (id === '') {
		const [first, ...others] = indicesById(skills);
		const skill = others.reduce((a, b) => (skills[b].size < skills[a].size ? b : a), first);
		const { name, size } = skills[skill];
		return {
			skill,
			sentence: `The target is ${name}, which has the fewest training examples (${size.toLocaleString('en')}).`,
		};
	}
	const skill = skills.findIndex((candidate) => candidate.id === id);
	if (skill === -1)
		throw new InputError(
			`target: "${id}" is not among the trained skills. Choose one of ${skills.map((s) => s.id).join(', ')}.`,
			{ field: 'target' },
		);
	return { skill, sentence: `The target is ${skills[skill].name}.` };
}
