/** The measures of a report: numbers read from a cell's result, which are averaged and compared. */
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { scoreUnit } from '#engine/core/exactMatch.ts';
import { measureUnit, type MeasureUnit } from '#engine/core/measureKinds.ts';
import { meanOfKnown } from '#engine/core/statistics.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { measureIn } from '#lab/run/skillMeasure.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { resultsWithBase, type CellResult } from './result.ts';
import { findGroup, type Measure, type MeasureId, type Study } from './study.ts';

export type ScoredSkill = Readonly<ReturnType<typeof scoredSkills>[number]>;

/** How the study's skills are scored: by its results, and before the first by the lab's skills. */
export const scoredSkills = (
	{ experiment }: Pick<Study, 'experiment'>,
	infos: readonly SkillInfo[],
	results: readonly CellResult[] = [],
) =>
	experiment.skills.map(({ id, measure }, index) => {
		const info = infos.find((known) => known.id === id);
		return {
			/** What its share counts; 'loss': it has none. */
			unit:
				results.length > 0
					? unitOf(results.map(({ final }) => final.skills[index]))
					: measureUnit(measure ?? (info ? measureIn({}, info) : { kind: 'exact' })),
			/** Its held-out prompts were trained. */
			isRecall: info?.heldOutIs === 'recall',
		};
	});

/** 'loss': a result has no share. */
function unitOf(scores: readonly (SkillScore | undefined)[]): MeasureUnit {
	const units = scores.map((score) => (score ? scoreUnit(score) : 'loss'));
	return units.includes('loss') ? 'loss' : units[0];
}

/** The one unit of these skills; null: they count different things, or have no share. */
function commonUnit(units: readonly MeasureUnit[]): MeasureUnit | null {
	const [only, other] = new Set(units);
	return only === undefined || other !== undefined || only === 'loss' ? null : only;
}

export interface ReadMeasure extends Measure {
	/** null: the cell has no such number. */
	readonly read: (result: CellResult) => number | null;
}

export const withoutRead = ({ read: _read, ...measure }: ReadMeasure): Measure => measure;

const makeMeasure =
	(unit: Measure['unit'], better: Measure['better']) =>
	(id: MeasureId, skills: readonly string[], read: ReadMeasure['read']): ReadMeasure => ({
		id,
		unit,
		better,
		skills,
		read,
	});
const exactMeasure = makeMeasure('share', 'higher');
/** Shares of next tokens say so in their title. */
const withUnit =
	(unit: MeasureUnit | null): typeof exactMeasure =>
	(...args) => ({ ...exactMeasure(...args), ...(unit === 'tokens' && { counts: unit }) });
const lossMeasure = makeMeasure('nats', 'lower');

/** The measures that the study's cells have. */
export function listMeasures(
	study: Study,
	scored: readonly ScoredSkill[],
	results: readonly CellResult[] = [],
): ReadMeasure[] {
	const { experiment, groups, target, axes } = study;
	const units = scored.map(({ unit }) => unit);
	const score = (id: MeasureId, ids: readonly string[]) => toScore(id, ids, study, units);
	const withBase = new Set(resultsWithBase(results));
	const changeOfLoss = (indices: readonly number[]) =>
		lossMeasure('generalChange', listNames(study, indices), (result) => {
			const { base, final } = result;
			return withBase.has(result)
				? meanOfAll(indices.map((index) => final.skills[index].loss - base.skills[index].loss))
				: null;
		});
	const trained = experiment.skills.flatMap(({ use, id }, index) =>
		units[index] !== 'loss' && (use === 'train' || (axes.domainShare && findGroup(study, id)))
			? index
			: [],
	);
	const counts = commonUnit(trained.map((index) => units[index]));
	// Stored results of before leave trained raw text out of the average.
	const isAveraged =
		results.length > 0
			? results.some(({ final }) => final.averageExact !== null)
			: experiment.skills.every(({ use }, index) => use !== 'train' || units[index] !== 'loss');
	const isScored = counts !== null && isAveraged;
	const shareMeasure = withUnit(counts);
	// A domain share changes which skills are trained.
	const averaged = axes.domainShare ? [] : trained;
	const learnt = averaged.filter((index) => !scored[index].isRecall);
	const hasRecall = learnt.length > 0 && learnt.length < averaged.length;
	const hasGeneral = groups.general.length > 0;
	const measures: (ReadMeasure | false)[] = [
		isScored && shareMeasure('average', [], ({ final }) => final.averageExact),
		hasRecall &&
			score(
				'withoutRecall',
				learnt.map((index) => experiment.skills[index].id),
			),
		isScored && shareMeasure('worst', [], ({ final }) => final.worstExact?.exact ?? null),
		target !== null && score('target', [target]),
		groups.domain.length > 0 && score('domain', groups.domain),
		hasGeneral && score('general', groups.general),
		hasGeneral && changeOfLoss(findIndices(study, groups.general)),
		lossMeasure('loss', [], ({ final, mix }) => averageLoss(study, final.skills, mix)),
		experiment.evaluation.best !== undefined && bestMeasure(study, isScored ? counts : null),
	];
	return measures.filter((measure) => measure !== false);
}

