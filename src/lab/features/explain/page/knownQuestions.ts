/** Questions for the prompt box whose right answers are known: one of each skill. */
import { rowPrompt } from '#lab/run/rowPrompt.ts';
import type { LabClient } from '#lab/worker/client.ts';

export interface KnownQuestion {
	/** Id of its skill. */
	readonly skill: string;
	readonly prompt: string;
	/** Null: raw text, which many texts continue. */
	readonly answer: string | null;
}

/** Reads the first held-out row of each skill. Leaves out a skill that has no such row. */
export async function knownQuestions(
	client: Pick<LabClient, 'skill.rows'>,
	skills: readonly string[],
): Promise<readonly KnownQuestion[]> {
	const questions = skills.map(async (skill): Promise<KnownQuestion[]> => {
		const request = { id: skill, part: 'heldOut', from: 0, count: 1 } as const;
		const [row] = await client['skill.rows'](request).catch(() => []);
		if (!row) return [];
		const question = row.messages.findLastIndex(({ role }) => role === 'user');
		const answer = question < 0 ? null : (row.messages.at(question + 1)?.content ?? null);
		return [{ skill, prompt: rowPrompt(row), answer }];
	});
	return (await Promise.all(questions)).flat();
}
