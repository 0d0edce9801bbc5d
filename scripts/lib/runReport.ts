/** Reports of a run for the terminal: a progress line, and a table by skill at the end. */
import { headline } from '#engine/core/exactMatch.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { onSameRows } from '#lab/run/sameRows.ts';
import type { Evaluation, EvaluationEvent, RunEvent, StepEvent } from '#lab/training/events.ts';
import { millisecondsLeft, runProgress } from '#engine/core/runProgress.ts';
import { sum } from '#engine/core/statistics.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { headlineText } from './headlineText.ts';
import { percent, table } from './output.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const stepTime = ({ milliseconds, probeMilliseconds = 0 }: StepEvent): number =>
	milliseconds + probeMilliseconds;

/** Collects the events of a run; `line` is the current progress line. */
export class Progress {
	#steps: StepEvent[] = [];
	#evaluation: EvaluationEvent | null = null;
	/** Milliseconds of policy preparations. */
	#preparing = 0;

	constructor(readonly experiment: Experiment) {}

	/** Returns whether the events contain an evaluation. */
	add(events: readonly RunEvent[]): boolean {
		const evaluation = events.findLast((event) => event.type === 'evaluation');
		this.#evaluation = evaluation ?? this.#evaluation;
		for (const event of events)
			if (event.type === 'prepared') this.#preparing += event.milliseconds;
		this.#steps.push(...events.filter((event) => event.type === 'step'));
		return evaluation !== undefined;
	}

	get line(): string {
		const last = this.#steps.at(-1);
		const used = {
			step: last?.step ?? 0,
			tokens: sum(this.#steps.map((step) => sum(step.tokens))),
			milliseconds: this.#preparing + sum(this.#steps.map(stepTime)),
		};
		const { ends } = runProgress(this.experiment, used);
		const isEstimate = this.experiment.budget !== undefined && ends < this.experiment.steps;
		const parts = [`step ${used.step} / ${isEstimate ? 'about ' : ''}${ends}`];
		if (last) {
			const recent = this.#steps.slice(-20);
			const milliseconds = sum(recent.map((step) => step.milliseconds)) / recent.length;
			const tokens = sum(recent.map((step) => sum(step.tokens))) / recent.length;
			const secondsLeft = millisecondsLeft(this.experiment, used, milliseconds) / 1000;
			parts.push(
				`loss ${last.loss.toFixed(3)}`,
				`${milliseconds.toFixed(0)} ms per step`,
				`${whole.format((tokens / milliseconds) * 1000)} tokens/s`,
				`about ${whole.format(secondsLeft)} s of training left`,
			);
		}
		const scores = this.#evaluation;
		if (scores) {
			const { skills } = this.experiment;
			const isTrained = skills.map(({ use }) => use === 'train');
			parts.push(headlineText(scores, isTrained, (skill) => skills[skill]?.name));
		}
		return parts.join(' · ');
	}
}

/** Loss and exact match of the same held-out rows before and after, and the drawn examples. */
export function skillTable(
	experiment: Experiment,
	skills: LabInfo['skills'],
	events: readonly RunEvent[],
): string {
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const steps = events.filter((event) => event.type === 'step');
	const [first, last] = [evaluations.find((event) => event.step === 0), evaluations.at(-1)];
	const same = first && last && onSameRows(first, last, experiment.skills);
	const [base, tuned] = [same?.before, same?.after];
	const rows = experiment.skills.map((skill, i) => {
		const size = skills.find((info) => info.id === skill.id)?.counts.train ?? 0;
		const drawn = sum(steps.map((step) => step.drawn[i] ?? 0));
		const [before, after] = [base?.skills[i], tuned?.skills[i]];
		return [
			skill.name,
			whole.format(size),
			whole.format(drawn),
			skill.use === 'watch' || size === 0 ? '–' : (drawn / size).toFixed(1),
			before?.loss.toFixed(3) ?? '–',
			after?.loss.toFixed(3) ?? '–',
			percent(before?.exact ?? null),
			percent(after?.exact ?? null),
		];
	});
	const worst = (evaluation: Evaluation | undefined) =>
		percent(evaluation?.worstExact?.exact ?? null);
	const summary = (name: string, before: string, after: string) => [
		name,
		'',
		'',
		'',
		'',
		'',
		before,
		after,
	];
	const isMeasured = tuned?.skills.some(({ measure }) => measure !== undefined) ?? false;
	const isTrained = experiment.skills.map(({ use }) => use === 'train');
	const [was, now] = [base, tuned].map((scores) => scores && headline(scores, isTrained));
	const average =
		now?.unit === 'loss'
			? ['mean loss', '', '', '', was?.average.toFixed(3) ?? '–', now.average.toFixed(3), '', '']
			: summary('average', percent(was?.average ?? null), percent(now?.average ?? null));
	const titles = isMeasured ? ['measure', 'base', 'right'] : ['base exact', 'exact'];
	const measured = rows.map((row, i) => [
		...row.slice(0, 6),
		...(isMeasured ? [tuned?.skills[i]?.measure ?? 'exact'] : []),
		...row.slice(6),
	]);
	const pad = (row: readonly string[]) =>
		isMeasured ? [...row.slice(0, 6), '', ...row.slice(6)] : [...row];
	return table([
		['skill', 'examples', 'drawn', 'epochs', 'base loss', 'loss', ...titles],
		...measured,
		pad(average),
		...(now?.unit === 'loss' ? [] : [pad(summary('worst', worst(base), worst(tuned)))]),
	]);
}
