import { beforeAll, expect, test } from 'vitest';
import { openNodeDevice } from '../../scripts/nodeDevice.ts';
import { checkDecoder, tinyConfigs } from '../kernels/decoderChecks.ts';

beforeAll(async () => {
	expect((await openNodeDevice()).backend).toBe('wasm');
});

test.each(
	tinyConfigs.map(
		(config) =>
			[
				`${config.layers} layers, ${config.heads} heads on ${config.keyValueHeads}`,
				config,
			] as const,
	),
)('the decoder of %s equals the float64 reference, loss and gradients', async (_, config) =>
	checkDecoder(config, 1),
);
