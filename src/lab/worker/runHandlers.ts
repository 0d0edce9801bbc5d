/** Handlers of calls about runs. A call that needs a run's model opens the run first. */
import { InputError } from '#core/errors.ts';
import type { ActiveRun } from '#lab/run/activeRun.ts';
import { encodeLink } from '#lab/run/link.ts';
import { meanMix } from '#lab/run/meanMix.ts';
import { metricsFile } from '#lab/run/metricsFile.ts';
import { checkedDescription } from '#lab/run/runDescription.ts';
import { runSummary } from '#lab/run/runSummary.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { listedRuns } from '#lab/run/studyRuns.ts';
import { demandArtefact, demandArtefacts } from './artefactLibrary.ts';
import type { RunCalls } from './calls/runCalls.ts';
import type { Lab } from './protocol.ts';
import type { LabSession } from './labSession.ts';

export const runHandlers = (session: LabSession): Pick<Lab, keyof RunCalls> => {
	const control = async () => (await session.opened()).control;
	/** `task.cancel` with the run's id ends its preparation. */
	const openRun = async (runId: string): Promise<ActiveRun> => {
		const runs = await control();
		return session.tasks.run(runId, (signal) => runs.opened(runId, signal));
	};
	const storedRun = async (runId: string): Promise<RunRecord> => {
		const record = await (await session.opened()).stores.runs.get(runId);
		if (!record)
			throw new InputError(`Run ${runId} is not stored. Choose one of the list of runs.`, {
				runId,
			});
		return record;
	};
	return {
		'run.create': async ({ runId, experiment }) => {
			const runs = await control();
			const checked = parseExperiment(experiment);
			await demandArtefacts(checked.policy, (await session.opened()).stores);
			return session.tasks.run(runId, (signal) => runs.create(runId, checked, signal));
		},
		'run.resume': async ({ runId }) => {
			const runs = await control();
			const run = await session.tasks.run(runId, (signal) => runs.resume(runId, signal));
			return { record: run.record, events: await run.events() };
		},
		'run.play': async ({ runId, pace }) => (await openRun(runId)).play(pace),
		'run.pause': async ({ runId }) => (await control()).pause(runId),
		'run.stop': async ({ runId }) => (await openRun(runId)).stop(),
		'run.switchPolicy': async ({ runId, id, settings, artefact }) => {
			await demandArtefact({ id, artefact }, (await session.opened()).stores);
			return (await openRun(runId)).switchPolicy(id, settings, artefact);
		},
		'run.list': async () => listedRuns(await (await session.opened()).stores.runs.list()),
		'run.describe': async ({ runId, ...change }) =>
			(await session.opened()).stores.runs.describe(runId, checkedDescription(change)),
		'run.checkpoints': async ({ runId }) =>
			(await session.opened()).stores.runs.checkpointSteps(runId),
		'run.fork': async (request) => {
			const { stores, control } = await session.opened();
			if (request.policy) await demandArtefact(request.policy, stores);
			const run = await session.tasks.run(request.newRunId, (signal) =>
				control.fork(request, signal),
			);
			return { record: run.record, events: await run.events() };
		},
		'run.summary': async ({ runId }) => {
			const { experiment } = await storedRun(runId);
			return runSummary(experiment, await (await control()).events(runId));
		},
		'run.events': async ({ runId }) => (await control()).events(runId),
		'run.meanMix': async ({ runId }) => {
			const { stores, control } = await session.opened();
			const record = await stores.runs.get(runId);
			return meanMix(record?.experiment.skills ?? [], await control.events(runId));
		},
		'run.metrics': async ({ runId, format, page }) => {
			const record = await storedRun(runId);
			const link = `${page}#${encodeLink(record.experiment)}`;
			const { name, mediaType, text } = metricsFile(
				format,
				record,
				await (await control()).events(runId),
				link,
			);
			return { name, blob: new Blob([text], { type: mediaType }) };
		},
		'run.delete': async ({ runId }) => (await control()).delete(runId),
	};
};
