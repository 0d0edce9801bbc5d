/** The registry of architectures. To add one, write a file and add it to this list. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import type { Architecture } from './architecture.ts';
import { gemma } from './architectures/gemma.ts';
import { gemma2 } from './architectures/gemma2.ts';
import { gemma3 } from './architectures/gemma3.ts';
import { gpt2 } from './architectures/gpt2.ts';
import { gptNeo } from './architectures/gptNeo.ts';
import { gptNeoX } from './architectures/gptNeoX.ts';
import { llama } from './architectures/llama.ts';
import { ministral } from './architectures/ministral.ts';
import { mistral } from './architectures/mistral.ts';
import { olmo2 } from './architectures/olmo2.ts';
import { opt } from './architectures/opt.ts';
import { phi3 } from './architectures/phi3.ts';
import { qwen2 } from './architectures/qwen2.ts';
import { qwen3 } from './architectures/qwen3.ts';
import { smolLm3 } from './architectures/smolLm3.ts';

export const architectures: readonly Architecture[] = [
	gemma,
	gemma2,
	gemma3,
	gpt2,
	gptNeo,
	gptNeoX,
	llama,
	ministral,
	mistral,
	olmo2,
	opt,
	phi3,
	qwen2,
	qwen3,
	smolLm3,
];

/** Throws InputError if config.json's model_type is unknown. */
export function findArchitecture(modelType: unknown): Architecture {
	const found = architectures.find((architecture) => architecture.modelType === modelType);
	if (found) return found;
	throw new InputError(
		say(
			'config.json: model_type {modelType} is not known here. Choose a model of type {architectures}.',
			{
				modelType: quote(modelType),
				architectures: architectures.map((a) => a.modelType).join(', '),
			},
		),
		{ file: 'config.json', field: 'model_type' },
	);
}
