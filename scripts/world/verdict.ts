/** The verdict on a policy in a world: its score against uniform (docs/dev/synthetic-world.md). */
import type { JsonObject } from '#engine/core/json.ts';
import { mean } from '#engine/core/statistics.ts';
import { uniform } from '#mixing/policies/uniform.ts';
import type { MixingPolicy } from '#mixing/policy.ts';
import type { NamedWorld } from './named.ts';
import { runWorld } from './runWorld.ts';

export type Verdict = 'better' | 'same' | 'worse';
/** Scores that differ by less than this part are the same. */
const margin = 0.05;

async function meanScore(
	world: NamedWorld,
	policy: MixingPolicy,
	settings: JsonObject,
	seeds: readonly number[],
): Promise<number> {
	const scores: number[] = [];
	for (const seed of seeds) {
		const result = await runWorld(world, { policy, settings, seed });
		scores.push(result[world.score]);
	}
	return mean(scores);
}

/** Mean scores of uniform, computed once for a world and its seeds. */
const uniformScores = new Map<string, Promise<number>>();

/** Compares means over the seeds, by the world's score. */
export async function compareWithUniform(
	world: NamedWorld,
	policy: MixingPolicy,
	settings: JsonObject,
	seeds: readonly number[],
): Promise<Verdict> {
	const key = `${world.id} ${seeds.join()}`;
	const baseline = uniformScores.get(key) ?? meanScore(world, uniform, {}, seeds);
	uniformScores.set(key, baseline);
	const ratio = (await meanScore(world, policy, settings, seeds)) / (await baseline);
	if (Math.abs(ratio - 1) <= margin) return 'same';
	return ratio < 1 === (world.score === 'excess') ? 'better' : 'worse';
}
