/**
 * A figure of a page by its name, computed from published cells:
 *
 *     {study: row: column}     {online: each − its mean mix: pooled, less}
 *
 * - study: a published study, or several that trained the same task, joined by `+`.
 * - row: a policy, a difference `A − B`, a count such as `seeds`, or `comparisons` (all that the
 *   study names). ` in BASE` after it: that base alone. `each`: each policy of the study that has a
 *   mean mix. `before`: the base model.
 * - column, all optional: a skill or a part of the questions; `loss`, `tokens`, `wrong answers`,
 *   `cost`; `verdict`, or a verdict to count; `registered seeds`; `pooled`: the mean over `each`;
 *   `without SKILL`; `mean`: no interval.
 *
 * Words of direction are checked: `more` and `less` leave out the sign, and throw if the interval
 * does not have it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import { mean, median } from '../../src/engine/core/statistics.ts';
import { countCells, factorsKey } from '../../src/lab/study/factors.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { level, margin } from '../../src/lab/study/pairedTests.ts';
import type { CellResult } from '../../src/lab/study/result.ts';
import { count, fixed, withSign } from '../../src/languages/format.ts';
import {
	publishedStudy,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';
import {
	analysisOf,
	cellsOf,
	domainSkills,
	gapOf,
	gapsOf,
	leastVariation,
	namedGaps,
	pairsOf,
	registeredSeeds,
	unitOf,
	wholeBlocks,
	type Measure,
	type NamedGap,
	type SkillMeasure,
	type Tested,
} from './comparisons.ts';
import { meanLoss, meanScore, type PairInterval } from './intervals.ts';
import { once } from './once.ts';
import { questionScores } from './questions.ts';

const refuse = (message: string) => new InputError(asMessage(message));

/** The figure as text. Throws InputError if no cell gives it. */
export function figure(name: string): string {
	const [studies, row = '', column = ''] = name.split(/:\s+/);
	if (studies === 'tests') return constant(row);
	const words = column.split(/,\s+/).filter((word) => word !== '');
	const whole = openStudies(studies);
	const study = words.includes('registered seeds') ? registeredSeeds(whole) : whole;
	const options = new Set(words.filter((word) => word !== 'registered seeds'));
	const isCapital = options.delete('Capital');
	const counted = counts[row];
	const isDifference = row === 'comparisons' || row.includes(' − ');
	const text =
		counted?.(study) ??
		(isDifference ? difference({ study, row, options }) : amount({ study, row, options }));
	if (options.size > 0)
		throw refuse(`{${name}}: unknown column "${[...options].join(', ')}". Correct its name.`);
	return isCapital ? `${text[0].toUpperCase()}${text.slice(1)}` : text;
}

const constant = (row: string): string => {
	const found = { level: 100 * (1 - level), margin: 100 * margin, variation: leastVariation };
	if (!Object.hasOwn(found, row))
		throw refuse(`{tests: ${row}}: write level, margin or variation.`);
	return String(found[row as keyof typeof found]);
};

const distinct = ({ results }: PublishedStudy, factor: string): number =>
	new Set(results.map(({ factors }) => factors[factor])).size;

/** Of the study as a whole. */
const counts: Readonly<Record<string, (study: PublishedStudy) => string>> = {
	title: ({ study }) => study.title,
	bases: (study) => inWords(distinct(study, 'model')),
	seeds: (study) => inWords(distinct(study, 'seed')),
	runs: ({ results }) => count(results.length),
	'planned runs': ({ study }) => count(countCells(study)),
	updates: ({ study }) => count(study.experiment.steps),
	'last update': ({ results }) => count(results[0].steps),
	rows: ({ study }) => inWords(study.experiment.batching.size),
	prompts: ({ study }) => count(study.experiment.evaluation.finalExamples),
	tasks: (study) => inWords(domainSkills(study).length),
	each: (study) => inWords(moving(study).length),
	parameters: ({ results }) => {
		const file = readFileSync(path.join('models', 'index.json'), 'utf8');
		const models = JSON.parse(file) as readonly { id: string; parameters: number }[];
		const { parameters } = models.find(({ id }) => id === results[0].factors.model)!;
		return `${fixed(parameters / 1e6, 2)} M`;
	},
};

const numberWords = 'none one two three four five six seven eight nine ten eleven twelve'.split(
	' ',
);
const inWords = (value: number): string => numberWords[value] ?? count(value);

/**
 * Several studies are one if they trained the same task. A run of two of them counts once; of a
 * base of the first study only its seeds count.
 */
