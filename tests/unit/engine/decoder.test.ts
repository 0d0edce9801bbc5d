import { expect, test } from 'vitest';
import { asMessage } from '#engine/core/message.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { checkDecoder, tinyConfigs } from '../../kernels/decoderChecks.ts';
import { tinyModel } from './tinyRun.ts';

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

test('only a GPU holds more logits at once, in all its programs', async () => {
	const { config, specs } = tinyModel;
	for (const [backend, bytes] of [
		['webgpu', 64 * 2 ** 20],
		['javascript', undefined],
	] as const) {
		const device = new JavaScriptDevice(asMessage('none'), asMessage('none'));
		Object.assign(device, { report: { ...device.report, backend } });
		const decoder = await DecoderOnDevice.open(device, config, specs);
		expect(decoder.logitBytes).toBe(bytes);
		expect(decoder.plan({ checkpointing: true }).logitBytes).toBe(bytes);
		decoder.dispose();
	}
});
