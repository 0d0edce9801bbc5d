/** The first prompt of the prompt box: of a skill that the run trains. */
import { rowPrompt } from '#lab/run/rowPrompt.ts';
import type { LabClient } from '#lab/worker/client.ts';

/**
 * From the skill's first held-out row. Empty if the skill has no such row. `trained`: ids, at least
 * one. `example`: of the built-in capitals.
 */
export async function suggestedPrompt(
	client: Pick<LabClient, 'skill.rows'>,
	trained: readonly string[],
	example: string,
): Promise<string> {
	if (trained.includes('capitals')) return example;
	const [id] = trained;
	const [row] = await client['skill.rows']({ id, part: 'heldOut', from: 0, count: 1 });
	return row ? rowPrompt(row) : '';
}
