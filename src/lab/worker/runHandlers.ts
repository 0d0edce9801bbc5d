/** Handlers of calls about runs. A call that needs a run's model opens the run first. */
import * as v from 'valibot';
import { InputError, isAbort } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Run } from '#lab/run/Run.ts';
import { maxSteps, type Experiment } from '#lab/run/experiment.ts';
import { storedRun } from '#lab/run/openRun.ts';
import { checkedDescription } from '#lab/run/runDescription.ts';
import { listedRuns } from '#lab/run/listedRuns.ts';
import { meanMix, runSummary } from '#lab/run/runSummary.ts';
import { unlessAborted } from '#engine/core/nextTask.ts';
import { samplingSpecs } from '#engine/core/sampling.ts';
import { checkedBy, text, whole } from '#engine/core/fields.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { createOpenToEnd } from '#lab/run/trainToEnd.ts';
import { demandPreparation } from './preparation.ts';
import type { OpenLab } from './openLab.ts';
import {
	answerers,
	anyText,
	count,
	data,
	id,
	listOf,
	object,
	oneOf,
	optional,
	pace,
	texts,
	type Handlers,
	type RequestOf,
} from './calls.ts';

const run = { runId: id };
const experiment = data<Experiment>();
const segment = { id, settings: data<JsonObject>(), artefact: v.exactOptional(id) };
const question = {
	prompt: anyText,
	maxTokens: whole(1, Number.MAX_SAFE_INTEGER),
	/** 'text': the model continues the prompt. Default: 'question'. */
	form: optional(oneOf(['question', 'text'])),
	/** The turns before the prompt. */
	earlier: optional(listOf(object({ role: anyText, content: anyText }))),
	task: optional(id),
	/** `samplingSpecs` by name. Default: the likeliest token each time. */
	sampling: optional(data<JsonObject>()),
	/** Texts before which the answer ends. */
	stop: optional(texts),
};

const requests = {
	/**
	 * Generates with the run's model at this moment, at its best checkpoint (`evaluation.best`), or
	 * with the base model. `model.answer` events report the text so far, and `task.cancel` with
	 * `task` ends it. Throws InputError.
	 */
	'model.generate': { ...run, model: oneOf(answerers), ...question },
	/**
	 * Generates with the experiment's base model, without a run or a test. Events and cancellation as
	 * those of `model.generate`. Throws InputError while a run trains.
	 */
	'model.ask': { experiment, ...question },
	/** Evaluates the base model (step 0) and pauses. The page chooses the id of the run. */
	'run.create': { ...run, experiment },
	/**
	 * Evaluates the base model before the run exists, and replies the events of step 0. `run.create`
	 * of the same test begins with the result. Another run ends the test. Null while a run trains.
	 */
	'run.test': { ...run, experiment },
	/**
	 * Times and memory of a run of the experiment here. `task.cancel` with `task` ends the
	 * measurement, and so does the opening of a run. Null while a run trains. Throws InputError.
	 */
	'run.forecast': { experiment, task: id },
	/**
	 * Makes a run and trains it to its end; pauses other training. Replies with its events when it
	 * has finished, stopped or failed. `task.cancel` with its id ends it. Throws InputError if it
	 * pauses.
	 */
	'run.train': { ...run, experiment },
	/** Opens a stored run at its last checkpoint, paused. */
	'run.resume': run,
	'run.play': { ...run, pace },
	/** Replies after the current step, when a checkpoint is stored. */
	'run.pause': run,
	/** Evaluates at its step, as at the end, and stores a checkpoint. The run can continue. */
	'run.evaluate': run,
	/** Evaluates, stores a checkpoint and ends the run, which cannot continue. */
	'run.stop': run,
	/** From the next step on. `artefact` replaces the preparation. */
	'run.switchPolicy': { ...run, ...segment },
	/** Newest first, without temporary runs of lists. */
	'run.list': null,
	/** Changes the given parts. An empty text or list removes a part. Throws InputError. */
	'run.describe': {
		...run,
		name: v.exactOptional(anyText),
		tags: v.exactOptional(texts),
		notes: v.exactOptional(anyText),
	},
	/** Steps with a stored checkpoint, ascending. The run can be forked there. */
	'run.checkpoints': run,
	/**
	 * Makes a run that begins at a stored checkpoint of another run, bit for bit, and pauses there.
	 * Without `policy`, that of the parent continues. `trainOn`: steps after the checkpoint, if they
	 * are others than the parent's. Throws InputError if the checkpoint is missing.
	 */
	'run.fork': {
		...run,
		step: count,
		newRunId: id,
		policy: optional(object(segment)),
		trainOn: optional(object({ steps: whole(1, maxSteps), then: oneOf(['continue', 'again']) })),
	},
	/** The run without its steps, of which a long run has megabytes. */
	'run.summary': run,
	'run.events': run,
	/** The result of its policy's preparation; absent: it prepares nothing, or not yet. */
	'run.preparation': run,
	/** Mean share of each trained skill, for the replay policy. Throws InputError before step 1. */
	'run.meanMix': run,
	'run.delete': run,
};
type Question = RequestOf<typeof question>;

