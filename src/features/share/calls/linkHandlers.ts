/** Handlers of the calls about links, and about the results that a link states. */
import { InputError } from '#core/errors.ts';
import { compareOutcomes, type Repeated } from '#lab/run/compareOutcomes.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { outcomeOf } from '#lab/run/outcome.ts';
import type { LabSession, OpenLab } from '#lab/worker/labSession.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';

export const linkHandlers = (session: LabSession): HandlersOf<'link'> => ({
	'link.encode': async ({ experiment, ...extras }) => encodeLink(experiment, extras),
	'link.decode': async ({ fragment }) => readLink(fragment),
	'link.outcome': async ({ runId }) => (await repeated(runId, await session.opened())).outcome,
	'link.compare': async ({ runId, expected }) =>
		compareOutcomes(expected, await repeated(runId, await session.opened())),
});

async function repeated(runId: string, { stores, control }: OpenLab): Promise<Repeated> {
	const record = await stores.runs.get(runId);
	if (!record)
		throw new InputError('The lab has no such run: it was deleted. Choose another.', { runId });
	return { experiment: record.experiment, outcome: outcomeOf(record, await control.events(runId)) };
}
