/** What the files of studies expected before their first cell, beside what was found. */
import { fixed, withSign } from '../../src/languages/format.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { countCells } from '../../src/lab/study/factors.ts';
import { builtinSkill } from '../../src/engine/data/builtinSkills.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { mean } from '../../src/engine/core/statistics.ts';
import { formatMarkdown, markdownTable } from '../../scripts/lib/markdown.ts';
import { publishedStudy, studyNames } from '../../scripts/lib/shelf/published.ts';
import { namedGaps, type NamedGap } from './answers.ts';
import { balanceRows } from './balancePage.ts';
import { asPrediction, basesResiduals, checkFirstLaw, slopesOverBases } from './basesLaw.ts';
import { changesRows, wholeChanges, type ChangesRow } from './changes.ts';
import { domainSkills, pairsOf, scoreGap, type Tested } from './comparisons.ts';
import { reference } from './forest.ts';
import { meanScore, type PairInterval } from './intervals.ts';
import { fitOf, lawSkills } from './law.ts';
import { hypothesis } from './onlinePage.ts';
import { amount, points, range, verdictWords } from './points.ts';
import { realBase, realLosses } from './realText.ts';

export interface Expectation {
	readonly study: string;
	readonly expected: string;
	readonly found: string;
	readonly held: boolean;
}

const inPoints = (share: number): string => `${fixed(100 * share, 1)} points`;

function ofLaws(): Expectation[] {
	const study = 'laws';
	const { steps, model } = publishedStudy(study).study.experiment;
	const first = checkFirstLaw(steps);
	if (!first) return [];
	const rows = basesResiduals().filter((row) => row.step === steps);
	const { error } = fitOf(rows.map(asPrediction));
	const left = rows.toSorted((a, b) => Math.abs(b.rest.mean) - Math.abs(a.rest.mean))[0];
	const signs = { french: 1, addition: 1, extraction: 1, sorting: -1, reversing: -1 };
	const slopes = slopesOverBases(steps, model.id);
	const found = Object.entries(signs).map(([id, sign]) => ({
		sign,
		name: builtinSkill(id).name,
		slope: slopes[lawSkills().indexOf(id)].mean,
	}));
	return [
		{
			study,
			expected: 'the first base’s law is off by 2 to 4 points on the mean of seven others',
			found: inPoints(first.error),
			held: first.error >= 0.02 && first.error <= 0.04,
		},
		{
			study,
			expected:
				'the first base’s law explains at least half of the scatter of mixes on seven others',
			found: `R² ${fixed(first.explained, 2)}`,
			held: first.explained >= 0.5,
		},
		{
			study,
			expected:
				'positive slopes of French, addition and extraction, negative ones of both orderings',
			found: found.map(({ name, slope }) => `${name} ${points(slope)}`).join(', '),
			held: found.every(({ sign, slope }) => sign * slope > 0),
		},
		{
			study,
			expected: 'the law of all bases is off by less than 2 points for the main comparison',
			found: inPoints(error),
			held: error < 0.02,
		},
		{
			study,
			expected: 'it leaves no policy a value of its changes beyond 2 points',
			found: `at most ${points(left.rest.mean)} (${labelText(left.policy)})`,
			held: Math.abs(left.rest.mean) <= 0.02,
		},
	];
}

