/** The validation losses of all skills as policies measure them: probe, result and warnings. */
import type { PolicyMessage } from './messages.ts';
import type { ExampleRef, MeasureProbe, MixContext, Mixer } from './policy.ts';
import { pickRows } from './rows.ts';

/** Always the same rows of each skill: validation rows, else training rows. A few rows repeat. */
export function lossProbe(context: MixContext, rows: number): MeasureProbe {
	const examples = context.skills.flatMap(({ validationSize }, skill): ExampleRef[] =>
		pickRows(context, skill, {
			count: rows,
			round: 0,
			part: validationSize > 0 ? 'validation' : 'train',
		}),
	);
	return { kind: 'measure', id: 'losses', examples, quantities: ['loss'] };
}

/** The warning about skills whose losses are measured on training rows, if there are some. */
export function unvalidatedWarnings({ skills }: Pick<MixContext, 'skills'>): PolicyMessage[] {
	const names = skills.filter(({ validationSize }) => validationSize === 0).map((s) => s.name);
	return names.length > 0 ? [{ id: 'skill-it.unvalidated', values: { skills: names } }] : [];
}

/** Measures the losses once, after the last step: a part of a roll-out's mixer. */
export const trialMixer = (
	probe: MeasureProbe,
	steps: number,
	keep: (losses: Float32Array) => void,
): Pick<Mixer, 'probes' | 'observe'> => ({
	probes: (step) => (step === steps - 1 ? [probe] : []),
	observe: ({ results: [result] }) => {
		if (result?.kind === 'measure') keep(result.values.loss!);
	},
});
