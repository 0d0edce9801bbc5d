/** The end of a run: what it reached, its largest gain and loss, and the one thing to do next. */
import { scoreUnit } from '#engine/core/exactMatch.ts';
import type { MeasureUnit } from '#engine/core/measureKinds.ts';
import { isTold } from '#engine/core/paired.ts';
import type { Interval } from '#engine/core/statistics.ts';
import { reachedRate, suggestedLearningRate } from '#lab/run/learningRate.ts';
import {
	averageDifference,
	meanLossDifference,
	skillChange,
	type SameRows,
} from '#lab/run/sameRows.ts';
import { quickPolicies } from '#lab/page/policy/menu.ts';
import { keyWithoutPolicy } from '#lab/page/state/experiments.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import * as format from '#languages/format.ts';
import { readStanding } from './standing.ts';
import type { WorkbenchView } from './WorkbenchView.svelte.ts';

export type EndedLab = Pick<LabState, 'run' | 'experiment' | 'runBefore' | 'info'>;
export type StoryView = Pick<WorkbenchView, 'history' | 'skills' | 'trained'>;

/** Which parts of the page have controls for what the line advises. */
export interface Controls {
	/** Simple: few words, and no log of warnings. */
	readonly isBrief?: boolean;
	readonly mix: boolean;
	readonly settings: boolean;
}

/** The last evaluation beside the base model's; null: the run has not ended, or has no test. */
function readEnd({ run, experiment }: EndedLab, { history: { base, latest } }: StoryView) {
	if (!run?.ended || run.status.kind === 'failed' || !experiment || !latest?.step) return null;
	const reached = readStanding(base, latest, experiment);
	return reached && { run, experiment, latest, ...reached };
}

/** The sentences of the end; null: it has nothing that compares. */
export function endSentences(
	lab: EndedLab,
	view: StoryView,
	{ isBrief = false }: Partial<Controls>,
): string[] | null {
	const end = readEnd(lab, view);
	if (!end) return null;
	const { run, experiment, latest, same, unit } = end;
	const text = words.story;
	const other = lab.runBefore?.history.latest;
	const isRepeat = other?.step === latest.step && other.skills.length === latest.skills.length;
	const pair = (isRepeat && readStanding(other, latest, experiment)) || end;
	const difference = averageChange(pair.same, end.isTrained, pair.unit);
	const { gained, lost } = largestChanges(view.skills, same, unit);
	const told = difference && isTold(difference);
	const pace = reachedRate(run);
	return [
		text.ended({
			step: latest.step,
			unit: pair.unit,
			now: pair.now,
			was: pair.was,
			rows: pair.rows,
			isRepeat,
			verdict: difference === null ? 'none' : !told ? 'close' : isRepeat ? 'told' : 'none',
			by: difference && told ? changeText(difference, pair.unit) : '',
		}),
		...(gained ? [text.gained(gained)] : []),
		...(lost ? [text.lost(lost)] : []),
		...(gained || lost ? [] : [text.noneClear]),
		...(unit === 'loss' ? [] : forgotten(view.skills, same, unit)),
		...(pace === 'whole' ? (areMostWorse(view, end) ? [text.mostWorse] : []) : [text[pace]]),
		...(isBrief ? warned(run) : []),
	];
}

export type Next =
	| { readonly kind: 'rate'; readonly rate: number }
	| { readonly kind: 'mix'; readonly policy: string }
	| { readonly kind: 'compare' };

/** The one button of the end; null: there is none. */
export function nextStep(lab: EndedLab, view: StoryView, controls: Controls): Next | null {
	const end = readEnd(lab, view);
	if (!end) return null;
	const { experiment } = end;
	// No mix helps if most skills are worse than in the base model: the steps are too large.
	if (areMostWorse(view, end))
		return controls.settings
			? { kind: 'rate', rate: suggestedLearningRate(experiment.optimizer.learningRate) }
			: null;
	if (lab.runBefore) return { kind: 'compare' };
	if (!controls.mix || view.trained.length < 2) return null;
	const key = keyWithoutPolicy(experiment);
	const tried = [{ experiment }, ...(lab.info?.runs ?? [])].flatMap(({ experiment: other }) =>
		keyWithoutPolicy(other) === key ? other.policy.map(({ id }) => id) : [],
	);
	const policy = quickPolicies.find((id) => id !== 'fixed' && !tried.includes(id));
	return policy === undefined ? null : { kind: 'mix', policy };
}

