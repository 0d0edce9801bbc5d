/** Reports of policies as values: series of their figures, and the log. Pure. */
import type { Explanation } from '#mixing/index.ts';
import type { Series } from '#lab/page/charts/series.ts';
import type { ExplanationLog } from '#lab/page/state/ExplanationLog.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';

/** null: the share of the mix, which every policy reports; else a trace by its label. */
type Figure = string | null;

const readValues = (explanation: Explanation, figure: Figure): readonly (number | null)[] =>
	figure === null
		? explanation.weights
		: (explanation.traces.find(({ label }) => label === figure)?.values ?? []);

/** A quantity of a skill from the explanations of a run. null: the policy does not report it. */
export const traceSeries = (
	{ entries }: Pick<ExplanationLog, 'entries'>,
	skill: number,
	figure: Figure,
): Series => ({
	steps: entries.map(({ step }) => step),
	values: entries.map(({ explanation }) => readValues(explanation, figure)[skill] ?? null),
});

/**
 * A policy's sentences and warnings, the newest first; at the same step, warnings first. A sentence
 * that is a warning of its step too is left out.
 */
export function listThoughts(run: Pick<RunState, 'explanations' | 'warnings'>) {
	const isWarning = (step: number, text: string) =>
		run.warnings.some((warning) => warning.step === step && warning.message === text);
	const sentences = run.explanations
		.listSentences()
		.filter(({ step, sentence }) => !isWarning(step, sentence))
		.map(({ step, sentence }) => ({ step, text: sentence, warns: false }));
	const warned = run.warnings
		.toReversed()
		.map(({ step, message }) => ({ step, text: message, warns: true }));
	return [...warned, ...sentences].sort((a, b) => b.step - a.step);
}
