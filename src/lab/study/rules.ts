/** Rules between the fields of a study. Errors name the field of its file. */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { demandFewCells, policyLabels, shareLabel } from './factors.ts';
import type { Study } from './study.ts';

/** Throws InputError. */
export function checkStudy(study: Study): void {
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
			throw fieldError(
				`groups.${group}`,
				say('is empty, so there is nothing to blend. Name its skills under groups.'),
			);
	demandFewCells(study);
}

/** The index of a value that an earlier one equals, or −1. */
const findRepeated = (values: readonly (string | number)[]): number =>
	values.findIndex((value, index) => values.indexOf(value) < index);

function demandDistinct(field: string, values: readonly (string | number)[] = []): void {
	const index = findRepeated(values);
	if (index < 0) return;
	const value = JSON.stringify(values[index]);
	throw fieldError(`${field}[${index}]`, say('{value} is there twice. Leave one out.', { value }));
}

function checkLabels(study: Study): void {
	const { axes, against } = study;
	const labels = policyLabels(study);
	if (labels.length === 0)
		throw fieldError(
			'policies',
			say('is missing. Name at least one policy, or give domainShares.'),
		);
	const shares = (axes.domainShare ?? []).map(shareLabel);
	const share = findRepeated(shares);
	if (share >= 0)
		throw fieldError(
			`domainShares[${share}]`,
			say('repeats an earlier share: both are {share}. Leave one out.', { share: shares[share] }),
		);
	const repeated = findRepeated(labels);
	if (repeated >= 0)
		throw fieldError(
			'policies',
			say('"{label}" is the label of two policies. Give each its own.', {
				label: labels[repeated],
			}),
		);
	const unknown = against.find((label) => !labels.includes(label));
	if (unknown !== undefined)
		throw fieldError(
			'against',
			say('"{unknown}" is not one of the policies. Known ones: {labels}.', {
				unknown,
				labels: labels.join(', '),
			}),
		);
	demandDistinct('against', against);
}

function checkLengthOfRuns({ axes, budget, policies }: Study): void {
	if (!axes.epochs) return;
	if (budget)
		throw fieldError(
			'budget',
			say('epochs set the length of each run, so there can be no budget. Leave one out.'),
		);
	const limited = policies.findIndex(({ steps, rows }) => (steps ?? rows) !== undefined);
	if (limited >= 0)
		throw fieldError(
			`policies[${limited}].${policies[limited].steps === undefined ? 'rows' : 'steps'}`,
			say(
				'epochs set the length of each run, so a policy cannot have its own steps or rows. Leave one out.',
			),
		);
}

function demandSkill(field: string, id: string, { experiment: { skills } }: Study): void {
	if (skills.some((skill) => skill.id === id)) return;
	const known = skills.map((skill) => skill.id).join(', ');
	throw fieldError(
		field,
		say('the experiment has no skill "{id}". Known ones: {known}.', { id, known }),
	);
}

function checkGroups(study: Study): void {
	const { domain, general } = study.groups;
	for (const [group, ids] of Object.entries(study.groups)) {
		ids.forEach((id: string, i: number) => demandSkill(`groups.${group}[${i}]`, id, study));
		demandDistinct(`groups.${group}`, ids);
	}
	const both = general.find((id) => domain.includes(id));
	if (both !== undefined)
		throw fieldError(
			'groups.general',
			say('"{both}" is in the domain too. Put it in one of the two.', { both }),
		);
}
