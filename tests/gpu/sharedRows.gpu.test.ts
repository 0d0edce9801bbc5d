/** The check before rows are shared among four invocations: quads as they are, missing, and other than expected. */
import { expect, test } from 'vitest';
import { canShareRows } from '#gpu/webgpu/sharedRows.ts';
import { openDevice } from './openDevice.ts';

test('rows are shared where quads are four neighbours', async () => {
	const { gpu } = await openDevice();
	expect(gpu.features.has('subgroups')).toBe(true);
	expect(await canShareRows(gpu)).toBe(true);
});

test('not where there are no subgroups', async () => {
	const { gpu } = await openDevice({ without: ['subgroups'] });
	expect(await canShareRows(gpu)).toBe(false);
});

test.each<[string, (wgsl: string) => string]>([
	['other quads', (wgsl) => wgsl.replaceAll('quadSwapX', 'quadSwapY')],
	['a shader that is refused', (wgsl) => wgsl.replaceAll('quadSwapX', 'quadSwapZ')],
])('not where the check meets %s', async (_, change) => {
	const { gpu } = await openDevice();
	const create = gpu.createShaderModule.bind(gpu);
	gpu.createShaderModule = (descriptor) => create({ ...descriptor, code: change(descriptor.code) });
	expect(await canShareRows(gpu)).toBe(false);
});