/** Of the trained skills' average. null: the rows do not tell. */
function averageChange(
	{ before, after, areLossesComparable }: SameRows<Evaluation>,
	isTrained: readonly boolean[],
	unit: MeasureUnit,
): Interval | null {
	const [was, now] = [before, after].map(({ skills }) => skills.filter((_, i) => isTrained[i]));
	if (unit !== 'loss') return averageDifference(was, now);
	return areLossesComparable ? meanLossDifference(was, now) : null;
}

/** `+6 points (+2 to +10)`, in nats for a loss. */
function changeText({ mean, low, high }: Interval, unit: MeasureUnit): string {
	// An end that does not round to zero.
	const digits = Math.min(Math.abs(low), Math.abs(high)) < 0.005 ? 1 : 0;
	const write = (value: number) =>
		unit === 'loss' ? format.withSign(value, 2) : format.points(value, digits);
	return words.story.change({ unit, by: write(mean), low: write(low), high: write(high) });
}

/**
 * The skills that gained and lost most since the base model, if the rows tell that any did. Points
 * of unlike measures have no largest: only skills that count the headline's unit take part.
 */
function largestChanges(
	skills: StoryView['skills'],
	{ before, after }: SameRows<Evaluation>,
	unit: MeasureUnit,
) {
	const better = unit === 'loss' ? -1 : 1;
	const told = skills
		.flatMap(({ name, index }) => {
			const now = after.skills[index];
			const { exact, loss } = skillChange(before.skills[index], now);
			const change = unit === 'loss' ? loss : scoreUnit(now) === unit ? exact : null;
			return change && isTold(change) ? [{ name, change, gain: better * change.mean }] : [];
		})
		.sort((a, b) => b.gain - a.gain);
	const write = (found: (typeof told)[number] | undefined) =>
		found && { name: found.name, change: changeText(found.change, unit) };
	const [first, last] = [told.at(0), told.at(-1)];
	return {
		gained: first && first.gain > 0 ? write(first) : undefined,
		lost: last && last.gain < 0 ? write(last) : undefined,
	};
}

/** Most skills that had a part of the batches are worse than in the base model. */
function areMostWorse(
	{ history, trained }: StoryView,
	{ latest, same: { before, after } }: NonNullable<ReturnType<typeof readEnd>>,
): boolean {
	// A skill without examples is forgotten because of the mix.
	const fed = trained.filter(
		({ index }) => !(history.requested(index, latest.step) < 0.5 / trained.length),
	);
	const worse = fed.filter(({ index }) => {
		const [was, now] = [before.skills[index], after.skills[index]];
		const { exact, loss } = skillChange(was, now);
		// Without a right answer in either, and for next tokens, the losses say which model is worse.
		const isUnanswered = (!was.exact && !now.exact) || scoreUnit(now) !== 'answers';
		return isUnanswered ? loss !== null && loss.low > 0 : exact !== null && exact.high < 0;
	});
	return 2 * worse.length > fed.length;
}

/** A relative rise of the loss below 2 % counts as none. */
const noticeable = 0.02;

/**
 * The watched skill that the model forgot most of, of those whose measure has another unit. At
 * twice the loss, the model gives the right token the square of its earlier probability.
 */
function forgotten(
	skills: StoryView['skills'],
	{ before, after }: SameRows<Evaluation>,
	unit: MeasureUnit,
): string[] {
	const found = skills.flatMap(({ name, trained, index }) => {
		const [was, now] = [before.skills[index], after.skills[index]];
		const change = trained || scoreUnit(now) === unit ? null : skillChange(was, now).loss;
		if (!change || change.low <= 0 || change.mean <= noticeable * was.loss) return [];
		const amount = change.mean >= was.loss ? 'most' : 'some';
		return [{ forgot: name, amount, ratio: now.loss / was.loss }];
	});
	const [worst] = found.sort((a, b) => b.ratio - a.ratio);
	return worst ? [words.story.forgot(worst)] : [];
}

/** In plain words what the newest warning says; Lab has all of them under Why. */
function warned({ warned }: NonNullable<EndedLab['run']>): string[] {
	const rules = ['mastered', 'unlearnt', 'starved'] as const;
	const newest = warned.at(-1);
	if (newest === undefined) return [];
	const { id, values } =
		typeof newest === 'object' && 'id' in newest ? newest : { id: '', values: {} };
	const rule = rules.find((rule) => id === `scorer.${rule}`);
	const { name } = values as { readonly name?: string };
	return [
		rule && name !== undefined
			? words.story.warned({ rule, name })
			: words.story.warnings({ count: warned.length }),
	];
}
