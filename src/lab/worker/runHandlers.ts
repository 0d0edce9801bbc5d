/** Handlers of calls about runs. A call that needs a run's model opens the run first. */
import { InputError, isAbort } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { ActiveRun } from '#lab/run/ActiveRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { storedRun } from '#lab/run/openRun.ts';
import { checkedDescription } from '#lab/run/runDescription.ts';
import { listedRuns } from '#lab/run/runGroups.ts';
import { meanMix, runSummary } from '#lab/run/runSummary.ts';
import { unlessAborted } from '#engine/core/nextTask.ts';
import { samplingSpecs } from '#engine/core/sampling.ts';
import { checkedBy, text } from '#engine/core/fields.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { createTrainToEnd } from '#lab/run/trainToEnd.ts';
import { demandArtefact } from './artefacts.ts';
import type { OpenLab } from './openLab.ts';
import type { Handlers, OwnCalls, RunCalls } from './ownCalls.ts';

export function runHandlers(lab: OpenLab): Handlers<RunCalls> {
	const { stores, control, tasks, device, emit } = lab;
	const { runs } = stores;
	const trainToEnd = createTrainToEnd(control, runs, { isShown: true });
	const checkedRun = async (runId: string, experiment: Experiment) => {
		checkedBy(text(200), runId, 'runId');
		const checked = parseExperiment(experiment);
		for (const [i, segment] of checked.policy.entries())
			await demandArtefact(segment, stores, `policy[${i}].artefact`);
		return { runId, experiment: checked };
	};
	/** The events of a run that has ended, or why it has not. */
	const endOf = async (runId: string, error: unknown) => {
		const run = await runs.get(runId);
		if (run && run.end !== 'running') return control.events(runId);
		throw run && isAbort(error)
			? new InputError(
					say(
						'The run was paused at step {step}: another run was opened, or somebody paused it. It is stored: open it to continue.',
						{ step: run.step },
					),
					{ runId },
				)
			: error;
	};
	/** Throws InputError. */
	const answerOptions = ({
		maxTokens,
		form,
		earlier,
		task,
		sampling,
		stop,
	}: Omit<OwnCalls['model.ask']['request'], 'experiment'>) => ({
		maxTokens,
		form,
		earlier,
		sampling: parseParameters(samplingSpecs, sampling ?? {}, 'sampling'),
		stop,
		onText: task ? (text: string) => emit({ event: 'model.answer', task, text }) : undefined,
	});
	/** `task.cancel` with the run's id ends its preparation. */
	const openRun = (runId: string): Promise<ActiveRun> =>
		tasks.run(runId, (signal) => control.opened(runId, signal));
	const opened = async (run: ActiveRun) => ({ record: run.record, events: await run.events() });
	return {
		'run.create': async ({ runId, experiment }) => {
			const run = await checkedRun(runId, experiment);
			return tasks.run(runId, (signal) => control.create(runId, run.experiment, signal));
		},
		// At once a task, so that no cancellation comes too early.
		'run.train': ({ runId, experiment }) =>
			tasks.run(runId, async (signal) => {
				const run = await checkedRun(runId, experiment);
				if (await runs.get(runId))
					throw new InputError(
						say('There is a run {id} already. Start it under another id.', { id: runId }),
					);
				// The runs of a comparison need one device.
				await unlessAborted(device.settled, signal);
				await control.rest();
				try {
					return (await trainToEnd(run, { signal, report: () => undefined })).events;
				} catch (error) {
					signal.throwIfAborted();
					return endOf(runId, error);
				}
			}),
		'run.test': ({ runId, experiment }) =>
			tasks.run(runId, (signal) => control.test(runId, parseExperiment(experiment), signal)),
		'run.forecast': ({ experiment, task }) =>
			tasks.run(task, (signal) => control.forecast(parseExperiment(experiment), signal)),
		'run.resume': async ({ runId }) =>
			opened(await tasks.run(runId, (signal) => control.resume(runId, signal))),
		'run.play': async ({ runId, pace }) => (await openRun(runId)).play(pace),
		'run.pause': ({ runId }) => control.pause(runId),
		'run.evaluate': async ({ runId }) => (await openRun(runId)).evaluate(),
		'run.stop': async ({ runId }) => (await openRun(runId)).stop(),
		'run.switchPolicy': async ({ runId, id, settings, artefact }) => {
			await demandArtefact({ id, artefact }, stores);
			return (await openRun(runId)).switchPolicy(id, settings, artefact);
		},
		'run.list': async () => listedRuns(await runs.list()),
		'run.describe': async ({ runId, ...change }) =>
			runs.describe(runId, checkedDescription(change)),
		'run.checkpoints': ({ runId }) => runs.checkpointSteps(runId),
		'run.fork': async (request) => {
			if (request.policy) await demandArtefact(request.policy, stores);
			return opened(await tasks.run(request.newRunId, (signal) => control.fork(request, signal)));
		},
		'run.summary': async ({ runId }) => {
			const { experiment } = await storedRun(runId, runs);
			return runSummary(experiment, await control.events(runId));
		},
		'run.events': ({ runId }) => control.events(runId),
		'run.meanMix': async ({ runId }) => {
			const { experiment } = await storedRun(runId, runs);
			return meanMix(experiment.skills, await control.events(runId));
		},
		'model.generate': ({ runId, model, ...question }) =>
			tasks.run(question.task ?? runId, async (signal) => {
				const options = answerOptions(question);
				const run = await control.forAnswer(runId, signal);
				const weights = model === 'best' ? (await control.bestWeights(runId)).weights : model;
				return run.generate(question.prompt, weights, { ...options, signal });
			}),
		'model.ask': ({ experiment, ...question }) =>
			tasks.run(question.task ?? 'model.ask', async (signal) => {
				const options = answerOptions(question);
				return control.askBase(parseExperiment(experiment), signal, (base, end) =>
					base.answer(question.prompt, { ...options, signal: end }),
				);
			}),
		'run.delete': ({ runId }) => control.delete(runId),
	};
}
