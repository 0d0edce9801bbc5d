/** The stored races: runs whose ids name the same race. */
import { canonicalJson } from '#engine/core/json.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { lanesByRace } from '#lab/run/raceLanes.ts';
import type { RunRecord } from '#lab/run/stores.ts';

/**
 * The lanes of the newest race, in their order; with a link, of the newest race that equals it.
 * `runs`: newest first. Empty: there is none.
 */
export function newestRace(runs: readonly RunRecord[], link?: LinkContent): readonly RunRecord[] {
	const races = lanesByRace(runs);
	if (!link) return races[0] ?? [];
	const { experiment, race = [] } = link;
	const wanted = canonicalJson([experiment, ...race.map((policy) => ({ ...experiment, policy }))]);
	return (
		races.find((lanes) => canonicalJson(lanes.map(({ experiment }) => experiment)) === wanted) ?? []
	);
}
