/**
 * Leaves out what tfjs-core runs when it is imported and the lab never uses: loaders of files, its
 * optimizers, methods of tensors. A bundler may not, because the package says that they have
 * effects. What tfjs asks its platform for is the same in a browser and in Node.
 */
import type { Plugin } from 'vite';

const core = /\/@tensorflow\/tfjs-core\/dist\//;
const unused = /\/@tensorflow\/tfjs-core\/dist\/(io|public\/chained_ops)\//;

const platform = `import { env } from '../environment';
env().setPlatform('browser', {
	fetch: (...request) => fetch(...request),
	now: () => performance.now(),
	encode: (text) => new TextEncoder().encode(text),
	decode: (bytes, encoding) => new TextDecoder(encoding).decode(bytes),
	setTimeoutCustom: (work, delay) => setTimeout(work, delay),
	isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
});`;
const replaced: readonly (readonly [file: RegExp, code: string])[] = [
	[
		/\/tfjs-core\/dist\/optimizers\/register_optimizers\.js$/,
		'export const registerOptimizers = () => {};',
	],
	[/\/tfjs-core\/dist\/platforms\/platform_browser\.js$/, platform],
	[/\/tfjs-core\/dist\/platforms\/platform_node\.js$/, ''],
];

export const withoutUnusedTfjs = (): Plugin => ({
	name: 'without-unused-tfjs',
	enforce: 'pre',
	async resolveId(source, importer, options) {
		if (!importer || !core.test(importer) || importer.endsWith('?late')) return null;
		const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
		return resolved && unused.test(resolved.id) ? { ...resolved, moduleSideEffects: false } : null;
	},
	load: (id) => replaced.find(([file]) => file.test(id))?.[1],
});
