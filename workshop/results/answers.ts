/** The answer of each published study to the question in its title, and the shelf's list. */
import { mean } from '../../src/engine/core/statistics.ts';
import type { Answer, ReportMessage } from '../../src/lab/study/sentences.ts';
import type { ShelfEntry, ShelfGap } from '../../src/lab/study/published.ts';
import { toInterval } from './intervals.ts';
import { readGaps } from '../../src/lab/study/result.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { countCells, factorIds, factorsKey, policyLabels } from '../../src/lab/study/factors.ts';
import { blendRows } from './balance.ts';
import { shownGap } from './shownGap.ts';
import {
	domainSkills,
	lossGap,
	pairsOf,
	scoreGap,
	tested,
	withoutRecall,
	type Tested,
} from './comparisons.ts';
import { once } from './once.ts';
import {
	publishedStudy,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';

/** By the mean loss of the same skills, or by the average without recall. */
const otherMeasures = ['loss', 'withoutRecall'] as const;
export type OtherMeasure = (typeof otherMeasures)[number];

export interface NamedGap {
	readonly policy: string;
	readonly against: string;
	/** Indices of the averaged skills. */
	readonly skills: readonly number[];
	readonly gap: Tested;
	/** Missing where it is the same as `gap`, or nothing is averaged. */
	readonly beside: Readonly<Partial<Record<OtherMeasure, Tested>>>;
}

/**
 * What the file of a published study tests. A comparison has two labels, and perhaps a skill or
 * "target" as its own outcome; a label stands for all others against it.
 */
interface Analysis {
	readonly outcome: 'average' | 'loss';
	/** Of equivalence, in shares or nats. Default: that of scores; losses have none. */
	readonly margin?: number;
	readonly comparisons: string | readonly (readonly [string, string, string?])[];
}
const analysisOf = ({ study }: PublishedStudy) => study.analysis as Analysis | undefined;

const namedPairs = (study: PublishedStudy) => {
	const { comparisons = [] } = analysisOf(study) ?? {};
	if (typeof comparisons !== 'string') return comparisons;
	const others = policyLabels(study.study).filter((label) => label !== comparisons);
	return others.map((label) => [label, comparisons] as const);
};

/** The mean held-out loss of all skills is judged. */
export const unitOf = (study: PublishedStudy): 'share' | 'nats' =>
	analysisOf(study)?.outcome === 'loss' ? 'nats' : 'share';

/** An incomplete study without the bases and seeds that lack a policy. */
export const wholeBlocks = once((study: PublishedStudy): PublishedStudy => {
	const policies = policyLabels(study.study).length;
	const blocks = listsByKey(study.results, ({ factors }) =>
		factorsKey(
			factors,
			factorIds(study.study).filter((id) => id !== 'policy' && id !== 'domainShare'),
		),
	);
	const whole = [...blocks.values()].filter(({ length }) => length === policies);
	return { ...study, results: whole.flat() };
});

/**
 * The comparisons that the study's file names, after its last update, in the outcome and in the
 * measures beside it. Each measure is corrected by Holm.
 */
export const namedGaps = once((all: PublishedStudy): readonly NamedGap[] => {
	const study = wholeBlocks(all);
	const { experiment, target } = study.study;
	const measured = namedPairs(study).flatMap(([policy, against, on]) => {
		const outcome = on === 'target' ? target : on;
		const named = experiment.skills.findIndex(({ id }) => id === outcome);
		const skills = named >= 0 ? [named] : domainSkills(study);
		const gapOf = unitOf(study) === 'nats' ? lossGap : scoreGap;
		const gap = gapOf([study], [policy, against], 'end', { skills });
		return gap ? [{ policy, against, skills, gap }] : [];
	});
	const gaps = tested(
		measured.map(({ gap }) => gap),
		unitOf(study),
		analysisOf(study)?.margin,
	);
	const others = unitOf(study) === 'nats' ? [] : otherMeasures;
	const columns = others.map((measure) => [measure, besideGaps(study, measured, measure)] as const);
	return measured.map((names, i) => {
		const beside: Partial<Record<OtherMeasure, Tested>> = {};
		for (const [measure, { [i]: found }] of columns) if (found) beside[measure] = found;
		return { ...names, gap: gaps[i], beside };
	});
});

/** The same comparisons by another measure, corrected together; null: it has none of this one. */
function besideGaps(
	study: PublishedStudy,
	gaps: readonly Pick<NamedGap, 'policy' | 'against' | 'skills'>[],
	measure: OtherMeasure,
): (Tested | null)[] {
	const measured = gaps.map(({ policy, against, skills }) => {
		const sides = [policy, against] as const;
		if (measure === 'loss') return lossGap([study], sides, 'end', { skills });
		const learnt = skills.filter((skill) => withoutRecall(study).includes(skill));
		const isSame = learnt.length === 0 || learnt.length === skills.length;
		return isSame ? null : scoreGap([study], sides, 'end', { skills: learnt });
	});
	const known = tested(
		measured.filter((gap) => gap !== null),
		measure === 'loss' ? 'nats' : 'share',
	);
	return measured.map((gap) => (gap === null ? null : known.shift()!));
}

/** Comparisons that answer the title, in words, whose verdict is another one by that measure. */
export function otherVerdicts(study: PublishedStudy, measure: OtherMeasure): string[] {
	const gaps = askedGaps(study);
	const others = gaps.flatMap(({ policy, against, gap, beside }) => {
		const [verdict, other] = [gap, beside[measure] ?? gap].map((found) =>
			verdictWord(found.verdict),
		);
		if (other === verdict) return [];
		const isOnly = gaps.filter((named) => named.policy === policy).length === 1;
		return [{ side: isOnly ? policy : `against ${against}`, other }];
	});
	const [{ other: first } = { other: '' }] = others;
	const isAll = others.length === gaps.length && others.every(({ other }) => other === first);
	if (isAll && gaps.length > 1) return [`all ${first}`];
	return others.map(({ side, other }) => `${side} ${other}`);
}

/** Losses have no margin, so that equivalent is none of their verdicts. */
const decided: ReadonlySet<string> = new Set(['better', 'worse']);
export const verdictWord = (verdict: Tested['verdict']): string =>
	decided.has(verdict) ? verdict : 'undecided';

/** The verdict's question, where the registered title asks another one. */
export const askedTitle = ({ name, study: { title } }: PublishedStudy): string =>
	askedTitles[name] ?? title;

const askedTitles: Readonly<Record<string, string>> = {
	balance: 'Are general answers better with general text in the mix?',
	real: 'Does any mix beat equal shares on a real model?',
	targets: 'Does MoSpec lift its target more than its own mean mix?',
};

/**
 * Studies that have no line: those above, over all bases, and the pilot, which prepares.
 */
export const isShownElsewhere: ReadonlySet<string> = new Set([
	'policies',
	'bases',
	'pilot',
	'online',
	'smollm',
]);

/** The rows of a study that answer its title, where others stand beside them. */
const askedRows: Readonly<Record<string, (gap: NamedGap) => boolean>> = {
	ifd: ({ against }) => against.endsWith('random half'),
	average: ({ against }) => against.endsWith('no average'),
	mosCode: ({ against }) => against === 'equal shares',
	// MoSpec is judged by its target, the others by the mean.
	real: ({ skills }) => skills.length > 1,
	raiseSteps: ({ against }) => against.startsWith('whole pool'),
	targets: ({ against }) => against.startsWith('mean mix'),
};
export const askedGaps = (study: PublishedStudy): readonly NamedGap[] =>
	namedGaps(study).filter(askedRows[study.name] ?? (() => true));

/** null: too few cells. */
export const studyAnswer = once((study: PublishedStudy): ReportMessage | null => {
	if (study.name === 'balance') return balanceAnswer(study);
	if (namedPairs(study).length === 0) return mixesAnswer(study);
	const values = study.name === 'noise' ? servedAnswer(study) : scoresAnswer(study);
	return values && { id: 'answer', values };
});

function balanceAnswer(study: PublishedStudy): ReportMessage | null {
	const values = withProgress(study, countedAnswer(blendRows(), 'share'));
	return values && { id: 'answer', values };
}

const scoresAnswer = (study: PublishedStudy): Answer | null =>
	withProgress(study, countedAnswer(askedGaps(study), unitOf(study)));

/** With the study's margin, and how many of its runs stand. */
function withProgress(study: PublishedStudy, found: Answer | null): Answer | null {
	const within = analysisOf(study)?.margin;
	const planned = countCells(study.study);
	const far = study.results.length;
	return (
		found && {
			...found,
			...(within !== undefined && { margin: within }),
			...(far < planned && { so: { far, planned } }),
		}
	);
}

/** How many comparisons are better, and the one to show. `wrong`: of wrong answers, in shares. */
function countedAnswer(
	gaps: readonly Pick<NamedGap, 'policy' | 'against' | 'gap'>[],
	unit: 'share' | 'nats' | 'wrong',
): Answer | null {
	const having = (verdict: Tested['verdict']) => gaps.filter(({ gap }) => gap.verdict === verdict);
	const named = gaps.map(({ policy: label, against, gap }) => ({ label, against, ...gap }));
	const found = shownGap(named, unit === 'share' ? 1 : -1);
	if (!found) return null;
	const { label, against, mean: centre, low, high } = found;
	const open = having('not told apart').map(({ gap }) => gap.detects);
	return {
		of: gaps.length,
		better: having('better').length,
		worse: having('worse').length,
		equivalent: having('equivalent').length,
		detects: open.length === 0 ? null : Math.max(...open),
		unit: unit === 'nats' ? 'nats' : 'share',
		shown: { label, against, mean: centre, low, high },
	};
}

/** A study that compares no scores answers with the skill whose mean share differs most. */
function mixesAnswer({ study: { experiment }, results }: PublishedStudy): ReportMessage | null {
	const ranges = experiment.skills.flatMap(({ id, name }) => {
		const sides = results
			.flatMap(({ factors, mix }) =>
				Object.hasOwn(mix, id) ? [{ label: String(factors.policy), share: mix[id] }] : [],
			)
			.sort((a, b) => a.share - b.share);
		const [low, high] = [sides.at(0), sides.at(-1)];
		return low && high && low !== high ? [{ skill: name, low, high }] : [];
	});
	const [widest] = ranges.toSorted(
		(a, b) => b.high.share - b.low.share - (a.high.share - a.low.share),
	);
	return widest ? { id: 'answer.mixes', values: widest } : null;
}

/** Shares of wrong answers among those that were drawn, corrected like the named comparisons. */
export function servedGaps(study: PublishedStudy): Pick<NamedGap, 'policy' | 'against' | 'gap'>[] {
	const named = namedGaps(study);
	const drawn = named.map(({ policy, against }) => {
		const pairs = readGaps(pairsOf(study, policy, against), ({ noisyShare }) => noisyShare);
		return toInterval(
			pairs.map(({ gap }) => gap),
			0,
		);
	});
	return tested(drawn, 'wrong').map((gap, i) => ({ ...named[i], gap }));
}

/** The title asks what is drawn, and the study names scores: both. */
function servedAnswer(study: PublishedStudy): Answer | null {
	const values = countedAnswer(servedGaps(study), 'wrong');
	const open = namedGaps(study).filter(({ gap }) => !decided.has(gap.verdict));
	const told = namedGaps(study).length - open.length;
	const detects = Math.max(0, ...open.map(({ gap }) => gap.detects));
	return values && { ...values, scores: { told, detects } };
}

/** Four digits: a page draws them. */
const short = (value: number): number => Math.round(1e4 * value) / 1e4;

function toShelfGap(study: PublishedStudy, { policy, against, skills, gap }: NamedGap): ShelfGap {
	const unit = unitOf(study);
	const within = analysisOf(study)?.margin;
	const isOne = skills.length === 1;
	const { verdict } = gap;
	return {
		label: policy,
		against,
		within: '',
		measure: {
			id: isOne ? 'target' : unit === 'nats' ? 'loss' : 'average',
			unit,
			better: unit === 'nats' ? 'lower' : 'higher',
			skills: isOne ? skills.map((skill) => study.study.experiment.skills[skill].name) : [],
		},
		n: gap.draws,
		...(within !== undefined && { margin: within }),
		seeds: new Set(
			pairsOf(wholeBlocks(study), policy, against).map(([{ factors }]) => factors.seed),
		).size,
		mean: short(gap.mean),
		low: short(gap.low),
		high: short(gap.high),
		adjusted: short(gap.adjusted),
		detects: short(gap.detects),
		verdict: verdict === 'not told apart' ? 'undecided' : verdict,
	};
}

/** Studies whose cells answer something. */
export const shelfEntries = (): ShelfEntry[] =>
	studyNames.flatMap((name) => {
		const study = publishedStudy(name);
		const answer = study.results.length > 0 ? studyAnswer(study) : null;
		if (!answer) return [];
		const title = askedTitle(study);
		const { about } = study.study;
		const engine = Math.max(0, ...study.results.map((result) => result.engine ?? 1));
		const gaps = namedGaps(study).map((gap) => toShelfGap(study, gap));
		return [{ name, title, about, answer, gaps, cells: study.results.length, engine }];
	});

/** Seconds of a cell of this study, as it was published. */
export const meanSeconds = ({ results }: PublishedStudy): number =>
	results.length === 0 ? 0 : mean(results.map((cell) => cell.totalMilliseconds / 1000));
