/** The first prompt of the prompt box: of a skill that the run trains. */
import type { LabClient } from '#lab/worker/client.ts';

/**
 * The last question of the skill's first held-out row; of raw text, its first third. Empty if the
 * skill has no such row. `trained`: ids, at least one. `example`: of the built-in addition.
 */
export async function suggestedPrompt(
	client: Pick<LabClient, 'skill.rows'>,
	trained: readonly string[],
	example: string,
): Promise<string> {
	if (trained.includes('add')) return example;
	const [id] = trained;
	const [row] = await client['skill.rows']({ id, part: 'heldOut', from: 0, count: 1 });
	const question = row?.messages.findLast(({ role }) => role === 'user');
	if (question) return question.content;
	const text = row?.messages[0].content ?? '';
	return text.slice(0, Math.ceil(text.length / 3));
}
