/** The registry of architectures. To add one, write a file and add it to this list. */
import { InputError } from '#core/errors.ts';
import type { Architecture } from './architecture.ts';
import { llama } from './architectures/llama.ts';

export const architectures: readonly Architecture[] = [llama];

/** Throws InputError if config.json's model_type is unknown. */
export function findArchitecture(modelType: unknown): Architecture {
	const found = architectures.find((architecture) => architecture.modelType === modelType);
	if (found) return found;
	throw new InputError(
		`config.json: model_type ${JSON.stringify(modelType)} is not known here. ` +
			`Known: ${architectures.map((a) => a.modelType).join(', ')}.`,
		{ file: 'config.json', field: 'model_type' },
	);
}
