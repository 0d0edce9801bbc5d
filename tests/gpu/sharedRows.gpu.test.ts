/** The check whether rows can be shared among four invocations. */
import { expect, test } from 'vitest';
import { canShareRows } from '#engine/gpu/webgpu/sharedRows.ts';
import { openDevice } from './openDevice.ts';

test('rows can be shared if quads are four consecutive invocations', async () => {
	const { gpu } = await openDevice();
	expect(gpu.features.has('subgroups')).toBe(true);
	expect(await canShareRows(gpu)).toBe(true);
});

test('rows cannot be shared without subgroups', async () => {
	const { gpu } = await openDevice({ without: ['subgroups'] });
	expect(await canShareRows(gpu)).toBe(false);
});

test.each<[string, (wgsl: string) => string]>([
	['other quads', (wgsl) => wgsl.replaceAll('quadSwapX', 'quadSwapY')],
	['a rejected shader', (wgsl) => wgsl.replaceAll('quadSwapX', 'quadSwapZ')],
])('rows cannot be shared if the check finds %s', async (_, change) => {
	const { gpu } = await openDevice();
	const create = gpu.createShaderModule.bind(gpu);
	gpu.createShaderModule = (descriptor) => create({ ...descriptor, code: change(descriptor.code) });
	expect(await canShareRows(gpu)).toBe(false);
});
