/** The sentences of a report's messages. The messages are data, which files and pages store. */
import { messageText, type Catalogue } from '#engine/core/message.ts';
import { storedText } from '#languages/language.ts';
import { isDecided } from './model/analysis/pairedTests.ts';
import type { PilotPower, PilotSpread } from './model/analysis/pilotPower.ts';
import type {
	Evidence,
	Lead,
	PlannedEvidence,
	ReportMessage,
	ReportMessages,
	Sides,
} from './model/messages.ts';
import {
	amountText,
	axisText,
	differenceText,
	differenceValue,
	inBrackets,
	inTurn,
	measureAbout,
	measurePhrase,
	measureTitle,
	pPhrase,
	pText,
	reportText,
} from './reportText.ts';

const { headline, verdict, differ, cells, note, planned } = reportText;

const sentences: Catalogue<ReportMessages> = {
	'headline.decided': ({ apart, of: comparisons, ...lead }) =>
		headline.decided({ lead: leadText(lead), apart, comparisons }),
	'headline.close': ({ more, ...lead }) => headline.close({ lead: leadText(lead), more }),
	'headline.alone': ({ p, adjusted, of: comparisons, ...lead }) =>
		headline.alone({ lead: leadText(lead), comparisons, ...pValues({ p, adjusted }) }),
	'headline.oneSeed': (lead) => headline.oneSeed({ lead: leadText(lead) }),
	answer: (found) => headline.answer(answerValues(found)),
	'answer.served': ({ scores, ...found }) => headline.served({ ...answerValues(found), scores }),
	'answer.mixes': ({ skill, low, high }) =>
		headline.mixes({
			skill: storedText(skill),
			low: low.share,
			lowest: low.label,
			high: high.share,
			highest: high.label,
		}),
	'answer.promise': ({ inside, of: runs }) => headline.promise({ inside, runs }),
	'answer.law': headline.law,
	'answer.lawPending': headline.lawPending,
	'answer.laws': headline.laws,
	'headline.planned': ({ largest, of: comparisons, measures, ...numbers }) => {
		const counts = headline.planned({
			...numbers,
			comparisons,
			hasLead: largest !== null,
			measures: measures.map(measurePhrase),
		});
		return largest ? headline.largest({ lead: leadText(largest), counts }) : counts;
	},

	planned: (evidence) =>
		inTurn(
			plannedVerdict(evidence),
			otherVerdicts(evidence),
			equivalenceText(evidence),
			powerNeeded(evidence),
		),
	'planned.unknown': ({ measure, ...values }) =>
		planned.unknown({ ...values, measure: measurePhrase(measure) }),

	'verdict.noPairs': (sides) => verdict.noPairs(namesOf(sides)),
	'verdict.oneSeed': ({ measure, mean, ...sides }) =>
		verdict.oneSeed({
			...namesOf(sides),
			measure: measurePhrase(measure),
			difference: differenceText(mean, measure.unit),
		}),
	'verdict.better': (evidence) =>
		verdict.decided({ verdict: 'better', ...evidenceValues(evidence) }),
	'verdict.worse': (evidence) => verdict.decided({ verdict: 'worse', ...evidenceValues(evidence) }),
	'verdict.undecided': ({ bootstrapOnly, needed, most: seeds, ...evidence }) =>
		inTurn(
			verdict.undecided(evidenceValues(evidence)),
			bootstrapOnly && verdict.bootstrapOnly,
			evidence.pairs === evidence.seeds &&
				(needed === null ? verdict.tooMany({ seeds }) : verdict.needed({ needed })),
		),
	'verdict.allEqual': (evidence) =>
		inTurn(verdict.undecided(evidenceValues(evidence)), verdict.allEqual),
	'verdict.twoEqualPairs': (evidence) =>
		inTurn(verdict.undecided(evidenceValues(evidence)), verdict.twoEqualPairs),
	'verdict.others': ({ verdict: found, measures }) =>
		verdict.others({ verdict: found, measures: measures.map(measurePhrase) }),
	'verdict.alone': ({ of: comparisons, ...test }) =>
		verdict.alone({ comparisons, ...pValues(test) }),
	'verdict.noCommonScore': () => verdict.noCommonScore,

	'differ.backends': ({ pairs, of: all, backends: [a, b], ...sides }) =>
		differText(sides, differ.backends({ pairs, all, a, b })),
	'differ.engines': ({ pairs, of: all, engines, ...sides }) =>
		differText(sides, differ.engines({ pairs, all, engines })),
	'differ.skills': ({ skills, ...sides }) => {
		const [a, b] = skills.map((names) => (names.length === 0 ? [differ.noSkill] : names));
		return differText(sides, differ.skills({ a, b }));
	},
	'differ.steps': ({ a, b, ...sides }) => differText(sides, differ.steps({ a, b })),
	'differ.tokens': ({ a, b, ...sides }) => differText(sides, differ.tokens({ a, b })),
	'differ.updates': ({ a, b, ...sides }) => differText(sides, differ.updates({ a, b })),
	'differ.seconds': ({ a, b, mostSteps, ...sides }) =>
		differText(sides, differ.seconds({ a, b, mostSteps })),

	'policies.readings': ({ policies }) => cells.readings({ policies: someOf(policies) }),
	'cells.failed': ({ cells: names }) => cells.failed({ count: names.length, cells: someOf(names) }),
	'groups.empty': ({ groups }) => cells.noneOf({ groups: someOf(groups) }),
	'group.incomplete': ({ missingSeeds, ...values }) =>
		cells.incomplete({
			...values,
			isMissing: missingSeeds.length > 0,
			seeds: missingSeeds.map(String),
		}),
	'cells.backends': cells.backends,
	'cells.engines': cells.engines,
	'cells.floor': cells.floor,
	'budget.notReached': ({ cells: names, ...budget }) =>
		cells.budgetNotReached({ cells: someOf(names), ...budget }),
	'budget.spentBeforehand': ({ cells: names, seconds }) =>
		cells.budgetSpentBeforehand({ cells: someOf(names), seconds }),
	'cells.warned': ({ cells: names, message }) => cells.warned({ cells: someOf(names), message }),

	'note.n': () => note.n,
	'note.examples': ({ low, high }) => note.examples({ low, high, isSame: low === high }),
	'note.measure': ({ measure }) =>
		note.measure({ title: measureTitle(measure), about: measureAbout(measure) }),
	'note.paired': () => note.paired,
	'note.chance': note.chance,
	'note.holm': () => note.holm,
	'note.planned': ({ measures, of: comparisons, correction, over, margin }) =>
		inTurn(
			note.planned({ measures: measures.map(measurePhrase), comparisons, correction }),
			over.length > 0 && note.over({ factors: over.map(axisText) }),
			margin !== null && note.margin({ margin: amountText(margin, measures[0].unit), correction }),
		),
	'note.oneSeed': () => note.oneSeed,
	'note.budget': ({ kind, amount }) =>
		inTurn(note.budget({ kind, amount }), kind !== 'seconds' && note.cost),
	'note.epochs': () => note.epochs,
};

