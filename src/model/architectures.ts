/** The registry of architectures. To add one, write a file and add it to this list. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { quote } from '#core/text.ts';
import type { Architecture } from './architecture.ts';
import { llama } from './architectures/llama.ts';

export const architectures: readonly Architecture[] = [llama];

/** Throws InputError if config.json's model_type is unknown. */
export function findArchitecture(modelType: unknown): Architecture {
	const found = architectures.find((architecture) => architecture.modelType === modelType);
	if (found) return found;
	throw new InputError(
		sentence`config.json: model_type ${quote(modelType)} is not known here. Choose a model of type
			${architectures.map((a) => a.modelType).join(', ')}.`,
		{ file: 'config.json', field: 'model_type' },
	);
}
