import { expect, test } from 'vitest';
import { asMessage } from '#engine/core/message.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { checkDecoder, tinyConfigs } from '../../kernels/decoderChecks.ts';

test.each(
	tinyConfigs.map(
		(config) =>
			[
				`${config.layers} layers, ${config.heads} heads on ${config.keyValueHeads}`,
				config,
			] as const,
	),
)('the decoder of %s equals the float64 reference, loss and gradients', async (_, config) => {
	const device = await openNodeDevice();
	expect(device.report.backend).toBe('wasm');
	await checkDecoder(device, config, 1);
	await checkDecoder(new JavaScriptDevice(asMessage('none'), asMessage('none')), config, 1);
});
