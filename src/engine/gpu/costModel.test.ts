import { expect, test } from 'vitest';
import { expectedKernel } from './costModel.ts';

const speed = { gflops: 100, gigabytes: 10, dispatch: 5 };
const work = { label: 'linear', dispatches: 2, flops: 0, bytes: 0 };

test('a kernel takes the longer of computing and moving, beside a time for each dispatch', () => {
	expect(expectedKernel(work, speed)).toBeCloseTo(0.01, 12);
	// 1 GFLOP at 100 GFLOPS; 50 MB at 10 GB/s.
	expect(expectedKernel({ ...work, flops: 1e9 }, speed)).toBeCloseTo(10.01, 12);
	expect(expectedKernel({ ...work, bytes: 50e6 }, speed)).toBeCloseTo(5.01, 12);
	expect(expectedKernel({ ...work, flops: 1e9, bytes: 50e6 }, speed)).toBeCloseTo(10.01, 12);
});
