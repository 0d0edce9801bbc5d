/** Question sets, answers and their scores, in the manner of arXiv 2310.04945: the door to evaluation/questions. */
import { categories, categoryAbout } from './categories.ts';
import { ruleKind, ruleKinds } from './rules/registry.ts';
import type { Asked } from './rule.ts';
import type { CategoryInfo, RuleInfo, RuleUse } from './types.ts';

export type * from './types.ts';
export type { ByCategory, Category } from './categories.ts';
export { categories };
export { answersText, maxAnswersBytes, parseAnswers } from './parseAnswers.ts';
export {
	maxSetBytes,
	parseSet,
	parseSetText,
	setFile,
	setInfo,
	setSha256,
	type ParsedSet,
} from './parseSet.ts';
export { mergedScores, parseScores, scoreKey, scoresOf, scoresText } from './parseScores.ts';
export { answerSetInfo, evaluationReport } from './report.ts';
export { shippedSet, shippedSets } from './sets/shipped.ts';
export { scoreAnswer } from './scoreAnswer.ts';
export {
	agreementTable,
	differenceTable,
	dimensionTable,
	paperTable,
	reportCsv,
	reportMarkdown,
	scorerName,
	scoreTable,
	seedTable,
} from './reportTables.ts';

export const categoryInfos = (): CategoryInfo[] =>
	categories.map((id) => ({
		id,
		title: id[0].toUpperCase() + id.slice(1),
		about: categoryAbout[id],
	}));

export const ruleInfos = (): RuleInfo[] => ruleKinds.map(({ info }) => info);

/** What exactly each rule of a question measures. Throws InputError where one is none. */
export const ruleSentences = (rules: readonly RuleUse[], asked: Asked): string[] =>
	rules.map(({ rule, settings }, i) => {
		const kind = ruleKind(rule, `rules[${i}]`);
		return kind.sentence(kind.parse(settings, asked, `rules[${i}]`), asked);
	});
