/** Calls about experiments as values: pinned, preset, as links, and what they will mix. */
import { builtinSkill } from '#data/builtinSkills.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink, encodeLink } from '#experiment/link.ts';
import { mixPreview } from '#experiment/mixPreview.ts';
import { withPinnedSkills } from '#experiment/pinnedSkills.ts';
import { presetById } from '#experiment/presets.ts';
import { parseExperiment } from '#experiment/schema.ts';
import type { HandlersOf } from './handlers.ts';
import type { LabSession } from './labSession.ts';
import { isBuiltin, skillInfo } from './skillLibrary.ts';

export const linkHandlers = (session: LabSession): HandlersOf<'experiment' | 'link' | 'mix'> => ({
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
	'link.encode': async ({ experiment }) => encodeLink(experiment),
	'link.decode': async ({ fragment }) => decodeLink(fragment),
});

/** Built-in skills with the hash that their noise gives them; one without a version gets the current one. */
function pinned(experiment: Experiment): Experiment {
	const skills = experiment.skills.map((ref) =>
		ref.version === 0 && isBuiltin(ref.id)
			? { ...ref, version: builtinSkill(ref.id).version }
			: ref,
	);
	return parseExperiment(withPinnedSkills({ ...experiment, skills }));
}
