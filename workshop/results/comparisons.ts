/** Comparisons of a published study's runs: differences with intervals, corrected by Holm. */
import { InternalError } from '../../src/engine/core/errors.ts';
import { mean, sum } from '../../src/engine/core/statistics.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { factorIds, factorsKey, policyLabels } from '../../src/lab/study/factors.ts';
import { holm, level, margin } from '../../src/lab/study/pairedTests.ts';
import { pairCells, type CellPair, type CellResult } from '../../src/lab/study/result.ts';
import type { PublishedStudy } from '../../scripts/lib/shelf/published.ts';
import {
	lossDifference,
	scoreDifference,
	toInterval,
	type Draws,
	type PairInterval,
} from './intervals.ts';
import { once } from './once.ts';
import { questionDifference, type QuestionPart } from './questions.ts';

/** The mean of these skills. */
export interface SkillMeasure {
	readonly kind: 'score' | 'loss';
	readonly skills: readonly number[];
}

/** What the runs of both sides are compared by. Fewer nats and wrong answers are better. */
export type Measure =
	| SkillMeasure
	| { readonly kind: 'questions'; readonly part: QuestionPart }
	| { readonly kind: 'wrong' | 'tokens' };

export const unitOf = ({ kind }: Measure): 'share' | 'nats' => (kind === 'loss' ? 'nats' : 'share');

/** Indices of the skills in the average: all but general text. */
export const domainSkills = ({ study }: Pick<PublishedStudy, 'study'>): number[] =>
	study.experiment.skills.flatMap(({ id }, i) => (study.groups.domain.includes(id) ? [i] : []));

/** The factor of which a name is a value: a policy or blend, `3 epochs`, or a base. */
function factorOf(results: readonly CellResult[], name: string): readonly [string, unknown] {
	const epochs = /^(\d+) epochs?$/.exec(name);
	if (epochs) return ['epochs', Number(epochs[1])];
	return [results.some(({ factors }) => factors.model === name) ? 'model' : 'policy', name];
}

export function cellsOf({ results }: Pick<PublishedStudy, 'results'>, name: string): CellResult[] {
	const [factor, value] = factorOf(results, name);
	return results.filter(({ factors }) => factors[factor] === value);
}

/** Runs of the two sides with equal other factors; `base`: those of it alone. */
export function pairsOf(
	{ results }: Pick<PublishedStudy, 'results'>,
	side: string,
	against: string,
	base?: string,
): CellPair[] {
	const study = {
		results: results.filter(({ factors }) => base === undefined || factors.model === base),
	};
	const [varied] = factorOf(study.results, side);
	const equal = ['model', 'policy', 'seed', 'epochs', 'learningRate'].filter((id) => id !== varied);
	return pairCells(cellsOf(study, side), cellsOf(study, against), equal);
}

/** Bases of several seeds are random draws; sizes of a base are not. */
function drawsOf({ study, results }: PublishedStudy, pairs: readonly CellPair[]): Draws {
	const bases = new Set(results.map(({ factors }) => factors.model)).size;
	if (study.axes.epochs !== undefined || bases < 3) return pairs.map((pair) => [pair]);
	return [...listsByKey(pairs, ([{ factors }]) => factors.model).values()];
}

/** null: fewer than two draws. */
export function gapOf(
	study: PublishedStudy,
	pairs: readonly CellPair[],
	measure: Measure,
	step: number | 'end' = 'end',
): PairInterval | null {
	const draws = drawsOf(study, pairs);
	if (draws.length < 2) return null;
	if (measure.kind === 'score') return scoreDifference(draws, step, measure.skills);
	if (measure.kind === 'loss') return lossDifference(draws, step, measure.skills);
	if (measure.kind === 'questions') return questionDifference(study.study, draws, measure.part);
	const read = ([a, b]: CellPair) =>
		measure.kind === 'tokens' ? a.tokens / b.tokens - 1 : a.noisyShare! - b.noisyShare!;
	return toInterval(
		draws.map((each) => mean(each.map(read))),
		0,
	);
}

