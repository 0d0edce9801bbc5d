/** Question sets that a study asks before and after each run: `analysis.questions` has the hash. */
import { InternalError } from '../../src/engine/core/errors.ts';
import { mean } from '../../src/engine/core/statistics.ts';
import { toPrompts } from '../../src/lab/features/questions/makeAnswers.ts';
import { setInfo } from '../../src/lab/features/questions/model/set.ts';
import { scoreAnswer } from '../../src/lab/features/questions/model/scoreAnswer.ts';
import { shippedSets } from '../../src/lab/features/questions/model/sets/shipped.ts';
import type { QuestionSet } from '../../src/lab/features/questions/model/types.ts';
import type { CellAnswers } from '../../src/lab/study/result.ts';
import type { Study } from '../../src/lab/study/study.ts';
import type { Trainer } from '../../src/lab/training/trainer.ts';
import { toInterval, type Draws, type PairInterval } from './intervals.ts';
import { promptVariance } from './promptVariance.ts';

/** null: the study asks none. */
export function askedQuestions({ analysis }: Study): QuestionSet | null {
	const sha256 = analysis?.['questions'];
	if (typeof sha256 !== 'string') return null;
	const found = shippedSets().find((set) => setInfo(set).sha256 === sha256);
	if (!found) throw new InternalError(`No question set of the lab has the hash ${sha256}.`);
	return found;
}

/** Greedy answers of the base and of the trained model. */
export async function askBoth(
	trainer: Pick<Trainer, 'generateAll'>,
	{ questions }: QuestionSet,
): Promise<CellAnswers> {
	const prompts = toPrompts(questions);
	const ask = async (model: 'base' | 'tuned') =>
		(await trainer.generateAll(prompts, model)).map(({ text }) => text);
	return { before: await ask('base'), after: await ask('tuned') };
}

/** What a score averages: questions of a kind or topic, or a category of all questions. */
export type QuestionPart = string;

const marked = new WeakMap<readonly string[], ReturnType<typeof scoreAnswer>[]>();

/** By question of the part; NaN: the category does not apply to the answer. */
export function questionScores(
	study: Study,
	answers: readonly string[],
	part: QuestionPart,
): number[] {
	const { questions, language } = askedQuestions(study)!;
	const marks =
		marked.get(answers) ?? answers.map((text, i) => scoreAnswer(questions[i], text, [], language));
	marked.set(answers, marks);
	return marks.flatMap(({ score, categories }, i) => {
		if (score === null) throw new InternalError(`Question ${i + 1} has no mark by rules.`);
		if (part === 'completeness' || part === 'conciseness') return [categories[part].value ?? NaN];
		const { scope, topic } = questions[i];
		const isAsked =
			part === 'all questions' ||
			part === `${scope} questions` ||
			(scope === 'general' && part === `questions of ${topic}`);
		return isAsked ? [score] : [];
	});
}

/** Over the questions to which the part applies in all draws. A draw is the mean of its pairs. */
export function questionDifference(study: Study, draws: Draws, part: QuestionPart): PairInterval {
	const gaps = draws.map((pairs) => {
		const each = pairs.map((pair) => {
			const [a, b] = pair.map(({ answers }) => questionScores(study, answers!.after, part));
			return a.map((score, i) => score - b[i]);
		});
		return each[0].map((_, i) => mean(each.map((scores) => scores[i])));
	});
	const common = gaps[0].map((_, i) => gaps.every((scores) => !Number.isNaN(scores[i])));
	const known = gaps.map((scores) => scores.filter((_, i) => common[i]));
	return toInterval(known.map(mean), promptVariance(known.map((scores) => [scores])));
}
