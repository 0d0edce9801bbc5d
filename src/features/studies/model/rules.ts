/** Rules between the fields of a study file. Functions throw InputError that names the field. */
import { wrong } from '#core/fields.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { SkillInfo } from '#data/skill.ts';
import { foundPolicy, shareLabel } from './axes.ts';
import type { StudyFile } from './schema.ts';
import type { Study } from './study.ts';

/** The labels of all policies, with those of domain shares and of the search. */
export const labelsOf = ({ policies, domainShares = [], search }: StudyFile): string[] => [
	...policies.map(({ label }) => label),
	...domainShares.map(shareLabel),
	...(search ? [foundPolicy.label] : []),
];

export function checkFields(file: StudyFile, groups: Study['groups']): void {
	const { policies, seeds, models, epochs, learningRates, domainShares, search } = file;
	const modelIds = models?.map((model) => (typeof model === 'object' ? model.id : model));
	demandDistinct({ seeds, models: modelIds, epochs, learningRates, domainShares });
	if (policies.length === 0 && !domainShares && !search)
		throw wrong('policies', 'is missing. Name at least one policy, or give domainShares.');
	checkLabels(file);
	checkLengthOfRuns(file);
	for (const group of ['domain', 'general'] as const)
		if (domainShares && groups[group].length === 0)
			throw wrong(
				`groups.${group}`,
				'is empty, so there is nothing to blend. Name its skills under groups.',
			);
}

type Values = readonly (string | number)[];

/** The index of a value that an earlier one equals, or −1. */
const findRepeated = (values: Values): number =>
	values.findIndex((value, index) => values.indexOf(value) < index);

function demandDistinct(lists: Readonly<Record<string, Values | undefined>>): void {
	for (const [field, values = []] of Object.entries(lists)) {
		const index = findRepeated(values);
		if (index < 0) continue;
		const value = JSON.stringify(values[index]);
		throw wrong(`${field}[${index}]`, `${value} is there twice. Leave one out.`);
	}
}

function checkLabels(file: StudyFile): void {
	const { domainShares = [], against } = file;
	const shares = domainShares.map(shareLabel);
	const share = findRepeated(shares);
	if (share >= 0)
		throw wrong(
			`domainShares[${share}]`,
			`repeats an earlier share: both are ${shares[share]}. Leave one out.`,
		);
	const labels = labelsOf(file);
	const repeated = findRepeated(labels);
	if (repeated >= 0)
		throw wrong(
			'policies',
			`"${labels[repeated]}" is the label of another cell. Choose another one.`,
		);
	const unknown = against.find((label) => !labels.includes(label));
	if (unknown !== undefined)
		throw wrong(
			'against',
			`"${unknown}" is none of the policies. Known ones: ${labels.join(', ')}.`,
		);
	demandDistinct({ against });
}

function checkLengthOfRuns({ epochs, budget, policies }: StudyFile): void {
	if (!epochs) return;
	const reason = 'epochs set the length of each run';
	if (budget) throw wrong('budget', `${reason}, so there can be no budget. Leave one out.`);
	const own = policies.findIndex(({ steps }) => steps !== undefined);
	if (own >= 0)
		throw wrong(
			`policies[${own}].steps`,
			`${reason}, so a policy cannot have its own steps. Leave one out.`,
		);
}

/** The search must not choose the mix on seeds that are compared, and it needs an exact match. */
export function checkSearch(
	{ search, seeds }: StudyFile,
	{ skills }: Experiment,
	infos: readonly SkillInfo[],
): void {
	if (!search) return;
	const [first, second] = search.seeds;
	if (first === second) throw wrong('search.seeds', `both are ${first}. Give two different seeds.`);
	const shared = search.seeds.findIndex((seed) => seeds.includes(seed));
	if (shared >= 0)
		throw wrong(
			`search.seeds[${shared}]`,
			`${search.seeds[shared]} is one of the study's seeds: ` +
				'the search would choose the mix on runs that are compared. Take another seed.',
		);
	const scorerOf = (id: string) => infos.find((info) => info.id === id)?.scorer;
	if (skills.every(({ id, use }) => use !== 'train' || scorerOf(id) === 'loss'))
		throw wrong(
			'search',
			'it takes the mix with the best average exact match, and no trained skill has one. ' +
				'Leave it out.',
		);
}

export function demandSkill(
	field: string,
	id: string,
	{ skills }: Pick<Experiment, 'skills'>,
): void {
	if (skills.some((skill) => skill.id === id)) return;
	const known = skills.map((skill) => skill.id).join(', ');
	throw wrong(field, `the experiment has no skill "${id}". Known ones: ${known}.`);
}

export function checkGroups(groups: Study['groups'], experiment: Experiment): void {
	for (const [group, ids] of Object.entries(groups)) {
		ids.forEach((id: string, i: number) => demandSkill(`groups.${group}[${i}]`, id, experiment));
		demandDistinct({ [`groups.${group}`]: ids });
	}
	const both = groups.general.find((id) => groups.domain.includes(id));
	if (both !== undefined)
		throw wrong('groups.general', `"${both}" is in the domain too. Put it in one of the two.`);
}
