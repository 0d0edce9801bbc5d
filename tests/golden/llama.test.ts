/** The software path against PyTorch and transformers. */
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { checkLosses, checkTraining } from './llamaChecks.ts';
import { isLong } from '../support/suite.ts';

vi.setConfig({ testTimeout: 300_000 });

const model = readModelOnDisk(path.join('models', 'skillet-base'));
const openDevice = async () => {
	const device = await openNodeDevice();
	expect(device.report.backend).toBe('wasm');
	return device;
};

test('the shipped model gives each of 64 examples the loss that transformers gives it', async () =>
	checkLosses(await openDevice(), model));

test.each([
	['packed', isLong ? 200 : 40],
	['padded', isLong ? 200 : 20],
] as const)('steps of AdamW have the losses of PyTorch, %s × %i', async (layout, steps) =>
	checkTraining(await openDevice(), model, layout, steps),
);