const findIndices = ({ experiment: { skills } }: Study, ids: readonly string[]) =>
	ids.map((id) => skills.findIndex((skill) => skill.id === id));
const listNames = ({ experiment: { skills } }: Study, indices: readonly number[]) =>
	indices.map((index) => skills[index].name);

/** The mean held-out loss of these skills. */
const toLoss = (id: MeasureId, ids: readonly string[], study: Study): ReadMeasure => {
	const indices = findIndices(study, ids);
	return lossMeasure(id, listNames(study, indices), ({ final }) =>
		meanOfAll(indices.map((index) => final.skills[index].loss)),
	);
};

/** The mean share of the skills; if one has none or counts something else, the mean loss. */
export function toScore(
	id: MeasureId,
	ids: readonly string[],
	study: Study,
	units: readonly MeasureUnit[],
): ReadMeasure {
	const indices = findIndices(study, ids);
	const counts = commonUnit(indices.map((index) => units[index]));
	return counts !== null
		? withUnit(counts)(id, listNames(study, indices), ({ final }) =>
				meanOfAll(indices.map((index) => final.skills[index].exact)),
			)
		: toLoss(id, ids, study);
}

/** The average of each run's best checkpoint: its share, or else held-out loss. */
const bestMeasure = (study: Study, counts: MeasureUnit | null): ReadMeasure =>
	counts !== null
		? withUnit(counts)('best', [], ({ best }) => best?.averageExact ?? null)
		: lossMeasure('best', [], ({ best, mix }) =>
				best ? averageLoss(study, best.skills, mix) : null,
			);

/** The mean held-out loss of the skills that the cell trains. */
export function averageLoss(
	{ experiment: { skills } }: Pick<Study, 'experiment'>,
	scores: readonly { readonly loss: number }[],
	mix: CellResult['mix'],
): number | null {
	return meanOfKnown(scores.map(({ loss }, i) => (Object.hasOwn(mix, skills[i].id) ? loss : null)));
}

/** null if a value is missing. */
const meanOfAll = (values: readonly (number | null)[]): number | null =>
	values.includes(null) ? null : meanOfKnown(values);

/** A mean over n cells with its 95 % bootstrap interval (core/bootstrap.ts); null ends if n < 2. */
export interface Estimate {
	readonly mean: number;
	readonly low: number | null;
	readonly high: number | null;
	readonly n: number;
}

export type Estimates = { readonly [Id in MeasureId]?: Estimate | null };

/** Estimates the mean over the cells that have the number; null if none has. */
export function estimateMean(values: readonly (number | null)[]): Estimate | null {
	const known = values.filter((value) => value !== null);
	if (known.length === 0) return null;
	const { mean, low, high, n } = bootstrapInterval(known);
	const finite = (value: number) => (Number.isFinite(value) ? value : null);
	return { mean, low: finite(low), high: finite(high), n };
}
