/**
 * RAISE's training of the selector before the run: K roll-outs from the start weights, each followed by an update of actor
 * and critic from what it saw (the paper's loop; its constants are our reading).
 */
import { NonFiniteError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import type { Preparation } from '../policy.ts';
import { basisFromJson, basisToJson, selectorToJson } from './artefact.ts';
import { drawCandidates } from './candidates.ts';
import { Episode } from './episode.ts';
import { learn, networksFromJson, networksToJson, newNetworks, type Networks } from './networks.ts';
import { subPool } from './pool.ts';
import { learningChoices, learningOptions, scorerFor, type RaiseSetup } from './setup.ts';
import { fitBasis, surveyPool } from './survey.ts';

interface Progress {
	readonly networks: Networks;
	/** Validation loss at the end of each episode so far. */
	readonly losses: readonly number[];
	/** Sums over the episodes of the mean stage. */
	readonly stages: readonly [number, number];
	/** The scorer of the episode that ended lowest. */
	readonly best: Float64Array;
}

/** The artefact (artefact.ts). Goes on from `saved` to the same numbers; loses one episode at most. */
export async function trainSelector(setup: RaiseSetup, preparation: Preparation): Promise<Json> {
	const { values, context, validation } = setup;
	const { random, skills, batchSize } = context;
	const { signal, report, rollOut, save } = preparation;
	const { episodes, hidden, subset, classes } = values;
	const steps = values.episodeSteps || context.totalSteps;

	const members = Math.max(1, Math.ceil(subset * setup.pool.size));
	const pool = subPool(
		setup.pool,
		drawCandidates(setup.pool.size, members, random.child('subset'), 0),
	);
	const stream = random.child('basis');
	// Through JSON: roll-outs see the numbers that the run will see.
	const basis = basisFromJson(basisToJson(await fitBasis(pool, preparation, { classes, stream })));
	const features = await surveyPool(pool, basis, preparation);
	const scorer = scorerFor(values, pool.size, learningChoices(setup, steps, ''));

	let { networks, losses, stages, best } =
		progressFrom(preparation.saved) ?? startOf(hidden, random);
	while (losses.length < episodes) {
		const number = losses.length;
		signal.throwIfAborted();
		const last = losses.at(-1);
		const heard = last === undefined ? '' : `, validation loss ${last.toFixed(2)}`;
		const label = `Training the selector: episode ${number + 1} of ${episodes}${heard}`;
		const episode = new Episode(
			setup,
			features,
			networks.actor,
			scorer,
			learningChoices(setup, steps, `episode ${number}`),
			(done) => {
				signal.throwIfAborted();
				report({ done: number * steps + done, of: episodes * steps, label });
			},
		);
		await rollOut(episode, { steps, seed: random.child('roll-outs').bits(number) });
		demandSound(episode, number);
		if (losses.every((loss) => episode.watch.loss! < loss)) best = networks.actor;
		const order = random.child(`update ${number}`);
		networks = learn(
			networks,
			episode.experiences,
			features,
			scorer,
			learningOptions(values, number),
			order,
		);
		const { meanStage } = episode.chooser;
		losses = [...losses, episode.watch.loss!];
		stages = [stages[0] + meanStage[0], stages[1] + meanStage[1]];
		save(progressToJson({ networks, losses, stages, best }));
	}

	return selectorToJson({
		hidden,
		without: scorer.without,
		basis,
		actor: values.keep === 'last' ? networks.actor : best,
		critic: networks.critic,
		meanStage: [stages[0] / episodes, stages[1] / episodes],
		training: {
			...{ steps, batchSize, losses },
			targets: validation.stretches.map(({ skill }) => skills[skill].id),
		},
	});
}

function startOf(hidden: number, random: RaiseSetup['context']['random']): Progress {
	const networks = newNetworks(hidden, random.child('networks'));
	return { networks, losses: [], stages: [0, 0], best: networks.actor };
}

function demandSound({ experiences, watch }: Episode, number: number): void {
	if (watch.loss === null || watch.broken * 2 > experiences.length)
		throw new NonFiniteError(
			`In roll-out ${number + 1} the validation loss was no finite number at ${watch.broken} measurements. ` +
				"Lower the run's learning rate, and check the validation examples of the target skills.",
		);
}

const progressToJson = ({ networks, losses, stages, best }: Progress): Json => ({
	networks: networksToJson(networks),
	losses: [...losses],
	stages: [...stages],
	best: Array.from(best),
});
function progressFrom(saved: Json | undefined): Progress | undefined {
	if (saved === undefined) return undefined;
	const { networks, losses, stages, best } = saved as unknown as Omit<Progress, 'best'> & {
		networks: Json;
		best: readonly number[];
	};
	return { networks: networksFromJson(networks), losses, stages, best: Float64Array.from(best) };
}
