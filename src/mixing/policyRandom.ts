/** A policy's own random numbers in a run: a pure function of the run's seed and the policy's id. */
import { randomStream, type RandomStream } from '#core/random.ts';

export const policyRandom = (seed: number, policyId: string): RandomStream =>
	randomStream(seed, 'run').child(`policy ${policyId}`);
