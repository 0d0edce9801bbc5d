/** Tiny random models of each architecture on the software path against transformers. */
import { describe, expect, test } from 'vitest';
import { architectures } from '#engine/model/architectures.ts';
import { asMessage } from '#engine/core/message.ts';
import { referenceOnProcessor } from '#engine/gpu/reference/openReference.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { checkArchitecture, type GoldenCase } from './architecturesChecks.ts';
import { isLong } from '../support/suite.ts';

const files = import.meta.glob<GoldenCase[]>('./architectures/*.json', {
	eager: true,
	import: 'cases',
});
/** The cases of architectures.py by `model_type`. */
const families = Object.fromEntries(
	Object.values(files).map((cases) => [cases[0].config.model_type, cases]),
);

test('each architecture has values of transformers', () => {
	const types = architectures.map(({ modelType }) => modelType);
	expect(Object.keys(families).sort()).toEqual(types.sort());
});

describe.each(Object.entries(families))('%s', (family, cases) => {
	test.each(isLong ? cases.map((_, i) => i) : [0])(
		'random config %d computes and trains as in transformers',
		async (i) => {
			const device = await openNodeDevice();
			expect(device.report.backend).toBe('wasm');
			const largest = await checkArchitecture(device, cases[i]);
			if (process.env['SKILLET_SHOW']) console.log(family, i, largest);
		},
	);
});

test.runIf(isLong).each(['gemma2', 'gemma3_text', 'gpt2', 'gpt_neox'])(
	'the reference engine computes %s too',
	async (family) => {
		const device = referenceOnProcessor(asMessage('none'));
		await checkArchitecture(device, families[family][0]);
	},
);