export interface Tested extends PairInterval {
	/** p after Holm's correction. */
	readonly adjusted: number;
	/**
	 * Equivalent: the 90 % interval is within the margin. unknown: no difference is told, and the two
	 * sides trained on nearly the same mix, so that this is no evidence.
	 */
	readonly verdict: 'better' | 'worse' | 'equivalent' | 'undecided' | 'unknown';
}

/** Mixes whose total variation is smaller count as one mix. */
export const leastVariation = 0.02;

/** Half of the sum of absolute differences of the mean shares, the mean over pairs. */
export const variationOf = (pairs: readonly CellPair[]): number =>
	mean(
		pairs.map(([{ mix: a }, { mix: b }]) => {
			const ids = [...new Set([...Object.keys(a), ...Object.keys(b)])];
			return sum(ids.map((id) => Math.abs((a[id] ?? 0) - (b[id] ?? 0)))) / 2;
		}),
	);

/** From equal shares: a policy and its own mean mix have one mean, and differ if it moves. */
const variationFromEqual = (cells: readonly CellResult[]): number =>
	mean(
		cells.map(({ mix }) => {
			const shares = Object.values(mix).filter((share) => share > 0);
			return sum(shares.map((share) => Math.abs(share - 1 / shares.length))) / 2;
		}),
	);

/** Corrects all of them together. `within`: the margin of equivalence; null: there is none. */
export function tested(
	gaps: readonly (PairInterval & { readonly isOneMix?: boolean })[],
	best: 'more' | 'fewer' = 'more',
	within: number | null = best === 'more' ? margin : null,
): Tested[] {
	const adjusted = holm(gaps.map(({ p }) => p));
	return gaps.map((gap, i): Tested => {
		const p = adjusted[i];
		if (p === null) throw new InternalError('A difference has no p.');
		const isSmall = within !== null && Math.abs(gap.mean) + gap.inner <= within;
		const open = gap.isOneMix ? 'unknown' : isSmall ? 'equivalent' : 'undecided';
		const isBetter = gap.mean > 0 === (best === 'more');
		return { ...gap, adjusted: p, verdict: p >= level ? open : isBetter ? 'better' : 'worse' };
	});
}

/**
 * What the file of a study compares. A comparison has two labels, and perhaps a skill or "target"
 * as its own outcome; a label stands for all others against it.
 */
interface Analysis {
	readonly outcome: 'average' | 'loss';
	/** Of equivalence, in shares or nats. Default: that of scores; losses have none. */
	readonly margin?: number;
	readonly comparisons: string | readonly (readonly [string, string, string?])[];
	/** Seeds that were added when first results were known. */
	readonly laterSeeds?: readonly number[];
}
export const analysisOf = ({ study }: PublishedStudy) => study.analysis as Analysis | undefined;

export interface NamedGap {
	readonly side: string;
	readonly against: string;
	readonly measure: Measure;
	/** The skill or the questions, where that is not the mean of all skills. */
	readonly on: string;
	/** The base, in a study of a few sizes: they are no random draws. */
	readonly base?: string;
	readonly gap: Tested;
}
type Named = Omit<NamedGap, 'gap'>;

/** The comparisons that study files register in sentences. */
const balanceComparisons: readonly (readonly [string, string, QuestionPart])[] = [
	...(['general questions', 'domain questions'] as const).flatMap((part) =>
		['domain 25 %', 'domain 50 %', 'domain 75 %'].map(
			(side) => [side, 'domain 100 %', part] as const,
		),
	),
	['skillet-medium', 'skillet-small', 'all questions'],
	['skillet-medium', 'skillet-small', 'completeness'],
	['skillet-medium', 'skillet-small', 'conciseness'],
	['3 epochs', '1 epoch', 'all questions'],
];

