/** A setting's spec with its words in the language in use. */
import { translated } from '#core/language.ts';
import type { ParameterSpec, TextSpec } from '#core/parameters.ts';

export function specInWords<Spec extends ParameterSpec | TextSpec>(spec: Spec): Spec {
	const words = { label: translated(spec.label), help: translated(spec.help) };
	if (spec.kind === 'choice') {
		const options = spec.options.map(({ value, label }) => ({ value, label: translated(label) }));
		return { ...spec, ...words, options };
	}
	const unit = 'unit' in spec && spec.unit !== undefined && { unit: translated(spec.unit) };
	return { ...spec, ...words, ...unit };
}
