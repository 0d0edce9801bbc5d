/** The stored races: runs whose ids name the same race. */
import { canonicalJson } from '#engine/core/json.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { listRaces } from '#lab/run/raceLanes.ts';
import type { RunRecord } from '#lab/run/stores.ts';

/**
 * The lanes of the newest race, in their order; with a link, of the newest race that equals it.
 * `runs`: newest first. Empty: there is none.
 */
export function newestRace(runs: readonly RunRecord[], link?: LinkContent): readonly RunRecord[] {
	const others = link?.race?.map((policy) => ({ ...link.experiment, policy })) ?? [];
	const wanted = link && canonicalJson([link.experiment, ...others]);
	const ordered = listRaces(runs).map((lanes) =>
		lanes.sort((a, b) => a.id.localeCompare(b.id, 'en')),
	);
	const found = ordered.find(
		(lanes) => !link || canonicalJson(lanes.map((lane) => lane.experiment)) === wanted,
	);
	return found ?? [];
}
