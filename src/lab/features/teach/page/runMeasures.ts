/** The measures of a lesson's expressions, read from the run and the place of the page. */
import { headline } from '#engine/core/exactMatch.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import { scoresOnSameRows, skillChange, widestScores } from '#lab/run/sameRows.ts';
import type { Sample } from '#lab/page/state/RunState.svelte.ts';
import type { RunHistory } from '#lab/page/state/RunHistory.ts';
import { ownFile, type Measures, type Value } from '../model/values.ts';

type Lab = Pick<LabState, 'run' | 'shownRun' | 'experiment'>;
const known = (value: number | undefined): Value =>
	value !== undefined && Number.isFinite(value) ? value : null;

/**
 * Reads reactive state: who calls it runs again when the run goes on. Lessons compare the base
 * model with the end, so step 0 is scored on the rows of the end, but not as a point of a `curve`.
 */
export function runMeasures(
	lab: Lab,
	view: Pick<ViewState, 'place'>,
	use: 'text' | 'curve' = 'text',
	/** Milliseconds of the next run; null: not known. */
	runTime: () => number | null = () => null,
	/** The step where the run pauses: the values are those of this step, also when it has gone on. */
	until: () => number = () => Infinity,
): Measures {
	return ({ name, skill: wanted, step: at }) => {
		const { run, experiment } = lab;
		if (!experiment) return null;
		void run?.revision;
		const history = run?.history;
		const done = run?.step ?? 0;
		const step = Math.min(done, until());
		const isFile = ({ id }: { readonly id: string }) => id.startsWith('file:');
		const index = experiment.skills.findIndex((skill) =>
			wanted === ownFile ? isFile(skill) : skill.id === wanted,
		);
		const testedAt = at ?? (step === until() ? step : undefined);
		const found = evaluationAt(history, step, testedAt);
		const read = at === 0 && use === 'text' ? widestScores : asItIs;
		const evaluation: Evaluation | undefined = found && read(found);
		const isTrained = experiment.skills.map(({ use }) => use === 'train');
		/** Only shares that count the same have an average. */
		const standing = evaluation && headline(evaluation, isTrained);
		const overall = standing?.unit === 'loss' ? null : standing;
		const values: Readonly<Record<string, () => Value>> = {
			exact: () => known(evaluation?.skills[index]?.exact ?? undefined),
			loss: () => known(evaluation?.skills[index]?.loss),
			interval() {
				const base = evaluationAt(history, step, 0);
				const pair = base && found?.step && scoresOnSameRows(base, index, found, index);
				const change = pair && skillChange(pair.before, pair.after).loss;
				return change ? known((change.high - change.low) / 2) : null;
			},
			average: () => overall?.average ?? null,
			worst: () => overall?.worst?.exact ?? null,
			sample() {
				// Before Train, the base model answers.
				const shown = lab.shownRun?.samples.find(
					(sample) => sample.skill === index && sample.step <= (testedAt ?? Infinity),
				);
				return shown ? sampleText(shown) : null;
			},
			share: () => known(history?.weights[index]?.[at ?? step]),
			wrong: () => known(history?.wrongShare(step) ?? undefined),
			step: () => done,
			seed: () => experiment.seed,
			minutes() {
				const time = runTime();
				return time === null ? null : Math.ceil(time / 60_000);
			},
			files: () => experiment.skills.filter(isFile).length,
			policy: () => (run?.policy ?? experiment.policy[0]).id,
			place: () => view.place,
			reached: () => done >= (at ?? 0) && found !== undefined,
			finished: () => run?.status.kind === 'finished' && history?.latest?.step === done,
		};
		return values[name]();
	};
}

const asItIs = (evaluation: EvaluationEvent): Evaluation => evaluation;

/** `capital of Egypt? → Kairob ✗` */
const sampleText = ({ prompt, answer, right }: Sample): string =>
	`${prompt} → ${answer.trim() || '…'}${right === null ? '' : right ? ' ✓' : ' ✗'}`;

/** The newest evaluation; with `at`, the one of this step, once it has arrived. */
function evaluationAt(history: RunHistory | undefined, step: number, at: number | undefined) {
	if (at === undefined) return history?.evaluationAt(step);
	const found = history?.evaluationAt(at);
	return found?.step === at ? found : undefined;
}
