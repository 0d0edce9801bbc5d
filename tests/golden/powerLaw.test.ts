/** ADO's fit against scipy's best of 125 starts, on exact and on noisy losses. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { learningSpeed } from '../../src/mixing/policies/ado.ts';
import { fitPowerLaw, reducibleAt } from '../../src/mixing/powerLaw.ts';

interface Case {
	readonly counts: readonly number[];
	readonly losses: readonly number[];
	readonly objective: number;
	readonly last: number;
	readonly speed: number;
}
const cases = JSON.parse(
	readFileSync(new URL('powerLaw.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** Huber's loss on log L − log L(n), δ 1e-3. */
const huber = (residual: number): number =>
	residual > 1e-3 ? 1e-3 * (residual - 5e-4) : residual ** 2 / 2;

test.each([0, 1, 2, 3, 4, 5, 6, 7])('case %i: the objective, the law’s end and the speed', (at) => {
	const { counts, losses, objective, last, speed } = cases[at];
	const law = fitPowerLaw(counts, losses)!;
	const lawAt = (n: number) => law.irreducible + reducibleAt(law, n);
	const found = counts.reduce(
		(sum, n, i) => sum + huber(Math.abs(Math.log(losses[i] / lawAt(n)))),
		0,
	);
	const end = counts.at(-1)!;
	expect(found / objective).toBeLessThan(1 + 1e-8);
	expect(Math.abs(lawAt(end) / last - 1)).toBeLessThan(1e-6);
	expect(Math.abs(learningSpeed(law, end) / speed - 1)).toBeLessThan(1e-5);
});
