/** The stored races: runs whose ids name the same race. */
import { canonicalJson } from '#engine/core/json.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { lanesByRace, lanesOfRace } from '#lab/run/raceLanes.ts';
import type { RunRecord } from '#lab/run/stores.ts';

/**
 * The lanes of the newest race, in their order; with a link, of the newest race that equals it.
 * `runs`: newest first. Empty: there is none.
 */
export function newestRace(runs: readonly RunRecord[], link?: LinkContent): readonly RunRecord[] {
	// A lane alone is no race, and has no link: the others were deleted.
	const races = lanesByRace(runs).filter(({ length }) => length >= lanesOfRace.min);
	if (!link) return races[0] ?? [];
	const { experiment, race = [] } = link;
	const wanted = canonicalJson([experiment, ...race.map((policy) => ({ ...experiment, policy }))]);
	return (
		races.find((lanes) => canonicalJson(lanes.map(({ experiment }) => experiment)) === wanted) ?? []
	);
}