function namedComparisons(published: PublishedStudy): Named[] {
	if (published.name === 'balance')
		return balanceComparisons.map(([side, against, part]) => ({
			side,
			against,
			measure: { kind: 'questions', part },
			on: part,
		}));
	const { comparisons = [], outcome } = analysisOf(published) ?? {};
	const { skills } = published.study.experiment;
	const all = policyLabels(published.study);
	const pairs: readonly (readonly [string, string, string?])[] =
		typeof comparisons === 'string'
			? all.filter((label) => label !== comparisons).map((label) => [label, comparisons])
			: comparisons;
	const bases = [...new Set(published.results.map(({ factors }) => String(factors.model)))];
	const apart = bases.length === 2 ? bases.map((base) => ({ base })) : [{}];
	return pairs.flatMap(([side, against, on]) => {
		const id = on === 'target' ? published.study.target : on;
		const index = skills.findIndex((skill) => skill.id === id);
		const measure: Measure = {
			kind: outcome === 'loss' ? 'loss' : 'score',
			skills: index < 0 ? domainSkills(published) : [index],
		};
		const skill = index < 0 ? '' : skills[index].name;
		return apart.map((base) => ({ side, against, measure, on: skill, ...base }));
	});
}

/** An incomplete study without the bases and seeds that lack a policy. */
export const wholeBlocks = once((published: PublishedStudy): PublishedStudy => {
	const policies = policyLabels(published.study).length;
	const others = factorIds(published.study).filter((id) => id !== 'policy' && id !== 'domainShare');
	const blocks = listsByKey(published.results, ({ factors }) => factorsKey(factors, others));
	const whole = [...blocks.values()].filter(({ length }) => length === policies);
	return { ...published, results: whole.flat() };
});

/** A study as it was registered: without seeds that were added later. */
export const registeredSeeds = once((published: PublishedStudy): PublishedStudy => {
	const later: readonly unknown[] = analysisOf(published)?.laterSeeds ?? [];
	const results = published.results.filter(({ factors }) => !later.includes(factors.seed));
	return { ...published, results };
});

/** Whether the two sides trained on nearly the same mix of the same rows. */
function isOneMix(published: PublishedStudy, side: string, pairs: readonly CellPair[]): boolean {
	const [, against] = pairs[0];
	const policyOf = (name: unknown) => published.study.policies.find(({ label }) => label === name);
	const other = policyOf(against.factors.policy);
	if (policyOf(side)?.settings?.['within'] !== other?.settings?.['within']) return false;
	const isOwn = [other?.meanOf, other?.reverseOf].includes(side);
	const cells = pairs.map(([cell]) => cell);
	return (isOwn ? variationFromEqual(cells) : variationOf(pairs)) < leastVariation;
}

/** The differences of these comparisons after the last update, corrected together. */
export function gapsOf(published: PublishedStudy, named: readonly Named[]): NamedGap[] {
	const known = named.flatMap((each) => {
		const pairs = pairsOf(published, each.side, each.against, each.base);
		const gap = gapOf(published, pairs, each.measure);
		if (!gap) return [];
		const { kind } = each.measure;
		const isMixed = kind === 'score' || kind === 'loss';
		return [
			{ ...each, gap: { ...gap, isOneMix: isMixed && isOneMix(published, each.side, pairs) } },
		];
	});
	const isFewer = known[0] && ['loss', 'wrong'].includes(known[0].measure.kind);
	const gaps = tested(
		known.map(({ gap }) => gap),
		isFewer ? 'fewer' : 'more',
		analysisOf(published)?.margin,
	);
	return known.map((each, i) => ({ ...each, gap: gaps[i] }));
}

/** The comparisons that the study's file names, in its order. */
export const namedGaps = once((published: PublishedStudy): readonly NamedGap[] => {
	const whole = wholeBlocks(published);
	return gapsOf(whole, namedComparisons(whole));
});
