/**
 * Property tests of the short suite draw the same cases each time, so that one commit has one
 * verdict. The long suite draws new ones, and a failure prints its seed. SKILLET_SEED names one.
 */
import fc from 'fast-check';
import './patience.ts';
import './sameBits.ts';

const { SKILLET_SEED: seed, SKILLET_SUITE: suite } = process.env;
if (seed || suite === 'short') fc.configureGlobal({ seed: Number(seed || 1) });
