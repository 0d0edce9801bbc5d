/** Rules for the analysis that a study names beforehand. Errors name the field of its file. */
import { wrong } from '#core/fields.ts';
import { sentence, type Message } from '#core/message.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Analysis, Study } from '../study.ts';
import { plannedPairs } from './planned.ts';
import { namedPairs, outcomeSkills, pairSides, sideNames, sidesNamed, listSides } from './sides.ts';

/** `infos`: the lab's skills. Throws InputError. */
export function checkAnalysis(study: Study, infos: readonly SkillInfo[]): void {
	const { analysis } = study;
	if (!analysis) return;
	checkOutcome(study, analysis.outcome, infos);
	checkPairs(study, analysis, infos);
	const ids = study.experiment.skills.map(({ id }) => id);
	for (const name of Object.keys(analysis.targetLoss))
		if (name !== 'average' && !ids.includes(name))
			throw wrong(
				`analysis.targetLoss.${name}`,
				sentence`the experiment has no such skill. Use average, or one of ${ids.join(', ')}.`,
			);
	const stray = analysis.over.findIndex((id) => study.axes[id] === undefined);
	if (stray >= 0)
		throw wrong(
			`analysis.over[${stray}]`,
			sentence`the study does not vary ${analysis.over[stray]}. Leave it out.`,
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
		const unknown = [name, against].find((one) => sidesNamed(sides, one).length === 0);
		if (unknown !== undefined)
			throw wrong(field, sentence`"${unknown}" is no policy and no group. Known ones: ${known}.`);
		if (name === against)
			throw wrong(field, sentence`"${name}" is on both sides. Name two policies.`);
		const [found] = pairSides(sides, pair);
		if (!found)
			throw wrong(
				field,
				sentence`"${name}" and "${against}" have no other factors in common. Name two groups.`,
			);
		const skills = outcomeSkills(study, found, outcome);
		const stray = skills?.find((id) => !ids.includes(id));
		if (stray !== undefined)
			throw wrong(
				field,
				sentence`the experiment has no skill "${stray}". Use target, or one of ${ids.join(', ')}.`,
			);
		if (skills?.length === 0)
			throw wrong(
				field,
				sentence`neither "${name}" nor "${against}" has a target. Name a skill instead.`,
			);
		const key = JSON.stringify([[name, against].sort(), skills]);
		if (seen.has(key)) throw wrong(field, sentence`repeats an earlier comparison. Leave one out.`);
		seen.add(key);
	});
	if (seen.size === 0)
		throw wrong(
			'analysis.comparisons',
			sentence`there is no other policy to compare. Add a policy, or leave the analysis out.`,
		);
	const hasExact = ids.map((id) => infos.find((info) => info.id === id)?.scorer !== 'loss');
	const units = plannedPairs(study, analysis, hasExact).map(({ measure }) => measure.unit);
	if (new Set(units).size > 1)
		throw wrong(
			'analysis.comparisons',
			sentence`some outcomes are a loss, others an exact match. Put them in two studies.`,
		);
}

function checkOutcome(
	{ target, groups, experiment: { skills, evaluation } }: Study,
	outcome: Analysis['outcome'],
	infos: readonly SkillInfo[],
): void {
	const fail = (mend: Message) => wrong('analysis.outcome', mend);
	if (outcome === 'target' && target === null)
		throw fail(sentence`the study has no target. Name a target.`);
	if (outcome === 'domain' && groups.domain.length === 0)
		throw fail(sentence`the study has no domain skills. Name them under groups.`);
	if (outcome.startsWith('general') && groups.general.length === 0)
		throw fail(sentence`the study has no general skills. Name them under groups.`);
	if (outcome === 'best' && !evaluation.best)
		throw fail(sentence`the experiment chooses no best checkpoint. Set evaluation.best in it.`);
	const findScorer = (id: string) => infos.find((info) => info.id === id)?.scorer;
	const isText = skills.every(({ id, use }) => use !== 'train' || findScorer(id) === 'loss');
	if ((outcome === 'average' || outcome === 'worst') && isText)
		throw fail(sentence`no trained skill has an exact match. Use loss.`);
}
