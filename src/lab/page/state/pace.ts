/**
 * The one estimate of a run's time before its first step: steps, evaluations and preparation, from
 * what this device needed for a run like it, else from the test of the base model.
 */
import { millisecondsLeft } from '#engine/core/runProgress.ts';
import { sum } from '#engine/core/statistics.ts';
import { defaultGenerated, measureSource } from '#engine/core/measureKinds.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Backend } from '#engine/gpu/report.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { measureIn } from '#lab/run/skillMeasure.ts';
import type { Forecast } from '#lab/run/RunForecast.ts';
import { leastTime, type Pace } from '#lab/run/runStatus.ts';
import type { EvaluationEvent, SkillScore } from '#lab/training/events.ts';
import type { TextStorage } from './browserStorage.ts';
import type { RunHistory } from './RunHistory.ts';
import type { RunState } from './RunState.svelte.ts';

/** Milliseconds. */
export interface RunPace {
	/** A step, without a policy's probes. */
	readonly step: number;
	/** An example of an evaluation, with its share of the continued texts. */
	readonly example: number;
	/** An answer that the model writes in an evaluation. Absent: no measure reads any. */
	readonly answer?: number;
	/** All that the model writes in each evaluation. Absent: `example` and `answer` have it. */
	readonly writing?: number;
	/** Not measured: no run like it was trained here. */
	readonly isExpected?: true;
}

/**
 * In times of an evaluated row, measured on WebAssembly (docs/benchmarks.md): a trained
 * example, and an evaluated text that the model continues.
 */
const rowTimes = { trained: 1.5, continued: 5 };

/** All that decides the pace: device, model and what is trained of it, batch, context, data. */
export const paceKey = (device: string, experiment: Experiment): string => {
	const { model, adapter, batching, skills, evaluation } = experiment;
	const data = skills.map(({ id, use }) => `${id} ${use}`).join();
	const { size, context, layout } = batching;
	const trained = adapter ? `${adapter.rank} ${adapter.base}` : '';
	const run = [model.id, trained, size, context, layout, data, evaluation.samples];
	return `skillet.pace ${device} ${run.join(' ')}`;
};

/** Milliseconds of a step with its rest. `milliseconds`: without it. */
export const withRest = (milliseconds: number, pace: Pace): number =>
	Math.max(milliseconds, leastTime(pace));

/** null: no run like this one was trained on this device. */
export function rememberedPace(
	storage: TextStorage,
	device: string,
	experiment: Experiment,
): RunPace | null {
	const text = storage.getItem(paceKey(device, experiment)) ?? '';
	const [step, example, answer] = text.split(' ').map(Number);
	return step > 0 && example >= 0 ? { step, example, ...(answer > 0 && { answer }) } : null;
}

export function rememberPace(
	storage: TextStorage,
	device: string,
	experiment: Experiment,
	{ step, example, answer }: RunPace,
): void {
	const text = `${step} ${example}${answer === undefined ? '' : ` ${answer}`}`;
	storage.setItem(paceKey(device, experiment), text);
}

type Measured = Pick<RunHistory, 'ownStep' | 'evaluations'>;
type WatchedRun = Pick<RunState, 'id' | 'experiment' | 'status' | 'ended'> & {
	readonly history: Measured;
};

/**
 * Remembers the pace of a run at its end, if it trained on this page: a stored run that is opened
 * may have trained on another device.
 */
export function paceWatcher(storage: TextStorage): (run: WatchedRun, device: string) => void {
	let training: string | undefined;
	return (run, device) => {
		if (run.status.kind === 'running') training = run.id;
		const pace = run.ended && run.id === training ? measuredPace(run.history) : null;
		if (pace) rememberPace(storage, device, run.experiment, pace);
	};
}

/** What the steps and evaluations of a run took. null: it has no step, or no evaluation. */
export function measuredPace(history: Measured): RunPace | null {
	const [step, example] = [history.ownStep, measuredExample(history)];
	return step === null || example === null ? null : { step, example, ...measuredAnswer(history) };
}

