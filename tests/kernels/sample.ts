import { isLong } from '../support/suite.ts';
import type { KernelCase } from './kernelCase.ts';

/** In the short suite at most `count` cases, evenly spread: for devices that are slow. */
export const sample = (found: readonly KernelCase[], count: number): readonly KernelCase[] =>
	found.filter((_, i) => isLong || i % Math.ceil(found.length / count) === 0);
