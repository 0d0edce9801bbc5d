/** Compute pipelines, compiled once per shader, with explicit bind group layouts. */
import { InternalError, toMessage } from '#engine/core/errors.ts';
import type { Access, Dispatch } from '../kernel.ts';

type Shader = Pick<Dispatch, 'label' | 'wgsl' | 'bindings' | 'uniforms'>;

export interface Pipeline {
	readonly pipeline: GPUComputePipeline;
	readonly layout: GPUBindGroupLayout;
}

export class Pipelines {
	readonly #layouts = new Map<string, GPUBindGroupLayout>();
	/** By the WGSL, which declares its bindings and their access. */
	readonly #compiled = new Map<string, Promise<Pipeline>>();

	constructor(private readonly device: GPUDevice) {}

	/** Throws InternalError with the compiler's messages. */
	get(shader: Shader): Promise<Pipeline> {
		const { wgsl } = shader;
		const known = this.#compiled.get(wgsl);
		if (known) return known;
		const pipeline = this.#compile(shader);
		this.#compiled.set(wgsl, pipeline);
		// Try again next time: the cause may be a lost device or full memory.
		pipeline.catch(() => this.#compiled.delete(wgsl));
		return pipeline;
	}

	async #compile(shader: Shader): Promise<Pipeline> {
		checkAccess(shader);
		const device = this.device;
		device.pushErrorScope('validation');
		const { layout, descriptor, module } = this.#describe(shader);
		const popped = device.popErrorScope();
		try {
			const [pipeline, error] = await Promise.all([
				device.createComputePipelineAsync(descriptor),
				popped,
			]);
			if (error) throw new Error(error.message);
			return { pipeline, layout };
		} catch (error) {
			const messages = (await module.getCompilationInfo().catch(() => null))?.messages ?? [];
			const lines = messages.map(
				({ lineNum, message }) =>
					`line ${lineNum}: ${message} (${shader.wgsl.split('\n')[lineNum - 1]?.trim() ?? ''})`,
			);
			const reason = toMessage(error);
			const details = lines.length > 0 ? lines.join('; ') : reason;
			throw new InternalError(`Kernel ${shader.label} does not compile: ${details}`);
		}
	}

	#describe({ label, wgsl, bindings, uniforms }: Shader) {
		const types = bindings.map(({ access }) => bufferType[access]);
		const layout = this.#layout(uniforms.length > 0 ? [...types, 'uniform'] : types);
		const module = this.device.createShaderModule({ label, code: wgsl });
		const descriptor = {
			label,
			layout: this.device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
			compute: { module, entryPoint: 'main' },
		};
		return { layout, descriptor, module };
	}

	#layout(types: readonly GPUBufferBindingType[]): GPUBindGroupLayout {
		const key = types.join();
		let layout = this.#layouts.get(key);
		if (!layout) {
			layout = this.device.createBindGroupLayout({
				label: key,
				entries: types.map((type, binding) => ({
					binding,
					visibility: GPUShaderStage.COMPUTE,
					buffer: { type },
				})),
			});
			this.#layouts.set(key, layout);
		}
		return layout;
	}
}

const bufferType = { read: 'read-only-storage', read_write: 'storage' } as const;

const declaration =
	/@group\((\d+)\)\s*@binding\((\d+)\)\s*var<\s*(storage|uniform)\s*(?:,\s*(read\w*)\s*)?>/g;

/**
 * Checks that the WGSL declares the access of the dispatch. In other engines a shader with `read`
 * for a `storage` layout gave wrong numbers without an error. Throws InternalError.
 */
export function checkAccess({ label, wgsl, bindings, uniforms }: Shader): void {
	const expected: (Access | 'uniform')[] = bindings.map(({ access }) => access);
	if (uniforms.length > 0) expected.push('uniform');
	const declared: string[] = [];
	for (const [, group, binding, space, access] of wgsl.matchAll(declaration)) {
		if (group !== '0') throw new InternalError(`Kernel ${label}: a binding is not in group 0.`);
		declared[Number(binding)] = space === 'uniform' ? 'uniform' : (access ?? 'read');
	}
	const isSame =
		declared.length === expected.length && expected.every((access, i) => declared[i] === access);
	if (!isSame)
		throw new InternalError(
			`Kernel ${label}: its WGSL declares the bindings (${declared.join(', ')}), ` +
				`but its dispatch declares (${expected.join(', ')}). Make them equal.`,
		);
}