/**
 * The pace that follows from the time of the base model's test, and on a GPU, where a step takes
 * another time than the test's rows, from the cost model. null: the base was not tested, or on
 * WebAssembly the batches are padded, which the test is not.
 */
export function expectedPace(
	{ skills, batching }: Pick<Experiment, 'skills' | 'batching'>,
	run: { readonly history: Pick<Measured, 'evaluations'>; readonly expectedStep: number | null },
	lab: { readonly device: { readonly backend: Backend }; readonly skills: readonly Scored[] },
): RunPace | null {
	const { evaluations } = run.history;
	const example = measuredExample({ evaluations });
	if (example === null) return null;
	const { expectedStep } = run;
	if (lab.device.backend === 'webgpu')
		return expectedStep === null
			? null
			: { step: expectedStep, example, ...measuredAnswer({ evaluations }), isExpected: true };
	if (lab.device.backend !== 'wasm' || batching.layout !== 'packed') return null;
	const [base] = evaluations;
	const rows = measuredScores(base).map(({ examples }, i) => {
		const info = lab.skills.find(({ id }) => id === skills[i].id);
		return examples * (info?.measure.kind === 'continuation' ? rowTimes.continued : 1);
	});
	const row = measuringTime(base) / sum(rows);
	const step = rowTimes.trained * batching.size * row;
	return { step, example, ...measuredAnswer({ evaluations }), isExpected: true };
}
type Scored = Pick<SkillInfo, 'id' | 'measure'>;

/** The scores over all rows that the evaluation measured. */
function measuredScores({ skills, also }: EvaluationEvent): readonly SkillScore[] {
	const rows = (scores: readonly SkillScore[]) => sum(scores.map(({ examples }) => examples));
	return also && rows(also.skills) > rows(skills) ? also.skills : skills;
}

/** The pace that follows from a forecast. */
export const forecastPace = ({
	step,
	row,
	answers,
}: Pick<Forecast, 'step' | 'row' | 'answers'>): RunPace => ({
	step,
	example: row,
	writing: answers,
	isExpected: true,
});

/** Time of a policy's probes as a share of the steps' time. `passes`: of an example, each step. */
export const probeShare = (
	passes: number,
	{ batching: { size } }: Pick<Experiment, 'batching'>,
): number =>
	// A backward pass costs as much as two forward passes.
	passes / (3 * size);

/** Milliseconds of an evaluated row. */
function measuredExample({ evaluations }: Pick<Measured, 'evaluations'>): number | null {
	const rows = sum(
		evaluations.flatMap((evaluation) => measuredScores(evaluation).map(({ examples }) => examples)),
	);
	return rows === 0 ? null : sum(evaluations.map(measuringTime)) / rows;
}

/** Milliseconds of an evaluation without its written answers. */
const measuringTime = ({ milliseconds, writing }: EvaluationEvent): number =>
	milliseconds - (writing?.milliseconds ?? 0);

/** Milliseconds of a written answer. */
function measuredAnswer({ evaluations }: Pick<Measured, 'evaluations'>): Pick<RunPace, 'answer'> {
	const answers = sum(
		evaluations.flatMap((evaluation) =>
			measuredScores(evaluation).map(({ written = 0 }) => written),
		),
	);
	const taken = sum(evaluations.map(({ writing }) => writing?.milliseconds ?? 0));
	return answers === 0 ? {} : { answer: taken / answers };
}

/** The skills that the lab has. */
type Known = readonly Pick<SkillInfo, 'id' | 'counts' | 'source' | 'measure'>[];

export interface RunParts {
	readonly skills: Known;
	/** Time of a policy's probes as a share of the steps' time. */
	readonly probeShare?: number | null | undefined;
	/** Steps that a policy's preparation is worth. */
	readonly preparation?: number | undefined;
	/** The base model was tested already. */
	readonly isTested?: boolean | undefined;
}

