/** Handlers of calls about the lab as a whole: opening it, its storage, long tasks. */
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { measuredTransfer } from '#lab/run/measuredTransfer.ts';
import { listedRuns } from '#lab/run/studyRuns.ts';
import { reportFacts } from '#gpu/report.ts';
import { policyInfos } from '#mixing/registry.ts';
import type { HandlersOf } from './protocol.ts';
import type { LabSession, OpenLab } from './labSession.ts';
import type { LabInfo } from './protocol.ts';
import { builtinInfos, listSkills } from './skillLibrary.ts';

export const labHandlers = (
	session: LabSession,
): HandlersOf<'lab' | 'outside' | 'storage' | 'task'> => ({
	'lab.open': async (request) => labInfo(await session.open(request ? request.backend : undefined)),
	'storage.report': async () => (await session.opened()).stores.report(),
	'task.cancel': ({ task }) => session.tasks.cancel(task),
	'outside.answer': async ({ id, answer }) => session.outside.answer(id, answer),
});

async function labInfo({ stores, device, models }: OpenLab): Promise<LabInfo> {
	const report = device.report();
	const infos = await models.list();
	// Offline, only stored models are listed; the shipped one may have been deleted.
	const model = infos.find(({ source }) => source === 'builtin') ?? infos[0];
	return {
		device: report,
		capabilities: reportFacts(report),
		storage: await stores.report(),
		skills: await listSkills(stores),
		models: infos,
		artefacts: await stores.artefacts.list(),
		policies: policyInfos(),
		runs: listedRuns(await stores.runs.list()),
		defaultExperiment: defaultExperiment(builtinInfos(), model),
		measuredTransfer,
	};
}
