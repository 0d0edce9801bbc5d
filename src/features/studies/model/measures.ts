/** The measures of a report: numbers read from a cell's result, which are averaged and compared. */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { mean } from '#core/statistics.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

export interface Measure {
	readonly id: MeasureId;
	/** share: of held-out examples, 0 to 1, shown in %. nats: per answer token. */
	readonly unit: 'share' | 'nats';
	readonly better: 'higher' | 'lower';
	/** Names of the skills that it averages; empty: those trained with an exact match. */
	readonly skills: readonly string[];
	/** generalChange only: most held-out examples per skill before the first step and at the end. */
	readonly examples?: { readonly base: number; readonly final: number };
}
export type MeasureId = 'average' | 'worst' | 'target' | 'domain' | 'general' | 'generalChange';

export interface ReadMeasure extends Measure {
	/** null: the cell has no such number. */
	readonly read: (result: CellResult) => number | null;
}

export const withoutRead = ({ read: _read, ...measure }: ReadMeasure): Measure => measure;

/** The measures that the study's cells have. `hasExact`: whether each skill has an exact match. */
export function measuresOf(study: Study, hasExact: readonly boolean[]): ReadMeasure[] {
	const { experiment, groups, target } = study;
	const indicesOf = (ids: readonly string[]) =>
		ids.map((id) => experiment.skills.findIndex((skill) => skill.id === id));
	const general = indicesOf(groups.general);
	const targetIndex = experiment.skills.findIndex(({ id }) => id === target);
	return [
		...(hasExact.some(Boolean) ? skillMeasures : []),
		...(targetIndex >= 0 ? [meanScore('target', [targetIndex])] : []),
		...(groups.domain.length > 0 ? [meanScore('domain', indicesOf(groups.domain))] : []),
		...(general.length > 0 ? [meanScore('general', general), changeOfLoss(general)] : []),
	];

	/** The mean exact match of the skills that have one, or else the mean loss. */
	function meanScore(id: 'target' | 'domain' | 'general', indices: readonly number[]): ReadMeasure {
		const exact = indices.filter((index) => hasExact[index]);
		if (exact.length === 0)
			return {
				id,
				unit: 'nats',
				better: 'lower',
				skills: namesOf(indices),
				read: ({ final }) => meanOfAll(indices.map((index) => final.skills[index].loss)),
			};
		return {
			id,
			unit: 'share',
			better: 'higher',
			skills: namesOf(exact),
			read: ({ final }) => meanOfAll(exact.map((index) => final.skills[index].exact)),
		};
	}

	function changeOfLoss(indices: readonly number[]): ReadMeasure {
		const { examples, finalExamples } = experiment.evaluation;
		return {
			id: 'generalChange',
			unit: 'nats',
			better: 'lower',
			skills: namesOf(indices),
			examples: { base: examples, final: finalExamples },
			read: ({ base, final }) =>
				meanOfAll(indices.map((index) => final.skills[index].loss - base.skills[index].loss)),
		};
	}

	function namesOf(indices: readonly number[]): string[] {
		return indices.map((index) => experiment.skills[index].name);
	}
}

const skillMeasures: readonly ReadMeasure[] = [
	{
		id: 'average',
		unit: 'share',
		better: 'higher',
		skills: [],
		read: ({ final }) => final.averageExact,
	},
	{
		id: 'worst',
		unit: 'share',
		better: 'higher',
		skills: [],
		read: ({ final }) => final.worstExact?.exact ?? null,
	},
];

/** null if a value is missing. */
const meanOfAll = (values: readonly (number | null)[]): number | null =>
	values.includes(null) ? null : meanOfKnown(values);

/**
 * A mean over n cells with its 95 % percentile bootstrap interval (core/bootstrap.ts). The ends are
 * null for fewer than two cells.
 */
export interface Estimate {
	readonly mean: number;
	readonly low: number | null;
	readonly high: number | null;
	readonly n: number;
}

/** Estimates the mean over the cells that have the number; null if none has. */
export function estimateOf(values: readonly (number | null)[]): Estimate | null {
	const known = values.filter((value) => value !== null);
	if (known.length === 0) return null;
	const { mean, low, high, n } = bootstrapInterval(known);
	const finite = (value: number) => (Number.isFinite(value) ? value : null);
	return { mean, low: finite(low), high: finite(high), n };
}

/** null if no value is known. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : mean(known);
}
