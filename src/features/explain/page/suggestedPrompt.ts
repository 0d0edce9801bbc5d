/** The first prompt of the prompt box: one of a skill that the run trains. Pure. */
import type { Sample } from '#page/state/RunState.svelte.ts';

/** `example`: of the built-in addition. Empty if no prompt of a trained skill is known. */
export function suggestedPrompt(
	trained: readonly { readonly id: string; readonly index: number }[],
	samples: readonly Pick<Sample, 'skill' | 'prompt'>[],
	example: string,
): string {
	if (trained.some(({ id }) => id === 'add')) return example;
	const known = samples.find(({ skill }) => trained.some(({ index }) => index === skill));
	return known?.prompt ?? '';
}