export const reportSentence = (message: ReportMessage): string => messageText(sentences, message);
export const reportSentences = (messages: readonly ReportMessage[]): string =>
	inTurn(...messages.map(reportSentence));

/** The pilot's deviations, and the difference that so many seeds detect. */
export function powerText({ measure, of: tests, ...pilot }: PilotSpread & PilotPower): string {
	const amount = (value: number) => amountText(value, measure.unit);
	return planned.pilot({
		...pilot,
		tests,
		measure: measurePhrase(measure),
		median: amount(pilot.median),
		low: amount(pilot.low),
		high: amount(pilot.high),
		smallest: amount(pilot.smallest),
		smallestAtHighest: amount(pilot.smallestAtHighest),
		effect: amount(pilot.effect),
	});
}

const namesOf = ({ label, against, within }: Sides) => ({
	label,
	against,
	within: inBrackets(within),
});

/** `MoS +2.4 points against uniform in average exact match`. */
const leadText = ({ measure, lead, ...sides }: Lead): string =>
	reportText.lead({
		...namesOf(sides),
		measure: measurePhrase(measure),
		difference: differenceText(measure.better === 'higher' ? lead : -lead, measure.unit),
	});

/** The p values of a test as text. */
const pValues = ({ p, adjusted }: { readonly p: number; readonly adjusted: number }) => ({
	p: pPhrase(p),
	adjusted: pText(adjusted),
});