/** Of bases 4 to 8, expected from the three before. */
function ofBases(): Expectation[] {
	const study = publishedStudy('bases');
	const { steps } = study.study.experiment;
	const later = study.study.axes.model!.slice(2).map(({ id }) => id);
	const gapOf = (policy: string, against = reference): number =>
		mean(
			later.map((base) => {
				const pairs = pairsOf(study, policy, against).filter(([c]) => c.factors.model === base);
				const skills = domainSkills(study);
				return mean(
					pairs.map(([a, b]) => meanScore(a, steps, skills)! - meanScore(b, steps, skills)!),
				);
			}),
		);
	const between = (policy: string, [low, high]: readonly [number, number], against?: string) => {
		const gap = gapOf(policy, against);
		return {
			study: study.name,
			expected:
				`${labelText(policy)} on five other bases: ${withSign(low, 0)} to ${withSign(high, 0)} ` +
				`points against ${labelText(against ?? reference)}`,
			found: points(gap),
			held: gap >= low / 100 && gap <= high / 100,
		};
	};
	const means = study.study.policies.filter(({ meanOf }) => meanOf !== undefined);
	return [
		between('by size', [-18, -12]),
		between('mix of the law', [2, 8]),
		...['temperature 10', 'MoS similarity', 'MoS difficulty', 'MultiUAT'].map((policy) =>
			between(policy, [-4, 4]),
		),
		...means.map(({ label, meanOf }) => between(meanOf!, [-2, 2], label)),
	];
}

const nats = (gap: PairInterval): string => `${amount(gap, 'nats')} nats`;

function ofText(): Expectation[] {
	const gaps = namedGaps(publishedStudy('text'));
	const found = (policy: string) => gaps.find((gap) => gap.policy === policy)?.gap;
	const size = found('by size');
	const scorers = ['MoS similarity', 'MoS difficulty'].map((policy) => ({
		policy,
		gap: found(policy)!,
	}));
	if (!size) return [];
	const told = scorers.filter(({ gap }) => gap.verdict === 'better' || gap.verdict === 'worse');
	return [
		{
			study: 'text',
			expected: `${labelText('by size')} is worse than equal shares by more than 0.02 nats`,
			found: nats(size),
			held: size.verdict === 'worse' && size.mean > 0.02,
		},
		{
			study: 'text',
			expected: 'neither MoS is told apart from equal shares',
			found: (told.length > 0 ? told : scorers)
				.map(({ policy, gap }) => `${labelText(policy)} ${nats(gap)}`)
				.join(', '),
			held: told.length === 0,
		},
	];
}

function ofIfd(): Expectation[] {
	const gaps = namedGaps(publishedStudy('ifd'));
	const better = (rows: typeof gaps) => rows.filter(({ gap }) => gap.verdict === 'better');
	const random = gaps.filter(({ against }) => against.endsWith('random half'));
	const scorers = gaps.filter((gap) => !random.includes(gap));
	return [
		{ rows: random, expected: 'IFD is no better than random rows' },
		{ rows: scorers, expected: 'MoS among IFD’s rows is no better than equal shares' },
	].map(({ rows, expected }) => ({
		study: 'ifd',
		expected,
		found: `${better(rows).length} of ${rows.length} better`,
		held: better(rows).length === 0,
	}));
}

/** Empty until all runs stand: verdicts before are provisional. */
function ofOnline(): Expectation[] {
	if (!isWhole('online')) return [];
	const study = 'online';
	const rows = changesRows('online');
	const names = (list: readonly ChangesRow[]) =>
		list.map(({ policy }) => labelText(policy)).join(', ') || 'none';
	const unequal = rows.filter(({ end }) => end.mean.verdict !== 'equivalent');
	const moving = ['MoS difficulty', 'loss-proportional'];
	const asSaid = rows.filter(({ policy, end: { reversed } }) => {
		const isTold = reversed.verdict === 'better' || reversed.verdict === 'worse';
		return moving.includes(policy) ? isTold : reversed.verdict === 'equivalent';
	});
	const scorer = rows.find(({ policy }) => policy === 'MoS difficulty')!;
	const name = labelText(scorer.policy);
	const { early, held } = hypothesis();
	const sides = [scorer.label.reversed, scorer.label.mean] as const;
	const backwards = scoreGap([wholeChanges('online')], sides, 100)!;
	return [
		{
			study,
			expected: `${name} after 100 updates is above its mean mix (tested alone)`,
			found: range(early),
			held,
		},
		{
			study,
			expected: `${name} is no longer above it at the end`,
			found: `${range(scorer.end.mean)}, ${scorer.end.mean.verdict}`,
			held: scorer.end.mean.verdict !== 'better',
		},
		{
			study,
			expected: 'all ten are equivalent to their mean mix at the end',
			found: `not ${names(unequal)}`,
			held: unequal.length === 0,
		},
		{
			study,
			expected:
				`all but ${moving.map((label) => labelText(label)).join(' and ')} are equivalent to ` +
				'their shares backwards, these two differ',
			found: `${asSaid.length} of ${rows.length} so`,
			held: asSaid.length === rows.length,
		},
		{
			study,
			expected: `backwards, ${name} is below its mean mix after 100 updates`,
			found: range(backwards),
			held: backwards.high < 0,
		},
	];
}

