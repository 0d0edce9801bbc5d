/** Where an example that a policy names is stored. */
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { ExampleRef } from '#mixing/index.ts';

export const exampleAddress = (
	skills: readonly EncodedSkill[],
	{ skill, part, index }: ExampleRef,
): ExampleAddress => ({ set: skills[skill][part], index });
