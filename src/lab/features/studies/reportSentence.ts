/** The sentences of a report's messages. The messages are data, which files and pages store. */
import { messageText, type Catalogue } from '#engine/core/message.ts';
import { storedText } from '#languages/language.ts';
import { margin } from './model/compare.ts';
import type { Evidence, Lead, ReportMessage, ReportMessages, Sides } from './model/messages.ts';
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

const { headline, verdict, differ, cells, note } = reportText;

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
	'verdict.equivalent': (evidence) =>
		verdict.equivalent({ margin: amountText(margin, 'share'), ...evidenceValues(evidence) }),
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

	'study.analysis': () => cells.analysis,
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
	'note.oneSeed': () => note.oneSeed,
	'note.budget': ({ kind, amount }) =>
		inTurn(note.budget({ kind, amount }), kind !== 'seconds' && note.cost),
	'note.epochs': () => note.epochs,
};

export const reportSentence = (message: ReportMessage): string => messageText(sentences, message);
export const reportSentences = (messages: readonly ReportMessage[]): string =>
	inTurn(...messages.map(reportSentence));

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
