/** What is read off a cell's result: the numbers that are averaged and compared. */
import { mean } from '#core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

export interface Measure {
	readonly id: MeasureId;
	readonly title: string;
	/** What it is called within a sentence. */
	readonly phrase: string;
	/** share: of held-out examples, 0 to 1, shown in %. nats: per answer token. */
	readonly unit: 'share' | 'nats';
	readonly better: 'higher' | 'lower';
	/** What it is over. */
	readonly about: string;
}
export type MeasureId = 'average' | 'worst' | 'target' | 'domain' | 'general' | 'generalChange';

export interface ReadMeasure extends Measure {
	/** null: the cell has no such number. */
	readonly of: (result: CellResult) => number | null;
}

/** Those that the study's cells have. `hasExact`: of each skill. */
export function measuresOf(study: Study, hasExact: readonly boolean[]): ReadMeasure[] {
	const { experiment, groups, target } = study;
	const places = (ids: readonly string[]) =>
		ids.map((id) => experiment.skills.findIndex((skill) => skill.id === id));
	const general = places(groups.general);
	const targetPlace = experiment.skills.findIndex(({ id }) => id === target);
	return [
		...(hasExact.some(Boolean) ? overSkills() : []),
		...(targetPlace >= 0
			? [score('target', `Target: ${experiment.skills[targetPlace].name}`, [targetPlace])]
			: []),
		...(groups.domain.length > 0 ? [score('domain', 'Domain', places(groups.domain))] : []),
		...(general.length > 0
			? [score('general', 'General', general), changeOf(general, experiment)]
			: []),
	];

	/** A mean of exact matches where the skills have one; else the mean loss. */
	function score(
		id: 'target' | 'domain' | 'general',
		title: string,
		all: readonly number[],
	): ReadMeasure {
		const exact = all.filter((place) => hasExact[place]);
		const names = (over: readonly number[]) =>
			over.map((place) => experiment.skills[place].name).join(', ');
		if (exact.length === 0)
			return {
				...{ id, title: `${title}: loss`, unit: 'nats', better: 'lower' },
				phrase: `loss of ${names(all)}`,
				about: `Mean held-out loss of ${names(all)}, in nats per answer token: text has no exact match. Lower is better.`,
				of: ({ final }: CellResult) => meanOf(all.map((place) => final.skills[place].loss)),
			};
		return {
			...{ id, title: `${title}: exact match`, unit: 'share', better: 'higher' },
			phrase:
				id === 'target' ? `exact match of ${names(exact)}` : `exact match of the ${id} skills`,
			about: `Mean exact match on held-out examples of ${names(exact)}.`,
			of: ({ final }: CellResult) => meanOf(exact.map((place) => final.skills[place].exact)),
		};
	}
}

const overSkills = (): ReadMeasure[] => [
	{
		...{ id: 'average', title: 'Average exact match', unit: 'share', better: 'higher' },
		phrase: 'average exact match',
		about: 'Mean of the exact matches of the trained skills that have one, on held-out examples.',
		of: ({ final }) => final.averageExact,
	},
	{
		...{ id: 'worst', title: 'Worst skill', unit: 'share', better: 'higher' },
		phrase: 'exact match of the worst skill',
		about: 'Exact match of the trained skill that has the lowest one in that run.',
		of: ({ final }) => final.worstExact?.exact ?? null,
	},
];

const changeOf = (places: readonly number[], { evaluation, skills }: Experiment): ReadMeasure => ({
	...{ id: 'generalChange', title: 'General: change of loss', unit: 'nats', better: 'lower' },
	phrase: 'change of general loss',
	about:
		`Mean held-out loss of ${places.map((place) => skills[place].name).join(', ')} at the end less that of the base model: above 0 it was forgotten. ` +
		`The base model's is over at most ${evaluation.examples} examples a skill, the end's over at most ${evaluation.finalExamples}.`,
	of: ({ base, final }) =>
		meanOf(places.map((place) => final.skills[place].loss - base.skills[place].loss)),
});

/** null where one of them is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
	const known = values.filter((value) => value !== null);
	if (known.length < values.length || known.length === 0) return null;
	return mean(known);
}
