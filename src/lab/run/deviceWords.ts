/** What a run's record says of the device: all that decides which bits it computes, in few words. */
import type { DeviceReport } from '#gpu/report.ts';

/** The number of threads is left out: it changes no bit. */
export const deviceWords = ({ backend, kind, name, features }: DeviceReport): string =>
	backend === 'wasm'
		? `processor ${features.includes('relaxed-simd') ? 'with' : 'without'} fused multiply-add`
		: `${name}${kind === 'software' ? ' (emulated)' : ''}`;
