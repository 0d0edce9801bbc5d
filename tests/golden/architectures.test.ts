/** Tiny random models of each architecture on the software path against transformers. */
import { describe, expect, test } from 'vitest';
import { architectures } from '#model/architectures.ts';
import { sentence } from '#core/message.ts';
import { referenceOnProcessor } from '#gpu/reference/openReference.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { checkArchitecture, type GoldenCase } from './architecturesChecks.ts';
import gemma from './architectures/gemma.json' with { type: 'json' };
import gemma2 from './architectures/gemma2.json' with { type: 'json' };
import gemma3 from './architectures/gemma3.json' with { type: 'json' };
import gpt2 from './architectures/gpt2.json' with { type: 'json' };
import gptNeo from './architectures/gpt_neo.json' with { type: 'json' };
import gptNeoX from './architectures/gpt_neox.json' with { type: 'json' };
import llama from './architectures/llama.json' with { type: 'json' };
import qwen2 from './architectures/qwen2.json' with { type: 'json' };
import qwen3 from './architectures/qwen3.json' with { type: 'json' };

const families = { gemma, gemma2, gemma3, gpt2, gptNeo, gptNeoX, llama, qwen2, qwen3 };

const isLong = process.env['SKILLET_SUITE'] === 'long';

test('each architecture has values of transformers', () => {
	const types = Object.values(families).map(({ cases }) => cases[0].config.model_type);
	expect(types.sort()).toEqual(architectures.map(({ modelType }) => modelType).sort());
});

describe.each(Object.entries(families))('%s', (_, { cases }) => {
	test.each(isLong ? cases.map((_, i) => i) : [0])(
		'random config %d computes and trains as in transformers',
		async (i) => {
			const device = await openNodeDevice();
			expect(device.report.backend).toBe('wasm');
			const largest = await checkArchitecture(device, cases[i] as unknown as GoldenCase);
			if (process.env['SKILLET_SHOW']) console.log(cases[i].config.model_type, i, largest);
		},
	);
});

test.runIf(isLong).each(Object.entries({ gemma2, gemma3, gpt2, gptNeoX }))(
	'the reference engine computes %s too',
	async (_, { cases }) => {
		const device = referenceOnProcessor(sentence`none`);
		await checkArchitecture(device, cases[0] as unknown as GoldenCase);
	},
);
