/** Calls about experiments as values: pinned, preset, as links, and what they will mix. */
import { InputError } from '#core/errors.ts';
import { builtinSkill } from '#data/builtin/registry.ts';
import { compareOutcomes, type Repeated } from '#lab/run/compareOutcomes.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { mixPreview } from '#lab/run/mixPreview.ts';
import { outcomeOf } from '#lab/run/outcome.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { HandlersOf } from '#lab/worker/handlers.ts';
import type { LabSession, OpenLab } from '#lab/worker/labSession.ts';
import { isBuiltin, skillInfo } from '#lab/worker/skillLibrary.ts';

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
	'link.encode': async ({ experiment, ...extras }) => encodeLink(experiment, extras),
	'link.decode': async ({ fragment }) => readLink(fragment),
	'link.outcome': async ({ runId }) => (await repeated(runId, await session.opened())).outcome,
	'link.compare': async ({ runId, expected }) =>
		compareOutcomes(expected, await repeated(runId, await session.opened())),
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

async function repeated(runId: string, { stores, control }: OpenLab): Promise<Repeated> {
	const record = await stores.runs.get(runId);
	if (!record)
		throw new InputError('The lab has no such run: it was deleted. Choose another.', { runId });
	return { experiment: record.experiment, outcome: outcomeOf(record, await control.events(runId)) };
}
