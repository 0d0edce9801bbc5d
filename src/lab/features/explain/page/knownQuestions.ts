/** Questions for the prompt box whose right answers are known: one of each skill. */
import type { SkillRef } from '#lab/run/experiment.ts';
import { rowQuestion, type RowQuestion } from '#lab/run/rowQuestion.ts';
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
