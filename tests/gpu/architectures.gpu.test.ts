/** A tiny random model of each architecture on WebGPU against transformers. */
import { expect, test } from 'vitest';
import {
	checkArchitecture,
	checkMixedPrecision,
	type GoldenCase,
} from '../golden/architecturesChecks.ts';
import gemma from '../golden/architectures/gemma.json' with { type: 'json' };
import gemma3 from '../golden/architectures/gemma3.json' with { type: 'json' };
import gpt2 from '../golden/architectures/gpt2.json' with { type: 'json' };
import gptNeo from '../golden/architectures/gpt_neo.json' with { type: 'json' };
import gptNeoX from '../golden/architectures/gpt_neox.json' with { type: 'json' };
import qwen3 from '../golden/architectures/qwen3.json' with { type: 'json' };
import { openDevice } from './openDevice.ts';

const isLong = import.meta.env['SKILLET_SUITE'] === 'long';

// Gemma and Qwen2 have no part that these do not have. golden.gpu.test.ts trains a Llama.
const families = { gemma3, gptNeoX, ...(isLong && { gpt2, gptNeo, qwen3 }) };
test.each(Object.entries(families))(
	'%s computes and trains as in transformers',
	async (_, { cases }) => {
		const device = await openDevice();
		expect(device.report.backend).toBe('webgpu');
		await checkArchitecture(device, cases[0] as unknown as GoldenCase);
	},
);

test.runIf(isLong)('Gemma trains in mixed precision too', async () =>
	checkMixedPrecision(await openDevice(), gemma.cases[0] as unknown as GoldenCase),
);
