/**
 * MoSpec: Mixture-of-Skills toward one skill. Source: arXiv 2406.08811, §6 (`--specialist NAME` in
 * the code). Similarity rewards are cosines to the target alone. Other rewards of the target are
 * doubled (a setting) before the average; see ../skillScorer/rewards.ts. Everything else is MoS.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { lowest } from '#engine/core/statistics.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { policyOf, type MixSkill } from '../policy.ts';
import { skillScorerMixer, type Target } from '../skillScorer/mixer.ts';
import { rewardSettings, scorerPresets, scorerSettings } from '../skillScorer/parameters.ts';

export const mospec = policyOf('mospec', {
	group: 'adaptive',
	citation: {
		text:
			'Wu et al., Mixture-of-Skills: Learning to Optimize Data Usage for Fine-Tuning Large ' +
			'Language Models, EMNLP 2024, §6',
		url: 'https://arxiv.org/abs/2406.08811',
	},
	parameters: {
		...settingsOf('mospec', { target: { kind: 'skill' } }),
		...rewardSettings,
		...settingsOf('mospec', {
			factor: { kind: 'number', default: 2, min: 1, max: 100, advanced: true, added: true },
		}),
		...scorerSettings,
	},
	presets: scorerPresets,
	looksAhead: ({ reward }) => reward === 'alignment',
	createMixer: ({ target, factor, ...settings }, context, restored) =>
		skillScorerMixer(settings, context, restored, {
			...chooseTarget(context.skills, target),
			factor,
		}),
});

/** Throws an InputError on a skill that is not trained. */
function chooseTarget(skills: readonly MixSkill[], id: string): Omit<Target, 'factor'> {
	if (id === '') {
		const sizes = skills.map(({ size }) => size);
		const skill = sizes.indexOf(lowest(sizes));
		const { name, size } = skills[skill];
		return { skill, sentence: { id: 'mospec.target', values: { name, size } } };
	}
	const skill = skills.findIndex((candidate) => candidate.id === id);
	if (skill === -1)
		throw new InputError(
			say('target: "{id}" is not among the trained skills. Choose one of {skills}.', {
				id,
				skills: skills.map((s) => s.id).join(', '),
			}),
			{ field: 'target' },
		);
	const { name } = skills[skill];
	return { skill, sentence: { id: 'mospec.target', values: { name, size: null } } };
}