const isWhole = (name: string): boolean => {
	const { study, results } = publishedStudy(name);
	return results.length === countCells(study);
};

/** Comparisons with their verdicts, those that failed first. */
function foundText(gaps: readonly NamedGap[], holds: (gap: NamedGap) => boolean): string {
	const failed = gaps.filter((gap) => !holds(gap));
	return (failed.length > 0 ? failed : gaps)
		.map(({ policy, gap }) => `${labelText(policy)} ${range(gap)} ${verdictWords(gap)}`)
		.join('; ');
}

/** What all of these comparisons were expected to be. */
const allAre = (
	study: string,
	expected: string,
	gaps: readonly NamedGap[],
	holds: (gap: NamedGap) => boolean,
): Expectation => ({ study, expected, found: foundText(gaps, holds), held: gaps.every(holds) });

const isVerdict =
	(verdict: Tested['verdict']) =>
	({ gap }: NamedGap): boolean =>
		gap.verdict === verdict;
const isNot =
	(verdict: Tested['verdict']) =>
	({ gap }: NamedGap): boolean =>
		gap.verdict !== verdict;

/** Empty until all runs stand. */
function ofAverage(): Expectation[] {
	const study = 'average';
	if (!isWhole(study)) return [];
	const gaps = namedGaps(publishedStudy(study));
	const against = (label: string) => gaps.filter((gap) => gap.against === label);
	const similarity = against('MoS similarity, no average');
	const difficulty = against('MoS difficulty, no average');
	return [
		allAre(
			study,
			'by similarity the average makes no difference (equivalent)',
			similarity,
			isVerdict('equivalent'),
		),
		allAre(
			study,
			'by difficulty the average is better by over 2 points',
			difficulty,
			({ gap }) => gap.verdict === 'better' && gap.mean > 0.02,
		),
		allAre(
			study,
			'all four are better than by size by over 5 points',
			against('by size'),
			({ gap }) => gap.verdict === 'better' && gap.mean > 0.05,
		),
		allAre(study, 'none is better than equal shares', against('equal shares'), isNot('better')),
	];
}

/** Empty until all runs stand. */
function ofMosCode(): Expectation[] {
	const study = 'mosCode';
	if (!isWhole(study)) return [];
	const gaps = namedGaps(publishedStudy(study));
	const against = (label: string) => gaps.filter((gap) => gap.against === label);
	return [
		allAre(
			study,
			'both rewards are better than by size by over 2 points',
			against('by size'),
			({ gap }) => gap.verdict === 'better' && gap.mean > 0.02,
		),
		allAre(study, 'neither is better than equal shares', against('equal shares'), isNot('better')),
	];
}

/** Empty until all runs stand. */
function ofTargets(): Expectation[] {
	const study = 'targets';
	if (!isWhole(study)) return [];
	const gaps = namedGaps(publishedStudy(study));
	const equal = gaps.filter(({ against }) => against === 'equal shares');
	const by = (reward: string) =>
		equal.filter(({ policy }) => policy.startsWith(`MoSpec ${reward}`));
	return [
		allAre(
			study,
			'by difficulty MoSpec is better than equal shares for four targets',
			by('difficulty'),
			isVerdict('better'),
		),
		allAre(
			study,
			'by similarity it is equivalent to them for four targets',
			by('similarity'),
			isVerdict('equivalent'),
		),
		allAre(
			study,
			'it is worse than the target alone, for four targets and both rewards',
			gaps.filter(({ against }) => against.endsWith(' alone')),
			isVerdict('worse'),
		),
		allAre(
			study,
			'it is better than its mean mix for none',
			gaps.filter(({ against }) => against.startsWith('mean mix')),
			isNot('better'),
		),
	];
}

