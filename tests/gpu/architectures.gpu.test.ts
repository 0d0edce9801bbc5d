/** A tiny random model of each architecture on WebGPU against transformers, and peft. */
import { expect, test } from 'vitest';
import { checkArchitecture, type GoldenCase } from '../golden/architecturesChecks.ts';
import { checkDropout, type GoldenDropout } from '../golden/adaptersChecks.ts';
import adapters from '../golden/adapters.json' with { type: 'json' };
import gemma3 from '../golden/architectures/gemma3.json' with { type: 'json' };
import gpt2 from '../golden/architectures/gpt2.json' with { type: 'json' };
import gptNeo from '../golden/architectures/gpt_neo.json' with { type: 'json' };
import gptNeoX from '../golden/architectures/gpt_neox.json' with { type: 'json' };
import olmo2 from '../golden/architectures/olmo2.json' with { type: 'json' };
import opt from '../golden/architectures/opt.json' with { type: 'json' };
import phi3 from '../golden/architectures/phi3.json' with { type: 'json' };
import qwen3 from '../golden/architectures/qwen3.json' with { type: 'json' };
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

// The other families have no part that these do not have. golden.gpu.test.ts trains a Llama.
const families = { gptNeoX, ...(isLong && { gemma3, gpt2, gptNeo, olmo2, opt, phi3, qwen3 }) };
test.each(Object.entries(families))(
	'%s computes and trains as in transformers',
	async (_, { cases }) => {
		const device = await openDevice();
		expect(device.report.backend).toBe('webgpu');
		await checkArchitecture(device, cases[0] as unknown as GoldenCase);
	},
);

// One has DoRA on all layers. The short suite checks their kernels.
test.runIf(isLong).each(adapters.dropout)(
	'an adapter of $family has the loss and the gradients of peft',
	async (goldenCase) => checkDropout(await openDevice(), goldenCase as unknown as GoldenDropout),
);
