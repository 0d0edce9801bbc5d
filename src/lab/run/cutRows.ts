/** What a run says at its start of the rows that do not fit into its context. */
import type { EncodedSkill } from '#data/encoded.ts';
import type { RunEvent } from '#training/events.ts';

/** One warning over all skills, with the count of each; none when every row fits. */
export function cutRows(skills: readonly EncodedSkill[], context: number): RunEvent[] {
	const counts = skills.flatMap(({ info, train, validation, heldOut }) => {
		const parts = [train, validation, heldOut];
		const cut = parts.reduce((sum, part) => sum + part.cut, 0);
		const all = parts.reduce((sum, part) => sum + part.count, 0);
		return cut > 0 ? [`${cut} of ${all} rows of ${info.name}`] : [];
	});
	if (counts.length === 0) return [];
	const message =
		`Longer than the context of ${context} tokens: ${counts.join(', ')}. They are cut, prompts from the left, text and answers at the end. ` +
		'Raise the context under Settings, as far as the model reads, to train on them whole.';
	return [{ type: 'warning', step: 0, message }];
}
