/** A run's policy sentences and warnings as one list by step. Pure. */
import type { RunState } from '#page/state/RunState.svelte.ts';

export interface Thought {
	readonly step: number;
	readonly text: string;
	readonly warns: boolean;
}

/** Newest first; at the same step, warnings come before sentences. */
export function listThoughts({
	explanations,
	warnings,
}: Pick<RunState, 'explanations' | 'warnings'>): Thought[] {
	const said = explanations
		.said()
		.map(({ step, sentence }) => ({ step, text: sentence, warns: false }));
	const warned = warnings
		.toReversed()
		.map(({ step, message }) => ({ step, text: message, warns: true }));
	return [...warned, ...said].sort((a, b) => b.step - a.step);
}