/** Empty until all runs stand. */
function ofRaiseSteps(): Expectation[] {
	const study = 'raiseSteps';
	if (!isWhole(study)) return [];
	const gaps = namedGaps(publishedStudy(study));
	const against = (label: string) => gaps.filter((gap) => gap.against === label);
	const whole = against('whole pool, 600 updates');
	return [
		allAre(
			study,
			'with 60 updates RAISE is better than random rows for 60',
			against('random rows, 60'),
			isVerdict('better'),
		),
		allAre(
			study,
			'with 60 or 6 it is worse than the whole pool for 600',
			whole,
			isVerdict('worse'),
		),
		allAre(
			study,
			'with 6 it is not told apart from random rows for 6',
			against('random rows, 6'),
			({ gap }) => gap.verdict !== 'better' && gap.verdict !== 'worse',
		),
		allAre(
			study,
			'random rows at equal cost, trial runs included, are better for both',
			[...against('random rows, 1260'), ...against('random rows, 126')],
			isVerdict('worse'),
		),
	];
}

/** Empty until all runs stand. */
function ofBalance(): Expectation[] {
	if (!isWhole('balance')) return [];
	const gaps = balanceRows().map(({ gap }) => gap);
	const inGeneral = gaps.slice(0, 3);
	const [quarter, , threeQuarters] = gaps.slice(3, 6);
	const [size, completeness, conciseness, epochs] = gaps.slice(6);
	const list = (found: readonly Tested[]) =>
		found.map((gap) => `${range(gap)} ${verdictWords(gap)}`).join('; ');
	return [
		{
			expected: 'each blend is better than domain 100 % in general questions, by over 20 points',
			found: list(inGeneral),
			held: inGeneral.every((gap) => gap.verdict === 'better' && gap.mean > 0.2),
		},
		{
			expected: 'in domain questions 75 % is equivalent to 100 %, and 25 % is worse',
			found: list([threeQuarters, quarter]),
			held: threeQuarters.verdict === 'equivalent' && quarter.verdict === 'worse',
		},
		{
			expected:
				'the largest base is better in all questions and in completeness, equivalent in conciseness',
			found: list([size, completeness, conciseness]),
			held:
				size.verdict === 'better' &&
				completeness.verdict === 'better' &&
				conciseness.verdict === 'equivalent',
		},
		{
			expected: 'three epochs are better than one in all questions, by over 5 points',
			found: list([epochs]),
			held: epochs.verdict === 'better' && epochs.mean > 0.05,
		},
	].map((each) => ({ study: 'balance', ...each }));
}

/** Empty until all runs stand. */
function ofReal(): Expectation[] {
	if (!isWhole('real')) return [];
	const { study } = publishedStudy('real');
	const gaps = namedGaps(publishedStudy('real'));
	const found = (policies: readonly string[]) =>
		gaps.filter(({ policy }) => policies.includes(policy));
	const list = (rows: typeof gaps) =>
		rows.map(({ policy, gap }) => `${labelText(policy)} ${nats(gap)}`).join(', ');
	const close = found(['temperature 10', 'MoS similarity', 'MoS difficulty']);
	const apart = close.filter(({ gap }) => gap.verdict !== 'equivalent');
	const searches = found(['OP-Mix, one search', 'OP-Mix']);
	const watched = study.experiment.skills.findIndex(({ use }) => use === 'watch');
	const before = realBase()[watched];
	const rises = study.policies
		.map(({ label }) => ({ label, by: realLosses(label)[watched] - before }))
		.filter(({ by }) => by > 0);
	const risesText = rises.map(({ label, by }) => `${labelText(label)} ${withSign(by, 3)}`);
	return [
		{
			expected: 'temperature 10 and both MoS are equivalent to equal shares',
			found: list(apart.length > 0 ? apart : close),
			held: apart.length === 0,
		},
		{
			expected: 'no OP-Mix is better than equal shares by more than 0.02 nats',
			found: list(searches),
			held: searches.every(({ gap }) => gap.mean >= -0.02),
		},
		{
			expected: 'the loss of general English is no higher after 100 updates, by any of the eight',
			found: rises.length > 0 ? `${risesText.join(', ')} nats` : 'lower by all',
			held: rises.length === 0,
		},
	].map((each) => ({ study: 'real', ...each }));
}

