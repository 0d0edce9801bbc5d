/** What the page reads of the published studies: the shelf's list, and its claims on mean mixes. */
import { mean } from '../../src/engine/core/statistics.ts';
import { planCells } from '../../src/lab/study/cells.ts';
import { countCells } from '../../src/lab/study/factors.ts';
import { policyKey, runsKey, type MeanMixClaims } from '../../src/lab/study/meanMixClaims.ts';
import type { ShelfEntry, ShelfGap } from '../../src/lab/study/published.ts';
import type { Answer } from '../../src/lab/study/sentences.ts';
import {
	publishedStudy,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';
import {
	analysisOf,
	namedGaps,
	pairsOf,
	unitOf,
	wholeBlocks,
	type NamedGap,
} from './comparisons.ts';

export const shelfListFile = 'public/studies/index.json';
export const meanMixFile = 'public/studies/meanMix.json';

/** Questions of the comparisons, where the registered title asks another one. */
const askedTitles: Readonly<Record<string, string>> = {
	balance: 'Are general answers better with general text in the mix?',
	noise: 'Do policies that measure beat equal shares where answers are wrong?',
	real: 'Does any mix beat equal shares on a real model?',
	targets: 'Does MoSpec lift its target more than its own mean mix?',
};

/** Comparisons that answer the title, where others stand beside them. */
const answers: Readonly<Record<string, (gap: NamedGap) => boolean>> = {
	balance: ({ on }) => on === 'general questions',
	ifd: ({ against }) => against.endsWith('random half'),
	average: ({ against }) => against.endsWith('no average'),
	mosCode: ({ against }) => against === 'equal shares',
	// MoSpec is judged by its target, the others by the mean.
	real: ({ on }) => on === '',
	raiseSteps: ({ against }) => against.startsWith('whole pool'),
	targets: ({ against }) => against.startsWith('mean mix'),
};

/** A better or worse difference stands for all; without one, the largest. */
function answerOf(study: PublishedStudy): Answer | null {
	const gaps = namedGaps(study).filter(answers[study.name] ?? (() => true));
	if (gaps.length === 0) return null;
	const having = (verdict: string) => gaps.filter(({ gap }) => gap.verdict === verdict);
	const [better, worse] = [having('better'), having('worse')];
	const told = [better, worse, gaps].find((list) => list.length > 0)!;
	const [shown] = told.toSorted((a, b) => Math.abs(b.gap.mean) - Math.abs(a.gap.mean));
	const planned = countCells(study.study);
	const far = study.results.length;
	const within = analysisOf(study)?.margin;
	const { mean: centre, low, high } = shown.gap;
	return {
		of: gaps.length,
		better: better.length,
		worse: worse.length,
		equivalent: having('equivalent').length,
		unit: unitOf(shown.measure),
		...(within !== undefined && { margin: within }),
		...(far < planned && { so: { far, planned } }),
		shown: { label: shown.side, against: shown.against, mean: centre, low, high },
	};
}

/** Four digits: a page draws them. */
const short = (value: number): number => Math.round(1e4 * value) / 1e4;

function toShelfGap(
	study: PublishedStudy,
	{ side, against, base, measure, on, gap }: NamedGap,
): ShelfGap {
	const unit = unitOf(measure);
	const within = analysisOf(study)?.margin;
	const pairs = pairsOf(wholeBlocks(study), side, against, base);
	return {
		label: side,
		against,
		within: base ?? '',
		measure: {
			id: on === '' ? (unit === 'nats' ? 'loss' : 'average') : 'target',
			unit,
			better: unit === 'nats' ? 'lower' : 'higher',
			skills: on === '' ? [] : [on],
		},
		n: gap.draws,
		...(within !== undefined && { margin: within }),
		seeds: new Set(pairs.map(([{ factors }]) => factors.seed)).size,
		mean: short(gap.mean),
		low: short(gap.low),
		high: short(gap.high),
		adjusted: short(gap.adjusted),
		verdict: gap.verdict === 'unknown' ? 'undecided' : gap.verdict,
	};
}

/** Studies whose cells answer something; the lead figure has those of the main comparison. */
export const shelfList = (): string => {
	const entries = studyNames.flatMap((name): ShelfEntry[] => {
		const study = publishedStudy(name);
		const values = answerOf(study);
		if (!values) return [];
		const { about, title } = study.study;
		return [
			{
				name,
				title: askedTitles[name] ?? title,
				about,
				answer: { id: 'answer', values },
				// Answers to questions have no place among the measures of a report.
				gaps: namedGaps(study)
					.filter(({ measure }) => measure.kind !== 'questions')
					.map((gap) => toShelfGap(study, gap)),
				cells: study.results.length,
				engine: Math.max(0, ...study.results.map((result) => result.engine ?? 1)),
			},
		];
	});
	return `${JSON.stringify(entries)}\n`;
};

/** Only what is equivalent to its mean mix is in it. */
export function meanMixText(): string {
	const { study, skills, results } = wholeBlocks(publishedStudy('online'));
	const { experiment, axes } = study;
	const claims: MeanMixClaims = {
		keys: (axes.model ?? []).map((model) => runsKey({ ...experiment, model })),
		bases: new Set(results.map(({ factors }) => factors.model)).size,
		policies: Object.fromEntries(
			namedGaps(publishedStudy('online')).flatMap(({ side, against, gap }) => {
				const isOwn = study.policies.some((p) => p.label === against && p.meanOf === side);
				if (!isOwn || gap.verdict !== 'equivalent') return [];
				const cell = planCells(study, skills).find(({ factors }) => factors.policy === side)!;
				const claim = { mean: short(gap.mean), reach: short(gap.high - gap.mean) };
				return [[policyKey(cell.experiment.policy[0]), claim]];
			}),
		),
	};
	return `${JSON.stringify(claims)}\n`;
}

/** Seconds of a cell of this study, as it was published. */
export const meanSeconds = ({ results }: PublishedStudy): number =>
	results.length === 0 ? 0 : mean(results.map((cell) => cell.totalMilliseconds / 1000));
