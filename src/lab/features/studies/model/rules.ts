/** Rules between the fields of a study. Errors name the field of its file. */
import { fieldError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { demandFewCells, policyLabels, shareLabel } from './factors.ts';
import { scoredSkills } from './measures.ts';
import type { Analysis, Study } from './study.ts';
import { plannedPairs } from './analysis/planned.ts';
import {
	listSides,
	namedPairs,
	outcomeSkills,
	pairSides,
	sideNames,
	sidesNamed,
} from './analysis/sides.ts';

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
			throw fieldError(`groups.${group}`, sentence('studies.errors.isEmptySoThere'));
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
	throw fieldError(
		`${field}[${index}]`,
		sentence('studies.errors.isThereTwiceLeaveOne', { value }),
	);
}

function checkLabels(study: Study): void {
	const { axes, against } = study;
	const labels = policyLabels(study);
	if (labels.length === 0)
		throw fieldError('policies', sentence('studies.errors.isMissingNameAtLeast'));
	const shares = (axes.domainShare ?? []).map(shareLabel);
	const share = findRepeated(shares);
	if (share >= 0)
		throw fieldError(
			`domainShares[${share}]`,
			sentence('studies.errors.repeatsEarlierShareBoth', { shares: shares[share] }),
		);
	const repeated = findRepeated(labels);
	if (repeated >= 0)
		throw fieldError(
			'policies',
			sentence('studies.errors.isLabelOfAnotherCell', { labels: labels[repeated] }),
		);
	const unknown = against.find((label) => !labels.includes(label));
	if (unknown !== undefined)
		throw fieldError(
			'against',
			sentence('studies.errors.isNoneOfPoliciesKnown', { unknown, labels: labels.join(', ') }),
		);
	demandDistinct('against', against);
}

function checkLengthOfRuns({ axes, budget, policies }: Study): void {
	if (!axes.epochs) return;
	if (budget) throw fieldError('budget', sentence('studies.errors.soThereCan'));
	const limited = policies.findIndex(({ steps, rows }) => (steps ?? rows) !== undefined);
	if (limited >= 0)
		throw fieldError(
			`policies[${limited}].${policies[limited].steps === undefined ? 'rows' : 'steps'}`,
			sentence('studies.errors.soPolicyCannotHaveOwn'),
		);
}

function demandSkill(field: string, id: string, { experiment: { skills } }: Study): void {
	if (skills.some((skill) => skill.id === id)) return;
	const known = skills.map((skill) => skill.id).join(', ');
	throw fieldError(field, sentence('studies.errors.experimentHasNoSkillKnown', { id, known }));
}

function checkGroups(study: Study): void {
	const { domain, general } = study.groups;
	for (const [group, ids] of Object.entries(study.groups)) {
		ids.forEach((id: string, i: number) => demandSkill(`groups.${group}[${i}]`, id, study));
		demandDistinct(`groups.${group}`, ids);
	}
	const both = general.find((id) => domain.includes(id));
	if (both !== undefined)
		throw fieldError('groups.general', sentence('studies.errors.isInDomainTooPut', { both }));
}

/**
 * Rules for the analysis that a study names beforehand. `infos`: the lab's skills. Throws
 * InputError.
 */
function checkAnalysis(study: Study, infos: readonly SkillInfo[]): void {
	const { analysis } = study;
	if (!analysis) return;
	checkOutcome(study, analysis.outcome, infos);
	checkPairs(study, analysis, infos);
	const ids = study.experiment.skills.map(({ id }) => id);
	for (const name of Object.keys(analysis.targetLoss))
		if (name !== 'average' && !ids.includes(name))
			throw fieldError(
				`analysis.targetLoss.${name}`,
				sentence('studies.errors.experimentHasNoSuchSkill', { ids: ids.join(', ') }),
			);
	const stray = analysis.over.findIndex((id) => study.axes[id] === undefined);
	if (stray >= 0)
		throw fieldError(
			`analysis.over[${stray}]`,
			sentence('studies.errors.studyDoesNotVaryLeave', { over: analysis.over[stray] }),
		);
}

function checkPairs(study: Study, analysis: Analysis, infos: readonly SkillInfo[]): void {
	const sides = listSides(study, analysis);
	const ids = study.experiment.skills.map(({ id }) => id);
	const isOne = typeof analysis.comparisons === 'string';
	const known = sideNames(sides).slice(0, 20).join(', ');
	const seen = new Set<string>();
	namedPairs(study, analysis).forEach((pair, index) => {
		const field = `analysis.comparisons${isOne ? '' : `[${index}]`}`;
		const [name, against, outcome] = pair;
		const unknown = [name, against].find((side) => sidesNamed(sides, side).length === 0);
		if (unknown !== undefined)
			throw fieldError(field, sentence('studies.errors.isNoPolicy', { unknown, known }));
		if (name === against)
			throw fieldError(field, sentence('studies.errors.isOnBothSidesName', { name }));
		const [found] = pairSides(sides, pair);
		if (!found)
			throw fieldError(field, sentence('studies.errors.andHaveNoOtherFactors', { name, against }));
		const skills = outcomeSkills(study, found, outcome);
		const stray = skills?.find((id) => !ids.includes(id));
		if (stray !== undefined)
			throw fieldError(
				field,
				sentence('studies.errors.experimentHasNoSkillUse', { stray, ids: ids.join(', ') }),
			);
		if (skills?.length === 0)
			throw fieldError(
				field,
				sentence('studies.errors.neitherNorHasTargetName', { name, against }),
			);
		const key = JSON.stringify([[name, against].sort(), skills]);
		if (seen.has(key))
			throw fieldError(field, sentence('studies.errors.repeatsEarlierComparisonLeaveOne'));
		seen.add(key);
	});
	if (seen.size === 0)
		throw fieldError('analysis.comparisons', sentence('studies.errors.thereIsNoOtherPolicy'));
	const scored = scoredSkills(study, infos);
	const units = plannedPairs(study, analysis, scored).map(({ measure }) => measure.unit);
	if (new Set(units).size > 1)
		throw fieldError('analysis.comparisons', sentence('studies.errors.someOutcomesAreLossOthers'));
}

function checkOutcome(
	{ target, groups, experiment: { skills, evaluation } }: Study,
	outcome: Analysis['outcome'],
	infos: readonly SkillInfo[],
): void {
	const fail = (fix: Message) => fieldError('analysis.outcome', fix);
	if (outcome === 'target' && target === null)
		throw fail(sentence('studies.errors.studyHasNoTargetName'));
	if (outcome === 'domain' && groups.domain.length === 0)
		throw fail(sentence('studies.errors.studyHasNoDomainSkills'));
	if (outcome.startsWith('general') && groups.general.length === 0)
		throw fail(sentence('studies.errors.studyHasNoGeneralSkills'));
	if (outcome === 'best' && !evaluation.best)
		throw fail(sentence('studies.errors.experimentChoosesNoBestCheckpoint'));
	const findScorer = (id: string) => infos.find((info) => info.id === id)?.scorer;
	const isText = skills.every(({ id, use }) => use !== 'train' || findScorer(id) === 'loss');
	if ((outcome === 'average' || outcome === 'worst') && isText)
		throw fail(sentence('studies.errors.noTrainedSkillHasExact'));
}
