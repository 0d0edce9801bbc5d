/** The rules of a race: two to four lanes with the same weights, seed, data and settings. */
import { wrong } from '#core/fields.ts';
import { canonicalJson } from '#core/json.ts';
import { sentence } from '#core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { lanesOfRace } from '#lab/run/raceLanes.ts';

/** Throws InputError that names the lane. */
export function demandFairLanes(lanes: readonly Experiment[]): void {
	const { fewest, most } = lanesOfRace;
	if (lanes.length < fewest || lanes.length > most)
		throw wrong('lanes', sentence`A race has ${fewest} to ${most} lanes, not ${lanes.length}.`);
	const shared = lanes.map((experiment) => canonicalJson({ ...experiment, policy: [] }));
	const odd = shared.findIndex((text) => text !== shared[0]);
	if (odd > 0)
		throw wrong(
			`lanes[${odd}]`,
			sentence`differs from the first lane in more than the policy, so a race would compare two
				changes at once. Give all lanes the same settings, data and seed.`,
		);
}
