import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { sentence } from '#engine/core/message.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Program } from '#engine/gpu/program.ts';
import { fallbackNames, MissingKernelError, withFallback } from '#engine/gpu/fallback.ts';
import { referenceOnProcessor } from '#engine/gpu/reference/openReference.ts';
import { JavaScriptDevice } from '#engine/gpu/javaScriptDevice.ts';
import { reservationEvents } from '#lab/training/reservationEvents.ts';
import type { RunStatement } from '#lab/run/messages.ts';
import { runText } from '#lab/run/words.en.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { blockError, blockProgram } from '../kernels/fallbackBlock.ts';

test('a block without kernels of the lab has the loss and gradients of tfjs', async () => {
	const wasm = await openNodeDevice();
	expect(wasm.report.backend).toBe('wasm');
	expect(await blockError(wasm)).toBeLessThan(1e-5);
	expect(await blockError(referenceOnProcessor(sentence`none`))).toBeLessThan(1e-5);
	const javaScript = new JavaScriptDevice(sentence`none`, sentence`none`);
	expect(await blockError(javaScript)).toBeLessThan(1e-5);
});

test('tfjs’s operations stand in the program beside the lab’s kernels', async () => {
	const program = await blockProgram();
	expect(fallbackNames([program])).toEqual(expect.arrayContaining(['Erf', 'Mean', 'Softmax']));
	const ours = program.operations.filter(({ kernel }) => !kernel.fallback);
	expect(ours.map(({ kernel }) => kernel.name)).toContain('Linear');
});

test('an operation that no backend has, or whose result depends on numbers, is named', async () => {
	const unknown = () =>
		capture('unknown', (recording) => {
			const x = recording.input('x', [3], 'f32');
			recording.result('y', tf.engine().runKernel('Unheard', { x }));
		});
	await expect(withFallback(unknown)).rejects.toThrow(MissingKernelError);
	await expect(withFallback(unknown)).rejects.toThrow('Unheard');
	const unique = () =>
		capture('unique', (recording) => {
			recording.result('y', tf.unique(recording.input('x', [3], 'f32')).values);
		});
	await expect(withFallback(unique)).rejects.toThrow('Unique');
});

test('the log of a run names the operations that tfjs computes', async () => {
	const settings = { activations: 'kept' } as never;
	const use = { vectors: 1, temporaries: 1, transfer: 1, buffers: 1 };
	const reserved = (program: Program) =>
		({ prediction: { use, programs: [program] }, settings }) as never;
	const [, warning] = reservationEvents(reserved(await blockProgram()), settings);
	expect(warning).toMatchObject({ type: 'warning', message: { id: 'operations.tfjs' } });
	expect(runText((warning as { message: RunStatement }).message)).toMatch(/no kernels for .*Erf/);
	const ours = capture('ours', (recording) => {
		const x = recording.input('x', [2, 4], 'f32');
		recording.result('y', tf.add(x, x));
	});
	expect(reservationEvents(reserved(ours), settings)).toHaveLength(1);
});