/** Empty until all runs stand. */
function ofSmollm(): Expectation[] {
	const study = 'smollm';
	if (!isWhole(study)) return [];
	const rows = changesRows(study);
	const isSame = ({ verdict }: Tested): boolean => verdict === 'equivalent';
	return (
		[
			['mean', 'all four are equivalent to their mean mix'],
			['reversed', 'all four are equivalent to their shares backwards'],
		] as const
	).map(([side, expected]) => {
		const apart = rows.filter(({ end }) => !isSame(end[side]));
		return {
			study,
			expected,
			found: (apart.length > 0 ? apart : rows)
				.map(({ policy, end: { [side]: gap } }) => {
					const verdict = verdictWords(gap, 'nats');
					return `${labelText(policy)} ${nats(gap)} ${verdict}`;
				})
				.join('; '),
			held: apart.length === 0,
		};
	});
}

export const expectations = (): Expectation[] => [
	...ofLaws(),
	...ofBases(),
	...ofText(),
	...ofIfd(),
	...ofOnline(),
	...ofAverage(),
	...ofMosCode(),
	...ofTargets(),
	...ofRaiseSteps(),
	...ofBalance(),
	...ofReal(),
	...ofSmollm(),
];

export const expectationsFile = 'docs/guide/expectations.md';

/** The line on the page of results. */
export function expectationsLine(): string {
	const all = expectations();
	const failed = all.filter(({ held }) => !held).length;
	return (
		`**Registered before the first run:** ${all.length} expectations; ${failed} failed. ` +
		'[All](expectations.md).'
	);
}

/** All expectations in a table; those that failed come first. */
export async function expectationsPage(): Promise<string> {
	const all = expectations().toSorted((a, b) => Number(a.held) - Number(b.held));
	const parts = [
		'# Registered expectations',
		'What the files of [studies](results.md) expected before their first run, and what was ' +
			'found. ± is the 95 % interval. “held”: what was measured agrees with the sentence; ' +
			'“failed”: it does not, or equivalence is not shown. How sure that is, the interval says. ' +
			'A study stands here once all of its runs do.',
		markdownTable(
			['study', 'expected', 'found', ''],
			all.map(({ study, expected, found, held }) => [
				`\`${study}\``,
				expected,
				found,
				held ? 'held' : '**failed**',
			]),
		),
		addedSeeds(),
		'`npm run --prefix workshop results` writes this page.',
	];
	return formatMarkdown(parts.join('\n\n'), expectationsFile);
}

/** Seeds that a study got once its first results were known. */
export const laterSeeds = (name: string): readonly number[] =>
	(publishedStudy(name).study.analysis?.['laterSeeds'] ?? []) as readonly number[];

function addedSeeds(): string {
	const widened = listsByKey(
		studyNames.filter((name) => laterSeeds(name).length > 0),
		(name) => `${laterSeeds(name)[0]} to ${laterSeeds(name).at(-1)!}`,
	);
	const added = [...widened].map(([seeds, names]) => `${seeds} of ${names.join(', ')}`);
	return (
		`Seeds ${added.join('; ')} were added after the first results were known: the earlier seeds ` +
		'could not tell 5 points (`text`: 0.2 nats).'
	);
}
