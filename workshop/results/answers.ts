/** The answer of each published study to the question in its title, and the shelf's list. */
import { mean } from '../../src/engine/core/statistics.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import type { Answer, ReportMessage } from '../../src/lab/study/sentences.ts';
import { lawAnswer, measuredLaw } from '../../src/lab/study/measuredLaw.ts';
import type { ShelfDifference, ShelfEntry, ShelfGap } from '../../src/lab/study/published.ts';
import { meanScore, toInterval } from './intervals.ts';
import { readGaps } from '../../src/lab/study/result.ts';
import { policyLabels } from '../../src/lab/study/factors.ts';
import { promisedFor } from '../../src/lab/study/lawFit.ts';
import { shownGap } from '../../src/lab/study/headline.ts';
import { asPrediction, basesResiduals, checkFirstLaw } from './basesLaw.ts';
import {
	domainSkills,
	lossGap,
	pairsOf,
	scoreGap,
	tested,
	withoutRecall,
	type Tested,
} from './comparisons.ts';
import { fitOf, lawFit, lawShares } from './law.ts';
import { once } from './once.ts';
import {
	publishedStudy,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';

/** By the mean loss of the same skills, or by the average without recall. */
const otherMeasures = ['loss', 'withoutRecall'] as const;
export type OtherMeasure = (typeof otherMeasures)[number];

interface NamedGap {
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
const isLoss = (study: PublishedStudy): boolean => analysisOf(study)?.outcome === 'loss';
const signOfBest = (study: PublishedStudy): 1 | -1 => (isLoss(study) ? -1 : 1);

/**
 * The comparisons that the study's file names, after its last update, in the outcome and in the
 * measures beside it. Each measure is corrected by Holm.
 */
const namedGaps = once((study: PublishedStudy): readonly NamedGap[] => {
	const { experiment } = study.study;
	const measured = namedPairs(study).flatMap(([policy, against, on]) => {
		const outcome = on === 'target' ? study.study.target : on;
		const named = experiment.skills.findIndex(({ id }) => id === outcome);
		const skills = named >= 0 ? [named] : domainSkills(study);
		const sides = [policy, against] as const;
		const gap = isLoss(study)
			? lossGap(study, sides, experiment.steps)
			: scoreGap(study, sides, experiment.steps, skills);
		return gap ? [{ policy, against, skills, gap }] : [];
	});
	const all = tested(
		measured.map(({ gap }) => gap),
		signOfBest(study),
	);
	const others = isLoss(study) ? [] : otherMeasures;
	const columns = others.map((measure) => [measure, besideGaps(study, measured, measure)] as const);
	return measured.map((names, i) => {
		const beside: Partial<Record<OtherMeasure, Tested>> = {};
		for (const [measure, { [i]: found }] of columns) if (found) beside[measure] = found;
		return { ...names, gap: all[i], beside };
	});
});

/** The same comparisons by another measure, corrected together; null: it has none of this one. */
function besideGaps(
	study: PublishedStudy,
	gaps: readonly Pick<NamedGap, 'policy' | 'against' | 'skills'>[],
	measure: OtherMeasure,
): (Tested | null)[] {
	const { steps } = study.study.experiment;
	const measured = gaps.map(({ policy, against, skills }) => {
		const sides = [policy, against] as const;
		if (measure === 'loss') return lossGap(study, sides, steps, skills);
		const learnt = skills.filter((skill) => withoutRecall(study).includes(skill));
		const isSame = learnt.length === 0 || learnt.length === skills.length;
		return isSame ? null : scoreGap(study, sides, steps, learnt);
	});
	const known = tested(
		measured.filter((gap) => gap !== null),
		measure === 'loss' ? -1 : 1,
	);
	return measured.map((gap) => (gap === null ? null : known.shift()!));
}

/** Named comparisons, in words, whose verdict is another one by that measure. */
export function otherVerdicts(study: PublishedStudy, measure: OtherMeasure): string[] {
	const gaps = namedGaps(study);
	return gaps.flatMap(({ policy, against, gap, beside }) => {
		const verdict = beside[measure]?.verdict ?? gap.verdict;
		if (verdict === gap.verdict) return [];
		const isOnly = gaps.filter((other) => other.policy === policy).length === 1;
		const name = isOnly ? labelText(policy) : `against ${labelText(against)}`;
		return [`${name} ${verdictWord(verdict)}`];
	});
}

export const verdictWord = (verdict: Tested['verdict']): string =>
	verdict === 'not told apart' ? 'undecided' : verdict;

/** null: too few cells. */
export const studyAnswer = once((study: PublishedStudy): ReportMessage | null => {
	if (study.name === 'promise') return promiseAnswer(study);
	if (study.name === 'law') {
		const law = measuredLaw(study.study, study.results);
		return law && lawAnswer(law);
	}
	if (study.name === 'laws') return lawsAnswer(study);
	if (study.name === 'noise') return servedAnswer(study);
	const values = countedAnswer(
		namedGaps(study),
		signOfBest(study),
		isLoss(study) ? 'nats' : 'share',
	);
	return values ? { id: 'answer', values } : mixesAnswer(study);
});

/** How many comparisons are better, and the one to show. `sign`: −1 where less is better. */
function countedAnswer(
	gaps: readonly Pick<NamedGap, 'policy' | 'against' | 'gap'>[],
	sign: 1 | -1,
	unit: 'share' | 'nats',
): Answer | null {
	const count = (verdict: Tested['verdict']) =>
		gaps.filter(({ gap }) => gap.verdict === verdict).length;
	const named = gaps.map(({ policy: label, against, gap }) => ({ label, against, ...gap }));
	const found = shownGap(named, sign);
	if (!found) return null;
	const { label, against, mean: centre, low, high } = found;
	return {
		of: gaps.length,
		better: count('better'),
		worse: count('worse'),
		unit,
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

/** The title asks what is drawn, and the study names scores: both, corrected alike. */
function servedAnswer(study: PublishedStudy): ReportMessage | null {
	const named = namedGaps(study);
	const drawn = named.map(({ policy, against }) => {
		const pairs = readGaps(pairsOf(study, policy, against), ({ noisyShare }) => noisyShare);
		return toInterval(
			pairs.map(({ gap }) => gap),
			0,
		);
	});
	const gaps = tested(drawn, -1).map((gap, i) => ({ ...named[i], gap }));
	const values = countedAnswer(gaps, -1, 'share');
	const scores = named.filter(({ gap }) => gap.verdict !== 'not told apart').length;
	return values && { id: 'answer.served', values: { ...values, scores } };
}

/** Runs against equal shares of the same seed, beside what the law promises for mix and goal. */
function promiseAnswer(study: PublishedStudy): ReportMessage {
	const { skills, steps } = study.study.experiment;
	const fit = lawFit();
	const runs = namedGaps(study).flatMap(({ policy, against, skills: counted }) => {
		const goal = { skills: counted.map((skill) => skills[skill].id), measure: 'average' } as const;
		return pairsOf(study, policy, against).map((pair) => {
			const { gain, reach } = promisedFor(fit, goal, lawShares([pair[0]]));
			const [proposed, equal] = pair.map((cell) => meanScore(cell, steps, counted)!);
			return Math.abs(proposed - equal - gain) <= reach;
		});
	});
	return { id: 'answer.promise', values: { inside: runs.filter(Boolean).length, of: runs.length } };
}

function lawsAnswer({ study }: PublishedStudy): ReportMessage | null {
	const { steps } = study.experiment;
	const check = checkFirstLaw(steps);
	if (!check) return null;
	const policies = basesResiduals().filter(({ step }) => step === steps);
	const { error: missed, scatter } = fitOf(policies.map(asPrediction));
	return { id: 'answer.laws', values: { ...check, policies: policies.length, missed, scatter } };
}

const toShelfGap = ({ policy, against, gap, beside }: NamedGap): ShelfGap => ({
	label: policy,
	against,
	...shortened(gap),
	beside: Object.fromEntries(
		Object.entries(beside).map(([measure, other]) => [measure, shortened(other)]),
	),
});
function shortened({ mean: centre, low, high, verdict }: Tested): ShelfDifference {
	const [a, b, c] = [centre, low, high].map((value) => Math.round(1e4 * value) / 1e4);
	return {
		mean: a,
		low: b,
		high: c,
		verdict: verdict === 'not told apart' ? 'undecided' : verdict,
	};
}

/** Studies with a published cell. */
export const shelfEntries = (): ShelfEntry[] =>
	studyNames.flatMap((name) => {
		const study = publishedStudy(name);
		if (study.results.length === 0) return [];
		const { title, about } = study.study;
		const engine = Math.max(0, ...study.results.map((result) => result.engine ?? 1));
		const answer = studyAnswer(study);
		const gaps = name === 'law' ? [] : namedGaps(study).map(toShelfGap);
		return [{ name, title, about, answer, gaps, cells: study.results.length, engine }];
	});

/** Seconds of a cell of this study, as it was published. */
export const meanSeconds = ({ results }: PublishedStudy): number =>
	results.length === 0 ? 0 : mean(results.map((cell) => cell.totalMilliseconds / 1000));
