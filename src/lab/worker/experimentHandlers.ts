/** Handlers of calls about experiments as values: pinning, presets, previews of the mix. */
import { builtinSkill } from '#data/builtinSkills.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { mixPreview } from '#lab/run/mixPreview.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { LabSession } from './labSession.ts';
import type { HandlersOf } from './protocol.ts';
import { isBuiltin, skillInfo } from './skillLibrary.ts';

export const experimentHandlers = (session: LabSession): HandlersOf<'experiment' | 'mix'> => ({
	'experiment.pin': async ({ experiment }) => pinned(experiment),
	'experiment.preset': async ({ id, experiment }) => {
		const { models } = await session.opened();
		return parseExperiment(presetById(id).apply(parseExperiment(experiment), await models.list()));
	},
	'mix.preview': async (question) => {
		const { stores } = await session.opened();
		const infos = await Promise.all(question.skills.map((ref) => skillInfo(ref, stores)));
		return mixPreview(
			question,
			infos.map((info) => info?.counts),
		);
	},
});

/**
 * Sets the hash of each built-in skill with its noise. A skill without a version gets the current
 * one.
 */
function pinned(experiment: Experiment): Experiment {
	const skills = experiment.skills.map((ref) =>
		ref.version === 0 && isBuiltin(ref.id)
			? { ...ref, version: builtinSkill(ref.id).version }
			: ref,
	);
	return parseExperiment(withPinnedSkills({ ...experiment, skills }));
}
