/** The stored races: runs whose ids name the same race. */
import { canonicalJson } from '#engine/core/json.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { raceOfRun } from '#lab/run/raceLanes.ts';
import type { RunRecord } from '#lab/run/stores.ts';

/**
 * The lanes of the newest race, in their order; with a link, of the newest race that equals it.
 * `runs`: newest first. Empty: there is none.
 */
export function newestRace(runs: readonly RunRecord[], link?: LinkContent): readonly RunRecord[] {
	const races = new Map<string, RunRecord[]>();
	for (const run of runs) {
		const race = raceOfRun(run);
		if (race !== null) races.set(race, [...(races.get(race) ?? []), run]);
	}
	const wanted = link && contentText([link.experiment, ...withPolicies(link)]);
	const ordered = [...races.values()].map((lanes) =>
		lanes.sort((a, b) => a.id.localeCompare(b.id, 'en')),
	);
	const found = ordered.find(
		(lanes) => !link || contentText(lanes.map(({ experiment }) => experiment)) === wanted,
	);
	return found ?? [];
}

const withPolicies = ({ experiment, race = [] }: LinkContent) =>
	race.map((policy) => ({ ...experiment, policy }));
const contentText = (experiments: readonly LinkContent['experiment'][]): string =>
	canonicalJson(experiments);