export const openStudies = once((names: string): PublishedStudy => {
	const unknown = names.split('+').find((name) => !studyNames.includes(name));
	if (unknown !== undefined)
		throw refuse(`There is no study "${unknown}". Known: ${studyNames.join(', ')}.`);
	const [first, ...others] = names.split('+').map(publishedStudy);
	if (others.length === 0) return wholeBlocks(first);
	const taskOf = ({ study: { experiment } }: PublishedStudy) =>
		JSON.stringify([experiment.skills, experiment.steps, experiment.batching]);
	const all = [first, ...others];
	if (all.some((study) => taskOf(study) !== taskOf(first)))
		throw refuse(`${names} trained different tasks: they give no common figure.`);
	const blockOf = ({ factors }: CellResult) => factorsKey(factors, ['model', 'seed']);
	const blocks = new Set(first.results.map(blockOf));
	const bases = new Set(first.results.map(({ factors }) => factors.model));
	const counted = all
		.flatMap(({ results }) => results)
		.filter((cell) => !bases.has(cell.factors.model) || blocks.has(blockOf(cell)));
	const byFactors = new Map(
		counted.map((cell) => [factorsKey(cell.factors, ['model', 'policy', 'seed']), cell]),
	);
	const policies = all.flatMap(({ study }) => study.policies);
	return { ...first, study: { ...first.study, policies }, results: [...byFactors.values()] };
});

interface Asked {
	readonly study: PublishedStudy;
	readonly row: string;
	/** Words of the column; each reader removes its own, and what is left is unknown. */
	readonly options: Set<string>;
}

const moving = ({ study: { policies } }: PublishedStudy): string[] =>
	policies.flatMap(({ meanOf }) => meanOf ?? []);

/** A label with `its mean mix` or `its shares backwards`, of a policy. */
function labelOf({ study }: PublishedStudy, side: string, policy: string): string {
	const found = study.policies.find(
		({ meanOf, reverseOf }) =>
			(side === 'its mean mix' && meanOf === policy) ||
			(side === 'its shares backwards' && reverseOf === policy),
	);
	return found?.label ?? (side === 'each' ? policy : side);
}

/** The rows of a table by what its figures name, and how readers name them. */
export function rowsOf(study: PublishedStudy, list: string) {
	if (list === 'comparisons')
		return namedGaps(study).map(({ side, against, on, base }) => {
			const where = base === undefined ? '' : ` in ${base}`;
			const other = against === `mean mix of ${side}` ? 'its mean mix' : against;
			const skill = on === '' || side.endsWith(on) ? '' : `, ${on}`;
			return { name: `${side} − ${against}${where}`, title: `${side} − ${other}${where}${skill}` };
		});
	const policies = list === 'each' ? moving(study) : list.split(/;\s*/);
	return policies.map((name) => ({ name, title: labelText(name) }));
}

const inBase = / in (skillet-[\w-]+)$/;
const baseOf = (row: string): string | undefined => inBase.exec(row)?.[1];

/** The two sides of each difference of a row. */
const sidesOf = (study: PublishedStudy, row: string) => {
	const [left, right] = row.replace(inBase, '').split(' − ');
	const policies = left === 'each' ? moving(study) : [left];
	return policies.map((policy) => [policy, labelOf(study, right, policy)] as const);
};

/** The comparisons of a row, corrected with all that the study names, or among themselves. */
function comparisonsOf(study: PublishedStudy, row: string, measure: Measure | null): NamedGap[] {
	const named = namedGaps(study);
	if (row === 'comparisons') return [...named];
	const sides = sidesOf(study, row);
	const known = sides.flatMap(([side, against]) =>
		named.filter(
			(gap) =>
				gap.side === side &&
				gap.against === against &&
				gap.base === baseOf(row) &&
				(!measure || JSON.stringify(gap.measure) === JSON.stringify(measure)),
		),
	);
	if (known.length === sides.length) return known;
	if (sides.length === 1)
		throw refuse(`${study.name}: "${row}" has no verdict, because the study does not name it.`);
	const whole = measure ?? averageOf(study);
	return gapsOf(
		study,
		sides.map(([side, against]) => ({ side, against, measure: whole, on: '' })),
	);
}

function difference({ study, row, options }: Asked): string {
	const measure = takeMeasure(study, options);
	const verdict = verdicts.find((word) => options.delete(word));
	if (verdict) {
		const gaps = comparisonsOf(study, row, measure);
		const found = gaps.filter(({ gap }) => gap.verdict === verdict).length;
		return found > 2 && found === gaps.length ? `all ${inWords(found)}` : inWords(found);
	}
	if (options.delete('verdict')) return verdictText(comparisonsOf(study, row, measure)[0].gap);
	const sides = sidesOf(study, row);
	const isPooled = options.delete('pooled');
	if (sides.length > 1 && !isPooled)
		throw refuse(`${study.name}: "${row}" needs the column pooled.`);
	const pairs = sides.flatMap(([side, against]) => pairsOf(study, side, against, baseOf(row)));
	const [[side, against]] = sides;
	const named = namedGaps(study).find((gap) => gap.side === side && gap.against === against);
	const judged = measure ?? named?.measure ?? averageOf(study);
	const gap = gapOf(study, pairs, judged, takeStep(options));
	if (!gap) throw refuse(`${study.name}: no cells give "${row}". Correct a name.`);
	return gapText(gap, judged, options);
}

const verdicts = ['better', 'worse', 'equivalent', 'undecided', 'unknown'] as const;

