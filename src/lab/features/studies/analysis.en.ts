/** English words of the comparisons that a study names beforehand. */
import { plural, type Catalogue } from '#engine/core/message.ts';
import {
	amountText,
	differenceText,
	differenceValue,
	leads,
	measurePhrase,
	pPhrase,
	pText,
} from './measureWords.en.ts';
import { axisName } from './model/axes.ts';
import type { PilotPower, PilotSpread } from './model/analysis/pilotPower.ts';
import type { Measure } from './model/measures.ts';
import type { PlannedEvidence, ReportMessages } from './model/messages.ts';

type Sentences = 'headline.planned' | 'planned' | 'planned.unknown' | 'note.planned';

export const analysisSentences: Pick<Catalogue<ReportMessages>, Sentences> = {
	'headline.planned': ({ measures, of, different, equivalent, undecided, largest }) =>
		(largest ? `${leads(largest)}. ` : '') +
		`${plural(of, 'comparison')} named beforehand` +
		`${largest ? '' : ` in ${measuresText(measures)}`}: ` +
		`${different} different, ${equivalent} equivalent, ${undecided} undecided.`,
	planned: (evidence) =>
		[verdictText(evidence), marginText(evidence), powerText(evidence)].filter(Boolean).join(' '),
	'planned.unknown': ({ label, against, measure, n }) =>
		`${label} against ${against} in ${measurePhrase(measure)}: ${plural(n, 'seed')} on both ` +
		'sides, too few for a test.',
	'note.planned': ({ measures, of, correction, over, margin }) =>
		`Named beforehand: ${measuresText(measures)}, ${plural(of, 'comparison')}, paired t ` +
		`test over seeds, ${correction === 'holm' ? 'Holm’s correction' : 'no correction'}.` +
		(over.length > 0
			? ` Each seed’s differences are averaged over ${over.map(axisName).join(', ')} first, so ` +
				'the intervals cover seeds alone.'
			: '') +
		(margin === null
			? ''
			: ` Equivalent: both one-sided tests reject a difference of ` +
				`${amountText(margin, measures[0].unit)} or more, corrected in the same way.`),
};

const measuresText = (measures: readonly Measure[]) => measures.map(measurePhrase).join(' and ');

function verdictText(evidence: PlannedEvidence): string {
	const { label, against, verdict, measure, margin } = evidence;
	const found = `in ${measurePhrase(measure)}: ${evidenceText(evidence)}`;
	if (verdict === 'equivalent' && margin !== null)
		return (
			`Equivalent: ${label} and ${against} differ by less than ` +
			`${amountText(margin, measure.unit)} ${found}`
		);
	if (verdict === 'undecided') return `Undecided: ${label} against ${against} ${found}`;
	return `Different: ${label} is ${verdict} than ${against} ${found}`;
}

const evidenceText = ({ measure: { unit }, n, test }: PlannedEvidence) =>
	`${differenceText(test.mean, unit)} (95 %: ${differenceValue(test.low, unit)} to ` +
	`${differenceValue(test.high, unit)}; ${pPhrase(test.p)}, adjusted ${pText(test.adjusted)}; ` +
	`n = ${plural(n, 'seed')}).`;

function marginText({ margin, equivalence, isEquivalent, verdict, measure }: PlannedEvidence) {
	if (margin === null || !equivalence) return '';
	const { low, high, p, adjusted } = equivalence;
	const { unit } = measure;
	const within = `within ±${amountText(margin, unit)}`;
	const range =
		`(90 %: ${differenceValue(low, unit)} to ${differenceValue(high, unit)}; ` +
		`both one-sided tests ${pPhrase(p)}, adjusted ${pText(adjusted)})`;
	if (!isEquivalent) return `Equivalence ${within} is not shown ${range}.`;
	return verdict === 'equivalent'
		? `The difference lies ${within} ${range}.`
		: `Yet the difference lies ${within} ${range}.`;
}

/** null: more than the search tries. */
const seedsText = (n: number | null) => (n === null ? 'more than 1,000 seeds' : plural(n, 'seed'));

function powerText({ smallestEffect, seedsNeeded, effect, verdict, measure, n }: PlannedEvidence) {
	if (verdict !== 'undecided' || smallestEffect === null) return '';
	const smallest =
		`${plural(n, 'seed')} detect ${amountText(smallestEffect, measure.unit)} or more ` +
		'(80 % power, after correction)';
	if (effect === null) return `${smallest}.`;
	return `${smallest}; ${amountText(effect, measure.unit)} would need ${seedsText(seedsNeeded)}.`;
}

/** The pilot's deviations, and the difference that so many seeds detect. */
export function powerSentence(found: PilotSpread & PilotPower): string {
	const { measure, title, median, low, high, comparisons, seeds, of, effect } = found;
	const { smallest, smallestAtHighest, needed, neededAtHighest } = found;
	const amount = (value: number) => amountText(value, measure.unit);
	return (
		`Pilot “${title}”, ${measurePhrase(measure)}: paired SD ${amount(median)} (median of ` +
		`${plural(comparisons, 'comparison')}; ${amount(low)} to ${amount(high)}). ` +
		`${plural(seeds, 'seed')} detect ${amount(smallest)} with 80 % power ` +
		`(${amount(smallestAtHighest)} at the highest SD), at 5 % ÷ ${of}, Holm’s first step. ` +
		`${amount(effect)} needs ${seedsText(needed)} ` +
		`(${seedsText(neededAtHighest)} at the highest SD).`
	);
}

export const analysisTitles = {
	planned: 'Comparisons named beforehand',
	comparison: 'comparison',
	minus: (label: string, against: string, on: string | null) =>
		`${label} − ${against}${on === null ? '' : ` on ${on}`}`,
	differenceWith95: (unit: string) => `difference (95 %), ${unit}`,
	p: 'p',
	holm: 'p, Holm',
	within90: (margin: string) => `90 % interval (within ±${margin})`,
	equivalenceP: 'p, equivalence',
	equivalenceHolm: 'p, equivalence, Holm',
	deviation: 'SD of differences',
	smallestEffect: 'detectable (80 %)',
	seedsFor: (effect: string) => `seeds for ${effect}`,
	moreSeeds: 'over 1,000',
	verdict: 'verdict',
	forest: (reference: string) => `Every policy against ${reference}`,
	stepsTo: (skill: string | null, every: number) =>
		`Steps to the ${skill === null ? 'average held-out loss' : `held-out loss of ${skill}`}, ` +
		`measured every ${every}`,
	targetLoss: 'target, nats',
	reached: 'reached',
	reachedOf: (reached: number, n: number) => `${reached} of ${n}`,
	medianSteps: 'median steps',
	after: (step: number) => `over ${step}`,
	fewerSteps: (reference: string) => `steps of ${reference} ÷ its steps`,
	bySkill: 'Scores by skill',
	byPart: 'by part',
	plannedVerdicts: {
		better: 'different: better',
		worse: 'different: worse',
		equivalent: 'equivalent',
		undecided: 'undecided',
		unknown: 'too few seeds',
	},
};
