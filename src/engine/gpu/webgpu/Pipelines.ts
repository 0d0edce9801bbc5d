/** Compute pipelines, compiled once per shader, with explicit bind group layouts. */
import { InternalError, toMessage } from '#engine/core/errors.ts';
import type { Dispatch } from '../kernel.ts';

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