/** Milliseconds from the press of Train to the last evaluation. */
export function runTime(experiment: Experiment, pace: RunPace, parts: RunParts): number {
	const { budget } = experiment;
	const each = pace.step * (1 + (parts.probeShare ?? 0));
	const steps = millisecondsLeft(experiment, { step: 0, tokens: 0, milliseconds: 0 }, each);
	const trained = steps + pace.step * (parts.preparation ?? 0);
	// A budget of time counts the preparation too.
	const limit = budget?.kind === 'seconds' ? 1000 * budget.seconds : Infinity;
	const tests = countTests(experiment, steps / each, parts);
	return Math.min(limit, trained) + timeOfTests(tests, pace);
}

/** Answers that the model writes in an evaluation, for the skills whose measure reads them. */
export const answersOfTest = (
	{ skills, evaluation: { generated = defaultGenerated, examples } }: Experiment,
	known: Known,
	mostRows = examples,
): number =>
	sum(
		skills.map((ref) => {
			const info = known.find(({ id }) => id === ref.id);
			if (!info || measureSource(measureIn(ref, info)) !== 'generated') return 0;
			return Math.min(generated, mostRows, info.counts.heldOut);
		}),
	);

/** The parts of `runTime` for a run of all its steps. Milliseconds, but for `probes`: a share. */
export function runCost(experiment: Experiment, pace: RunPace, parts: RunParts) {
	const { steps } = experiment;
	const tests = countTests(experiment, steps, parts);
	return {
		steps,
		step: pace.step,
		probes: parts.probeShare ?? 0,
		tests: tests.count,
		test: timeOfTests(tests, pace) / tests.count,
		total: runTime(experiment, pace, parts),
	};
}

/** The evaluations of a run, and all that they measure. */
interface Tests {
	readonly count: number;
	/** Passes over the rows: the best checkpoint is chosen by a second one. */
	readonly passes: number;
	readonly rows: number;
	readonly answers: number;
}

/** Milliseconds. */
const timeOfTests = (
	{ passes, rows, answers }: Tests,
	{ example, answer = 0, writing = 0 }: Omit<RunPace, 'step'>,
): number => example * rows + answer * answers + writing * passes;

/**
 * The evaluations of a run of `steps` steps: at its beginning, each time, and at its end. `done`:
 * without those up to this step.
 */
function countTests(
	experiment: Experiment,
	steps: number,
	{ skills, isTested = false }: Pick<RunParts, 'skills' | 'isTested'>,
	done = 0,
): Tests {
	const { every, examples, finalExamples, best } = experiment.evaluation;
	const all = Math.max(1, Math.ceil(steps / every)) - 1;
	const between = Math.max(0, all - Math.floor(done / every));
	const ends = isTested ? 1 : 2;
	const second = best ? between + ends : 0;
	// Base and tuned model are scored on the same rows, which can be more than between them.
	const overAll = (each: (mostRows: number) => number) =>
		(between + second) * each(examples) + ends * each(Math.max(examples, finalExamples));
	return {
		count: between + ends,
		passes: between + ends + second,
		rows: overAll((mostRows) => evaluatedRows(experiment, skills, mostRows)),
		answers: overAll((mostRows) => answersOfTest(experiment, skills, mostRows)),
	};
}

/** Evaluated rows of a run of `steps` steps. */
export const rowsOfRun = (experiment: Experiment, steps: number, parts: RunParts): number =>
	countTests(experiment, steps, parts).rows;

/**
 * Milliseconds of the evaluations that are still to come, as long as those that were made.
 * `ends`: the last step. 0: none was made.
 */
export function testsLeft(
	experiment: Experiment,
	{ step, ends }: { readonly step: number; readonly ends: number },
	history: Pick<Measured, 'evaluations'>,
	skills: Known,
): number {
	const example = measuredExample(history);
	if (example === null || step >= ends) return 0;
	const tests = countTests(experiment, ends, { skills, isTested: true }, step);
	return timeOfTests(tests, { example, ...measuredAnswer(history) });
}

/** Rows of an evaluation with at most `perSkill` of each skill. */
const evaluatedRows = ({ skills }: Experiment, known: Known, perSkill: number): number =>
	sum(
		skills.map(({ id }) => {
			const counts = known.find((skill) => skill.id === id)?.counts;
			return Math.min(perSkill, counts?.heldOut ?? perSkill);
		}),
	);
