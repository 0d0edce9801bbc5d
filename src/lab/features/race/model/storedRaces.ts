/** The stored races: groups of runs. */
import { canonicalJson } from '#engine/core/json.ts';
import { maxLanes, type LinkContent } from '#lab/run/link.ts';
import { runsByGroup } from '#lab/run/runGroups.ts';
import type { RunRecord } from '#lab/run/stores.ts';

export const lanesOfRace = { min: 2, max: maxLanes } as const;

/** Of the group of a race's runs. */
export const raceKind = 'race';

/**
 * The lanes of the newest race, in their order; with a link, of the newest race that equals it.
 * `runs`: newest first. Empty: there is none.
 */
export function newestRace(runs: readonly RunRecord[], link?: LinkContent): readonly RunRecord[] {
	// A lane alone is no race, and has no link: the others were deleted.
	const races = runsByGroup(runs.filter(({ group }) => group?.kind === raceKind)).filter(
		({ length }) => length >= lanesOfRace.min,
	);
	if (!link) return races[0] ?? [];
	const { experiment, race = [] } = link;
	const wanted = canonicalJson([experiment, ...race.map((policy) => ({ ...experiment, policy }))]);
	return (
		races.find((lanes) => canonicalJson(lanes.map(({ experiment }) => experiment)) === wanted) ?? []
	);
}