export const verdictText = ({ verdict }: Pick<Tested, 'verdict'>): string =>
	verdict === 'unknown' ? 'same mix: no verdict' : verdict;

/** `+1.3 ± 1.0`. */
export function gapText(gap: PairInterval, measure: Measure, options = new Set<string>()): string {
	if (options.delete('bases below zero'))
		return gap.below === gap.draws ? `all ${inWords(gap.draws)}` : inWords(gap.below);
	const scale = unitOf(measure) === 'nats' ? 1 : 100;
	const short = options.delete('short') || measure.kind === 'tokens';
	const digits = (scale === 1 ? 3 : 1) - Number(short);
	const direction = (['more', 'less'] as const).find((word) => options.delete(word));
	const isTold = direction === 'more' ? gap.low > 0 : gap.high < 0;
	if (direction && !isTold)
		throw refuse(`${withSign(scale * gap.mean, digits)} is not shown to be ${direction}.`);
	const centre = direction
		? fixed(scale * Math.abs(gap.mean), digits)
		: withSign(scale * gap.mean, digits);
	const reach = fixed(scale * (gap.high - gap.mean), digits);
	return options.delete('mean') ? centre : `${centre} ± ${reach}`;
}

export const averageOf = (study: PublishedStudy): SkillMeasure => ({
	kind: analysisOf(study)?.outcome === 'loss' ? 'loss' : 'score',
	skills: domainSkills(study),
});

const questions = /^(questions of .*|(all|general|domain) questions|completeness|conciseness)$/;

/** null: the column names none. */
function takeMeasure(study: PublishedStudy, options: Set<string>): Measure | null {
	const words = [...options];
	const take = (word: string | undefined) => word !== undefined && options.delete(word);
	const part = words.find((word) => questions.test(word));
	if (part !== undefined && take(part)) return { kind: 'questions', part };
	if (take('tokens')) return { kind: 'tokens' };
	if (take('wrong answers')) return { kind: 'wrong' };
	const { kind, skills: all } = averageOf(study);
	const { skills } = study.study.experiment;
	const index = skills.findIndex(({ name }) => take(name));
	const left = skills.findIndex(({ name }) => take(`without ${name}`));
	const isLoss = take('loss');
	if (index < 0 && left < 0 && !isLoss) return null;
	return {
		kind: isLoss ? 'loss' : kind,
		skills: index >= 0 ? [index] : all.filter((skill) => skill !== left),
	};
}

function takeStep(options: Set<string>): number | 'end' {
	const word = [...options].find((each) => each.startsWith('after '));
	if (word === undefined) return 'end';
	options.delete(word);
	return Number(word.slice('after '.length));
}

/** What the runs of a policy reached, cost or trained on; of `before`, the base model. */
function amount({ study, row, options }: Asked): string {
	const isBefore = row === 'before';
	const cells = isBefore ? study.results : cellsOf(study, row);
	if (cells.length === 0)
		throw refuse(`${study.name}: no cells give "${row}". Correct the name of a policy.`);
	if (options.delete('runs')) return count(cells.length);
	if (options.delete('seeds'))
		return inWords(new Set(cells.map(({ factors }) => factors.seed)).size);
	if (options.delete('name')) return labelText(row);
	if (options.delete('cost')) return fixed(median(cells.map(costOf)), 1);
	if (options.delete('updates before'))
		return fixed(mean(cells.map(({ cost }) => cost.updates)), 0);
	const share = study.study.experiment.skills.find(({ name }) =>
		options.delete(`share of ${name}`),
	);
	if (share) return fixed(100 * mean(cells.map(({ mix }) => mix[share.id] ?? 0)), 1);
	if (options.delete('largest deviation')) {
		const ids = study.study.groups.domain;
		const far = ids.map((id) => Math.abs(mean(cells.map(({ mix }) => mix[id])) - 1 / ids.length));
		return fixed(100 * Math.max(...far), 1);
	}
	const measure = takeMeasure(study, options) ?? averageOf(study);
	if (measure.kind === 'questions') {
		const scores = cells.flatMap(({ answers }) =>
			questionScores(study.study, isBefore ? answers!.before : answers!.after, measure.part),
		);
		return fixed(100 * mean(scores), 0);
	}
	if (measure.kind === 'wrong') return fixed(100 * mean(cells.map((cell) => cell.noisyShare!)), 1);
	if (!('skills' in measure)) throw refuse(`${study.name}: "${row}" needs another column.`);
	const step = isBefore ? 0 : takeStep(options);
	const read = measure.kind === 'loss' ? meanLoss : meanScore;
	const value = mean(cells.map((cell) => read(cell, step, measure.skills) ?? NaN));
	return measure.kind === 'loss' ? fixed(value, 2) : fixed(100 * value, 1);
}

/** Time of what the policy measured and searched, as a multiple of its training. */
const costOf = ({ cost, trainingMilliseconds }: CellResult): number =>
	(cost.probeMilliseconds + cost.milliseconds) / trainingMilliseconds;
