/** Rules between the fields of a study. Errors name the field of its file. */
import { wrong } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import type { SkillInfo } from '#data/skill.ts';
import { checkAnalysis } from './analysis/checkAnalysis.ts';
import { shareLabel } from './axes.ts';
import { demandFewCells, policyLabels } from './factors.ts';
import type { Study } from './study.ts';

/** `infos`: the lab's skills. Throws InputError. */
export function checkStudy(study: Study, infos: readonly SkillInfo[]): void {
	const { seeds, axes, target, groups } = study;
	checkGroups(study);
	if (target !== null) demandSkill('target', target, study);
	demandDistinct('seeds', seeds);
	demandDistinct(
		'models',
		axes.model?.map(({ id }) => id),
	);
	demandDistinct('epochs', axes.epochs);
	demandDistinct('learningRates', axes.learningRate);
	demandDistinct('domainShares', axes.domainShare);
	checkLabels(study);
	checkLengthOfRuns(study);
	for (const group of ['domain', 'general'] as const)
		if (axes.domainShare && groups[group].length === 0)
			throw wrong(
				`groups.${group}`,
				sentence`is empty, so there is nothing to blend. Name its skills under groups.`,
			);
	checkSearch(study, infos);
	checkAnalysis(study, infos);
	demandFewCells(study);
}

/** The index of a value that an earlier one equals, or −1. */
const findRepeated = (values: readonly (string | number)[]): number =>
	values.findIndex((value, index) => values.indexOf(value) < index);

function demandDistinct(field: string, values: readonly (string | number)[] = []): void {
	const index = findRepeated(values);
	if (index < 0) return;
	const value = JSON.stringify(values[index]);
	throw wrong(`${field}[${index}]`, sentence`${value} is there twice. Leave one out.`);
}

function checkLabels(study: Study): void {
	const { axes, against } = study;
	const labels = policyLabels(study);
	if (labels.length === 0)
		throw wrong('policies', sentence`is missing. Name at least one policy, or give domainShares.`);
	const shares = (axes.domainShare ?? []).map(shareLabel);
	const share = findRepeated(shares);
	if (share >= 0)
		throw wrong(
			`domainShares[${share}]`,
			sentence`repeats an earlier share: both are ${shares[share]}. Leave one out.`,
		);
	const repeated = findRepeated(labels);
	if (repeated >= 0)
		throw wrong(
			'policies',
			sentence`"${labels[repeated]}" is the label of another cell. Choose another one.`,
		);
	const unknown = against.find((label) => !labels.includes(label));
	if (unknown !== undefined)
		throw wrong(
			'against',
			sentence`"${unknown}" is none of the policies. Known ones: ${labels.join(', ')}.`,
		);
	demandDistinct('against', against);
}

function checkLengthOfRuns({ axes, budget, policies }: Study): void {
	if (!axes.epochs) return;
	const reason = 'epochs set the length of each run';
	if (budget) throw wrong('budget', sentence`${reason}, so there can be no budget. Leave one out.`);
	const own = policies.findIndex(({ steps, rows }) => (steps ?? rows) !== undefined);
	if (own >= 0)
		throw wrong(
			`policies[${own}].${policies[own].steps === undefined ? 'rows' : 'steps'}`,
			sentence`${reason}, so a policy cannot have its own steps or rows. Leave one out.`,
		);
}

/** The search must not choose the mix on seeds that are compared, and it needs an exact match. */
function checkSearch(
	{ search, seeds, experiment: { skills } }: Study,
	infos: readonly SkillInfo[],
): void {
	if (!search) return;
	const [first, second] = search.seeds;
	if (first === second)
		throw wrong('search.seeds', sentence`both are ${first}. Give two different seeds.`);
	const shared = search.seeds.findIndex((seed) => seeds.includes(seed));
	if (shared >= 0)
		throw wrong(
			`search.seeds[${shared}]`,
			sentence`${search.seeds[shared]} is one of the study's seeds: the search would choose the
				mix on runs that are compared. Take another seed.`,
		);
	const findScorer = (id: string) => infos.find((info) => info.id === id)?.scorer;
	if (skills.every(({ id, use }) => use !== 'train' || findScorer(id) === 'loss'))
		throw wrong(
			'search',
			sentence`it takes the mix with the best average exact match, and no trained skill has one.
				Leave it out.`,
		);
}

function demandSkill(field: string, id: string, { experiment: { skills } }: Study): void {
	if (skills.some((skill) => skill.id === id)) return;
	const known = skills.map((skill) => skill.id).join(', ');
	throw wrong(field, sentence`the experiment has no skill "${id}". Known ones: ${known}.`);
}

function checkGroups(study: Study): void {
	const { domain, general } = study.groups;
	for (const [group, ids] of Object.entries(study.groups)) {
		ids.forEach((id: string, i: number) => demandSkill(`groups.${group}[${i}]`, id, study));
		demandDistinct(`groups.${group}`, ids);
	}
	const both = general.find((id) => domain.includes(id));
	if (both !== undefined)
		throw wrong(
			'groups.general',
			sentence`"${both}" is in the domain too. Put it in one of the two.`,
		);
}
