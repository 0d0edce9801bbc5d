import { say } from '#engine/core/message.ts';
import { expect, it, vi } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import { tuning } from '../../../tests/support/labValues.ts';
import { labFixture, openLab } from '../../../tests/support/lab.ts';

const report: DeviceReport = {
	backend: 'webgpu',
	kind: 'hardware',
	name: 'acme',
	crossOriginIsolated: true,
	limits: {},
	features: [],
	tiles: { from: 'measured' },
};

it('the device stores its measurements and reports that it measures', async () => {
	const { events, info, stores } = await openLab({
		async openDevice(_onLost, { tunings, onMeasuring }) {
			onMeasuring?.();
			await tunings?.put('acme', tuning());
			return { report } as ComputeDevice;
		},
	});
	expect(await stores.tunings.get('acme')).toEqual(tuning());
	const sent = events.filter((event) => event.event === 'progress');
	expect(sent.map(({ label }) => label)).toEqual([
		{ id: 'device.opening', values: {} },
		{ id: 'device.measuring', values: {} },
		{ id: 'device.measuring', values: {} },
	]);
	expect(sent.at(-1)?.done).toBe(true);
	expect(info.device).toEqual(report);
	expect(info.capabilities[0]).toEqual({
		name: say('computes on'),
		value: say('{name}, {gpuKinds}', { name: 'acme', gpuKinds: say('through WebGPU') }),
	});
	expect(info.capabilities).toContainEqual({
		name: say('tiles of matrix products'),
		value: say('measured now'),
	});
});

it('the backend that the page requests is passed to the device', async () => {
	const requests: unknown[] = [];
	const { client } = await labFixture({
		async openDevice(_onLost, { prefer }) {
			requests.push(prefer);
			return { report } as ComputeDevice;
		},
	});
	await client['lab.open']({ backend: 'webgpu' });
	expect(requests).toEqual(['webgpu']);
});

it('a new GPU is tested while the processor computes, and the next run trains on it', async () => {
	let finish = () => {};
	const tested = new Promise<void>((resolve) => (finish = resolve));
	const processor = { ...report, backend: 'wasm', kind: 'software', name: 'processor' } as const;
	const device = (report: DeviceReport) => {
		const needs = () => ({ vectors: 0, temporaries: 0, transfer: 0, buffers: 0 });
		return { report, needs, dispose: () => undefined } as unknown as ComputeDevice;
	};
	const reasons: unknown[] = [];
	const { client, events, info, experiment } = await openLab({
		async openDevice(_onLost, { prefer, reason, onMeasuring }) {
			if (prefer) {
				reasons.push(reason?.id);
				return device(processor);
			}
			onMeasuring?.();
			await tested;
			return device(report);
		},
	});
	expect([info.device.name, reasons]).toEqual(['processor', ['engine.gpu.gpuIsTested']]);
	await client['run.test']({ runId: 'a', experiment });
	await client['run.create']({ runId: 'a', experiment });
	await client['run.test']({ runId: 'b', experiment });
	finish();
	expect((await client['lab.settled']()).device.name).toBe('acme');
	await vi.waitFor(() =>
		expect(events).toContainEqual(
			expect.objectContaining({ event: 'device.used', device: report }),
		),
	);
	await client['run.create']({ runId: 'b', experiment });
	const runs = await client['run.list']();
	expect(runs.map(({ id, backend }) => [id, backend]).sort()).toEqual([
		['a', 'wasm'],
		['b', 'webgpu'],
	]);
});
