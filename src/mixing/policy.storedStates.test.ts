/**
 * What an earlier version stored still resumes, bit for bit: states of mixers after 13 steps,
 * results of preparations, and interrupted preparations. Commits 9c9aea8b and b4bb93a4 (the last
 * of doremi) wrote tests/golden/policyStates.json, in the world of tests/support/transferWorld.ts,
 * whose skills are not sorted by id. Later policies are at the end, by the commits that added them.
 */
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import states from '../../tests/golden/policyStates.json' with { type: 'json' };
import { policyById } from './registry.ts';
import { TrainedSkills } from './TrainedSkills.ts';
import { runLap } from '../../scripts/world/lap.ts';
import { preparationIn, restoredIn } from '../../scripts/world/preparation.ts';
import { contextOf, skills, transfer, World } from '../../tests/support/transferWorld.ts';

interface StoredState {
	readonly id: string;
	readonly settings: JsonObject;
	readonly saved: Json;
	readonly artefact?: Json;
	readonly unfinished?: Json;
	/** The weights of the last of 40 steps. */
	readonly weights: readonly number[];
}
const stored: readonly StoredState[] = states;

const open = ({ id, settings }: StoredState) => {
	const policy = new TrainedSkills(skills).adapt(policyById(id));
	return { policy, values: parseParameters(policy.parameters, settings, 'settings') };
};

test.each(stored.map((state) => [state.id, state] as const))('a run with %s', async (id, state) => {
	const { policy, values } = open(state);
	const context = contextOf(id);
	const world = new World(transfer);
	const stream = randomStream(1, 'draw');
	const before = await restoredIn(world, policy, values, context, state.artefact);
	const first = policy.createMixer(values, context, before);
	const { drawn } = runLap(first, context, world, { stream, from: 0, steps: 13 });
	const resumed = policy.createMixer(values, context, { ...before, saved: state.saved });
	// Earlier states have more: what the page showed before 1.0.
	expect(state.saved).toMatchObject(resumed.state() as object);
	const rest = { stream, from: 13, steps: 27, drawn, restored: true };
	const { plans } = runLap(resumed, context, world, rest);
	expect(plans.at(-1)?.weights).toEqual(state.weights);
});

const interrupted = stored.filter(({ unfinished }) => unfinished !== undefined);
test.each(interrupted.map((state) => [state.id, state] as const))(
	'an interrupted preparation of %s',
	async (id, state) => {
		const { policy, values } = open(state);
		const context = contextOf(id);
		const resumed = preparationIn(new World(transfer), context, { saved: state.unfinished! });
		const artefact = await policy.prepare!(values, context, resumed);
		// Earlier ones have more.
		expect(state.artefact).toMatchObject(artefact as object);
	},
);
