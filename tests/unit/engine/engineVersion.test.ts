/** The engine version identifies the numbers that the engine computes. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { curveBits } from '#lab/run/outcome.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { startNodeThreads } from '../../../scripts/lib/nodeThreads.ts';
import { buildWasmIfStale } from '../../../scripts/lib/wasm.ts';
import { tinyModel, tinySettings, tinySkills } from './tinyRun.ts';

/** Bits of a tiny run on the processor by version. Node 20 needs a flag for relaxed SIMD. */
const released: { readonly [version: number]: { plain: string; fused: string } } = {
	1: { plain: '714d5ae84175e36a', fused: '3ce3d236c21e6003' },
	// AdamW gets 1 − β from the host.
	2: { plain: 'd955d94236dddc89', fused: 'fdf4373e08749474' },
};

test('a tiny run has the bits of its version', async () => {
	await buildWasmIfStale();
	const device = await openDevice({
		prefer: 'wasm',
		wasm: {
			load: (build) => readFile(wasmFiles[build]),
			threads: 1,
			startThreads: startNodeThreads,
		},
	});
	const kernels = device.report.features.includes('relaxed-simd') ? 'fused' : 'plain';
	const settings = tinySettings([
		{ fromStep: 0, id: 'uniform', settings: {} },
		{ fromStep: 4, id: 'mos', settings: {} },
	]);
	const trainer = await createTrainer({ device, model: tinyModel, skills: tinySkills, settings });
	const events: RunEvent[] = [...(await trainer.start())];
	while (trainer.step < settings.steps) events.push(...(await trainer.next()));
	trainer.dispose();
	expect(
		curveBits(events),
		'The engine computes new numbers. If that is intended, raise engineVersion and add its bits.',
	).toBe(released[engineVersion][kernels]);
});