function handlers(lab: OpenLab) {
	const { stores, control, tasks, device, emit } = lab;
	const { runs } = stores;
	const openToEnd = createOpenToEnd(control, runs);
	const checkedRun = (runId: string, experiment: Experiment) => {
		checkedBy(text(200), runId, 'runId');
		const checked = parseExperiment(experiment);
		for (const [i, segment] of checked.policy.entries())
			demandPreparation(segment, `policy[${i}].artefact`);
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
	const answerOptions = ({ maxTokens, form, earlier, task, sampling, stop }: Question) => ({
		maxTokens,
		form,
		earlier,
		sampling: parseParameters(samplingSpecs, sampling ?? {}, 'sampling'),
		stop,
		onText: task ? (text: string) => emit({ event: 'model.answer', task, text }) : undefined,
	});
	/** `task.cancel` with the run's id ends its preparation. */
	const openRun = (runId: string): Promise<Run> =>
		tasks.run(runId, (signal) => control.opened(runId, signal));
	const opened = async (run: Run) => ({ record: run.record, events: await run.events() });
	return {
		'run.create': async ({ runId, experiment }) => {
			const run = checkedRun(runId, experiment);
			return tasks.run(runId, (signal) => control.create(runId, run.experiment, signal));
		},
		// At once a task, so that no cancellation comes too early.
		'run.train': ({ runId, experiment }) =>
			tasks.run(runId, async (signal) => {
				const run = checkedRun(runId, experiment);
				if (await runs.get(runId))
					throw new InputError(
						say('There is a run {id} already. Start it under another id.', { id: runId }),
					);
				// The runs of a comparison need one device.
				await unlessAborted(device.settled, signal);
				await control.rest();
				try {
					const shown = { ...run, isShown: true };
					const opened = await openToEnd(shown, { signal, report: () => undefined });
					return (await opened.train()).events;
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
			demandPreparation({ id, artefact });
			return (await openRun(runId)).switchPolicy(id, settings, artefact);
		},
		'run.list': async () => listedRuns(await runs.list()),
		'run.describe': async ({ runId, ...change }) =>
			runs.describe(runId, checkedDescription(change)),
		'run.checkpoints': ({ runId }) => runs.checkpointSteps(runId),
		'run.fork': async (request) => {
			if (request.policy) demandPreparation(request.policy);
			return opened(await tasks.run(request.newRunId, (signal) => control.fork(request, signal)));
		},
		'run.summary': async ({ runId }) => {
			const { experiment } = await storedRun(runId, runs);
			return runSummary(experiment, await control.events(runId));
		},
		'run.events': ({ runId }) => control.events(runId),
		'run.preparation': async ({ runId }) => (await (await openRun(runId)).prepared()).artefact,
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
	} satisfies Handlers<typeof requests>;
}

export const runCalls = { requests, handlers };
