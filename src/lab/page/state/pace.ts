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
	/** An example of a policy's probe. Absent: a third of a trained one. */
	readonly probe?: number;
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
	probe: row,
	isExpected: true,
});

/** Time of a policy's probes as a share of the steps' time. `passes`: of an example, each step. */
export const probeShare = (
	passes: number,
	{ batching: { size } }: Pick<Experiment, 'batching'>,
	pace: Pick<RunPace, 'step' | 'probe'> | null,
): number =>
	// A backward pass costs as much as two forward passes.
	passes * (pace?.probe === undefined ? 1 / (3 * size) : pace.probe / pace.step);

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
	const tests = testsOfRun(experiment, steps / each, parts.isTested);
	return Math.min(limit, trained) + timeOfTests(experiment, tests, pace, parts.skills);
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

/** Written answers of evaluations, like their rows. */
function answersOfTests(experiment: Experiment, { between, ends }: Tests, skills: Known): number {
	const { examples, finalExamples, best } = experiment.evaluation;
	const each = answersOfTest(experiment, skills);
	const atEnds = answersOfTest(experiment, skills, Math.max(examples, finalExamples));
	return between * each + ends * atEnds + (best ? (between + ends) * each : 0);
}

/** The parts of `runTime` for a run of all its steps. Milliseconds, but for `probes`: a share. */
export function runCost(experiment: Experiment, pace: RunPace, parts: RunParts) {
	const { steps } = experiment;
	const tests = testsOfRun(experiment, steps, parts.isTested);
	const count = tests.between + 2;
	return {
		steps,
		step: pace.step,
		probes: parts.probeShare ?? 0,
		tests: count,
		test: timeOfTests(experiment, tests, pace, parts.skills) / count,
		total: runTime(experiment, pace, parts),
	};
}

/** Milliseconds. */
function timeOfTests(
	experiment: Experiment,
	tests: Tests,
	{ example, answer = 0, writing = 0 }: Omit<RunPace, 'step'>,
	skills: Known,
): number {
	const count = (tests.between + tests.ends) * (experiment.evaluation.best ? 2 : 1);
	return (
		example * rowsOfTests(experiment, tests, skills) +
		answer * answersOfTests(experiment, tests, skills) +
		writing * count
	);
}

/** Evaluations of a run. Those at its ends can have more rows. */
interface Tests {
	readonly between: number;
	readonly ends: number;
}

/** Evaluations of a run of `steps` steps: at its beginning, each time, and at its end. */
const testsOfRun = ({ evaluation }: Experiment, steps: number, isTested = false): Tests => ({
	between: Math.max(1, Math.ceil(steps / evaluation.every)) - 1,
	ends: isTested ? 1 : 2,
});

/** Evaluated rows of a run of `steps` steps. */
export const rowsOfRun = (
	experiment: Experiment,
	steps: number,
	{ skills, isTested }: RunParts,
): number => rowsOfTests(experiment, testsOfRun(experiment, steps, isTested), skills);

function rowsOfTests(experiment: Experiment, { between, ends }: Tests, skills: Known): number {
	const { examples, finalExamples, best } = experiment.evaluation;
	const each = evaluatedRows(experiment, skills, examples);
	// Base and tuned model are scored on the same rows.
	const atEnds = evaluatedRows(experiment, skills, Math.max(examples, finalExamples));
	return between * each + ends * atEnds + (best ? (between + ends) * each : 0);
}

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
	const made = Math.floor(step / experiment.evaluation.every);
	const { between } = testsOfRun(experiment, ends);
	const tests = { between: Math.max(0, between - made), ends: 1 };
	return timeOfTests(experiment, tests, { example, ...measuredAnswer(history) }, skills);
}

/** Rows of an evaluation with at most `perSkill` of each skill. */
const evaluatedRows = ({ skills }: Experiment, known: Known, perSkill: number): number =>
	skills.reduce((sum, { id }) => {
		const counts = known.find((skill) => skill.id === id)?.counts;
		return sum + Math.min(perSkill, counts?.heldOut ?? perSkill);
	}, 0);
