/** Question sets that a study asks before and after each run: `analysis.questions` has the hash. */
import { InternalError } from '../../src/engine/core/errors.ts';
import { toPrompts } from '../../src/lab/features/questions/makeAnswers.ts';
import { setInfo } from '../../src/lab/features/questions/model/set.ts';
import { scoreAnswer } from '../../src/lab/features/questions/model/scoreAnswer.ts';
import { shippedSets } from '../../src/lab/features/questions/model/sets/shipped.ts';
import type { QuestionSet } from '../../src/lab/features/questions/model/types.ts';
import type { CellAnswers } from '../../src/lab/study/result.ts';
import type { Study } from '../../src/lab/study/study.ts';
import type { Trainer } from '../../src/lab/training/trainer.ts';

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

/** The marks of an answer by rules. Throws InternalError if they leave it to a person. */
export function markAnswer({ questions, language }: QuestionSet, i: number, text: string) {
	const { score, categories } = scoreAnswer(questions[i], text, [], language);
	if (score === null) throw new InternalError(`Question ${i + 1} has no mark for “${text}”.`);
	return { score, categories };
}
