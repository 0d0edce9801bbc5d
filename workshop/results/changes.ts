/**
 * Studies of policies that change the mix during a run, each beside its own mean mix held fixed
 * and its own shares from the last step to the first.
 */
import { mean } from '../../src/engine/core/statistics.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { fixed } from '../../src/languages/format.ts';
import { markdownTable as table } from '../../scripts/lib/markdown.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { namedGaps, unitOf, wholeBlocks } from './answers.ts';
import { cellsOf, domainSkills, lossGap, scoreGap, type Tested } from './comparisons.ts';
import { meanLoss, meanScore, type PairInterval } from './intervals.ts';
import { once } from './once.ts';
import { amount, verdictWords } from './points.ts';

/** `online`: eight small bases, by right answers. `smollm`: a pretrained model, by its losses. */
export type ChangesStudy = 'online' | 'smollm';

/** The two sides that a policy is compared with. */
export const sides = ['mean', 'reversed'] as const;
export type Side = (typeof sides)[number];

export interface ChangesRow {
	readonly policy: string;
	/** Its label on each side. */
	readonly label: Readonly<Record<Side, string>>;
	/** At each of `changesSteps`, in shares or nats. */
	readonly gaps: Readonly<Record<Side, readonly PairInterval[]>>;
	/** After the last step, corrected over all comparisons of the study. */
	readonly end: Readonly<Record<Side, Tested>>;
}

/** The bases and seeds for which all runs stand. */
export const wholeChanges = (name: ChangesStudy) => wholeBlocks(publishedStudy(name));

/** The updates after which a study is read, the last one last. */
export const changesSteps = (name: ChangesStudy) =>
	publishedStudy(name).study.analysis!['at'] as readonly number[];

/** Empty: fewer than two draws are whole. */
export const changesRows = once((name: ChangesStudy): readonly ChangesRow[] => {
	const study = wholeChanges(name);
	const { policies } = study.study;
	const steps = changesSteps(name);
	const gapOf = unitOf(study) === 'nats' ? lossGap : scoreGap;
	return policies.flatMap(({ label: policy, meanOf, reverseOf }): ChangesRow[] => {
		if (meanOf !== undefined || reverseOf !== undefined) return [];
		const label = {
			mean: policies.find((other) => other.meanOf === policy)!.label,
			reversed: policies.find((other) => other.reverseOf === policy)!.label,
		};
		const bySide = <T>(read: (side: Side) => T) => ({
			mean: read('mean'),
			reversed: read('reversed'),
		});
		const gaps = bySide((side) =>
			steps.flatMap((step) => gapOf([study], [policy, label[side]], step) ?? []),
		);
		if (gaps.mean.length < steps.length) return [];
		const end = bySide(
			(side) =>
				namedGaps(publishedStudy(name)).find(
					(named) => named.policy === policy && named.against === label[side],
				)!.gap,
		);
		return [{ policy, label, gaps, end }];
	});
});

/** What the runs of a policy reach: right answers in %, or the mean held-out loss in nats. */
function reached(name: ChangesStudy, policy: string, step: number): string {
	const study = wholeChanges(name);
	const isLoss = unitOf(study) === 'nats';
	const read = isLoss ? meanLoss : meanScore;
	const value = mean(cellsOf(study, policy).map((cell) => read(cell, step, domainSkills(study))!));
	return isLoss ? fixed(value, 3) : fixed(100 * value, 1);
}

/** A row by policy: what it reached, and its two differences after the last updates of the study. */
export function changesTable(name: ChangesStudy): string {
	const unit = unitOf(wholeChanges(name));
	const steps = changesSteps(name);
	const early = steps.indexOf(100);
	return table(
		[
			'policy',
			`itself, ${unit === 'nats' ? 'nats' : '%'}`,
			...(early < steps.length - 1 ? ['− mean mix, after 100'] : []),
			'− mean mix',
			'verdict',
			'− backwards',
			'verdict',
		],
		changesRows(name).map(({ policy, gaps, end }) => [
			labelText(policy),
			reached(name, policy, steps.at(-1)!),
			...(early < steps.length - 1 ? [amount(gaps.mean[early], unit)] : []),
			...sides.flatMap((side) => [amount(end[side], unit), verdictWords(end[side], unit)]),
		]),
	);
}
