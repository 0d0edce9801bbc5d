/** Questions for the prompt box whose right answers are known: one of each skill. */
import type { SkillRef } from '#lab/run/experiment.ts';
import { rowQuestion, type RowQuestion } from '#lab/run/rowQuestion.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import type { LabClient } from '#lab/worker/client.ts';

export interface KnownQuestion extends RowQuestion {
	/** Id of its skill. */
	readonly skill: string;
}

/** Reads the first held-out row of each skill. Leaves out a skill that has no such row. */
export async function knownQuestions(
	client: Pick<LabClient, 'skill.rows'>,
	skills: readonly Pick<SkillRef, 'id' | 'version'>[],
): Promise<readonly KnownQuestion[]> {
	const questions = skills.map(async ({ id, version }): Promise<KnownQuestion[]> => {
		const request = { id, version, part: 'heldOut', from: 0, count: 1 } as const;
		const [row] = await client['skill.rows'](request).catch(() => []);
		return row ? [{ skill: id, ...rowQuestion(row) }] : [];
	});
	return (await Promise.all(questions)).flat();
}

type Asked = Pick<RowQuestion, 'prompt' | 'system'>;

/** The known question that has these words. */
export const findQuestion = (
	questions: readonly KnownQuestion[],
	{ prompt, system }: Asked,
): KnownQuestion | undefined =>
	questions.find((known) => known.prompt === prompt && known.system === system);

/** What forms of questions differ in: “reverse:”, “0” for “57 + 8 =”. */
const firstWord = (prompt: string): string =>
	prompt.trim().split(/\s/, 1)[0].replace(/\d+/g, '0').toLowerCase();

/**
 * Whether the answer needs a remark on what the model has read: of the lab's own small models, to a
 * question that begins like none of a skill. They answer each in the words of their stories.
 */
export const isBeyondModel = (
	base: Pick<ModelInfo, 'source'> | undefined,
	questions: readonly Pick<KnownQuestion, 'prompt'>[],
	prompt: string,
): boolean =>
	base?.source === 'builtin' &&
	questions.every((known) => firstWord(known.prompt) !== firstWord(prompt));