/** The first names; a list can be long. */
const someOf = (names: readonly string[]): string =>
	reportText.some({ names: names.slice(0, 4), count: names.length });

const differText = ({ factor, ...sides }: Sides & { readonly factor: string }, what: string) =>
	differ.sentence({ ...namesOf(sides), factor: axisText(factor), what });

/** An interval's ends as text, in the measure's unit. */
const ends = (
	{ low, high }: { readonly low: number; readonly high: number },
	{ measure: { unit } }: Pick<Evidence, 'measure'>,
) => ({ low: differenceValue(low, unit), high: differenceValue(high, unit) });

function evidenceValues(evidence: Evidence) {
	const { measure, mean, bootstrap, student, pairs, seeds } = evidence;
	const studentEnds = ends(student, evidence);
	return {
		...namesOf(evidence),
		measure: measurePhrase(measure),
		evidence: verdict.evidence({
			...evidence,
			...ends(bootstrap, evidence),
			studentLow: studentEnds.low,
			studentHigh: studentEnds.high,
			difference: differenceText(mean, measure.unit),
			perSeed: pairs === seeds,
		}),
	};
}

function plannedVerdict(evidence: PlannedEvidence): string {
	const { label, against, measure, n, margin, correction, test, verdict: found } = evidence;
	const values = {
		label,
		against,
		measure: measurePhrase(measure),
		evidence: planned.evidence({
			n,
			difference: differenceText(test.mean, measure.unit),
			...ends(test, evidence),
			p: pPhrase(test.p),
			adjusted: pText(test.adjusted),
			correction,
		}),
	};
	if (found === 'equivalent' && margin !== null)
		return planned.equivalent({ ...values, margin: amountText(margin, measure.unit) });
	if (found === 'undecided') return planned.undecided(values);
	return planned.different({ ...values, verdict: found });
}

/** The measures by which the verdict is another one. */
function otherVerdicts({ verdict: found, beside }: PlannedEvidence): string {
	const others = beside.filter(
		({ verdict: other }) => other !== found && (isDecided(other) || isDecided(found)),
	);
	return inTurn(
		...others.map(({ measure, test: { mean }, verdict: other }) =>
			planned.other({
				verdict: other,
				measure: measurePhrase(measure),
				difference: differenceText(mean, measure.unit),
			}),
		),
	);
}

function equivalenceText(evidence: PlannedEvidence): string | false {
	const { margin, correction, equivalence, isEquivalent, measure } = evidence;
	if (margin === null || !equivalence) return false;
	const values = {
		margin: amountText(margin, measure.unit),
		tests: planned.tests({
			...ends(equivalence, evidence),
			p: pPhrase(equivalence.p),
			adjusted: pText(equivalence.adjusted),
			correction,
		}),
	};
	return isEquivalent
		? planned.lies({ ...values, isFound: evidence.verdict === 'equivalent' })
		: planned.notShown(values);
}

const answerValues = ({
	of: comparisons,
	better,
	worse,
	equivalent = 0,
	unit,
	shown: { mean, low, high, measure, ...sides },
}: ReportMessages['answer']) => ({
	kind: answerKind(better, worse, equivalent, comparisons),
	comparisons,
	better,
	worse,
	equivalent,
	...sides,
	mean: differenceValue(mean, unit),
	reach: amountText((high - low) / 2, unit),
	hasMeasure: measure !== undefined,
	measure: measure ? measurePhrase(measure) : '',
});

function answerKind(
	better: number,
	worse: number,
	equivalent: number,
	comparisons: number,
): string {
	if (better === comparisons) return 'yes';
	if (better > 0) return 'partly';
	return worse > 0 || equivalent === comparisons ? 'no' : 'open';
}

/** The effect that the seeds detect, and the seeds that the effect of interest needs. */
function powerNeeded({
	smallestEffect,
	seedsNeeded: needed,
	effect,
	correction,
	verdict: found,
	measure: { unit },
	n,
}: PlannedEvidence): string | false {
	if (found !== 'undecided' || smallestEffect === null) return false;
	if (unit === 'share' && smallestEffect >= 1) return planned.noPower({ n, correction });
	return planned.power({
		n,
		needed,
		correction,
		smallest: amountText(smallestEffect, unit),
		effect: effect === null ? null : amountText(effect, unit),
	});
}
