/**
 * The preparation that comes with the lab: RAISE's on the default experiment. The workshop makes it
 * on the processor (`preparation`), so a page without a GPU would compute the same bits. A GPU
 * rounds in another order, so its own preparation differs in the last bits.
 */
import { sha256OfJson } from '#engine/core/hash.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { checkedSettings } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import made from './readyPreparation.json' with { type: 'json' };

export const shippedPreparation: Omit<typeof made, 'key'> = made;

/** Hash of all that the policy's preparation depends on. */
export function preparationKey(experiment: Experiment, { id, settings }: PolicySegment): string {
	const { policy: _policy, evaluation: _evaluation, checkpointEvery: _every, ...rest } = experiment;
	const written = checkedSettings({ id, settings }, experiment.skills, 'policy');
	return sha256OfJson({ ...rest, engineVersion, id, settings: written });
}

/** SHA-256 of the preparation that the lab has for this policy here; undefined: there is none. */
export const readyPreparation = (
	experiment: Experiment,
	segment: PolicySegment,
): string | undefined =>
	segment.id === made.policy && preparationKey(experiment, segment) === made.key
		? made.sha256
		: undefined;
