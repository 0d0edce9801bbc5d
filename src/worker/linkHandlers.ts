/** Calls about experiments as values: pinned, preset, and as links. */
import { builtinSkill } from '#data/builtinSkills.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink, encodeLink } from '#experiment/link.ts';
import { withPinnedSkills } from '#experiment/pinnedSkills.ts';
import { presetById } from '#experiment/presets.ts';
import { parseExperiment } from '#experiment/schema.ts';
import type { HandlersOf } from './handlers.ts';
import { isBuiltin } from './skillLibrary.ts';

export const linkHandlers = (): HandlersOf<'experiment' | 'link'> => ({
	'experiment.pin': async ({ experiment }) => pinned(experiment),
	'experiment.preset': async ({ id, experiment }) =>
		parseExperiment(presetById(id).apply(parseExperiment(experiment))),
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
