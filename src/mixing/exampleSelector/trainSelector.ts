/**
 * RAISE's training of the selector before the run: K roll-outs from the start weights. After each,
 * actor and critic learn from its experience (the paper's loop; its constants are our reading).
 */
import type * as v from 'valibot';
import { NonFiniteError } from '#engine/core/errors.ts';
import { toJson, type Json } from '#engine/core/json.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { say } from '#engine/core/message.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Preparation, Explanation, Mixer, Observation } from '../policy.ts';
import { finite, floats, listOf, objectOf, readState } from '../storedData.ts';
import { restoreBasis, selectorToJson, storeBasis } from './artefact.ts';
import type { PoolFeatures } from './features.ts';
import { drawCandidates, selectFromPool } from './pool.ts';
import { learn, networksSchema, newNetworks, type Experience } from './ppo.ts';
import { learningChoices, learningOptions, createEvaluator, type RaiseSetup } from './setup.ts';
import { fitBasis, surveyPool } from './survey.ts';
import type { ChooserOptions } from './Chooser.ts';
import type { ActorEvaluator } from './choose.ts';
import { SelectorMixer } from './SelectorMixer.ts';

/** The progress of the training, which a pause stores. */
const progressSchema = objectOf({
	networks: networksSchema,
	/** Validation loss at the end of each episode so far. */
	losses: listOf(finite),
	/** The actor of the episode with the lowest final loss. */
	best: floats,
});
type Progress = v.InferOutput<typeof progressSchema>;

/** Returns the artefact. Resumes to the same numbers; a pause loses at most one episode. */
export async function trainSelector(setup: RaiseSetup, preparation: Preparation): Promise<Json> {
	const { values, context, validation } = setup;
	const { random, skills, batchSize } = context;
	const { signal, report, rollOut, save } = preparation;
	const { episodes, hidden, subset, classes } = values;
	const steps = values.episodeSteps || context.totalSteps;

	const members = Math.max(1, Math.ceil(subset * setup.pool.size));
	const drawn = drawCandidates(setup.pool.size, members, random.child('subset'), 0);
	const pool = selectFromPool(setup.pool, drawn);
	const stream = random.child('basis');
	// Through the stored form, so that roll-outs use the same rounded numbers as the run.
	const basis = restoreBasis(storeBasis(await fitBasis(pool, preparation, { classes, stream })));
	const features = await surveyPool(pool, basis, preparation);
	const evaluator = createEvaluator(values, pool.size, learningChoices(setup, steps, ''));

	let { networks, losses, best } = progressFrom(preparation.saved, hidden, random);
	while (losses.length < episodes) {
		const number = losses.length;
		signal.throwIfAborted();
		const label: PolicyMessage = {
			id: 'raise.training',
			values: { episode: number + 1, episodes, loss: losses.at(-1) ?? null },
		};
		const episode = new Episode(
			setup,
			features,
			networks.actor,
			evaluator,
			learningChoices(setup, steps, `episode ${number}`),
			(done) => {
				signal.throwIfAborted();
				report({ done: number * steps + done, of: episodes * steps, label });
			},
		);
		await rollOut(episode, { steps, seed: random.child('roll-outs').bits(number) });
		requireFiniteLosses(episode, number);
		const { loss: end } = episode.tracker.watched;
		if (losses.every((loss) => end! < loss)) best = networks.actor;
		const order = random.child(`update ${number}`);
		const options = learningOptions(values, number);
		networks = learn(networks, episode.experiences, features, evaluator, options, order);
		losses = [...losses, end!];
		save(toJson({ networks, losses, best } satisfies Progress));
	}

	return selectorToJson({
		hidden,
		without: evaluator.without,
		basis,
		actor: values.keep === 'last' ? networks.actor : best,
		training: {
			steps,
			batchSize,
			losses,
			targets: validation.groups.map(({ skill }) => skills[skill].id),
		},
	});
}

function requireFiniteLosses({ experiences, tracker }: Episode, number: number): void {
	const { loss, broken } = tracker.watched;
	if (loss === null || broken * 2 > experiences.length)
		throw new NonFiniteError(
			say(
				"In roll-out {number} the validation loss was not finite at {broken, plural, one {# measurement} other {# measurements}}. Lower the run's learning rate, and check the validation examples of the target skills.",
				{ number: number + 1, broken },
			),
		);
}

/** The saved progress, or the first one. */
function progressFrom(saved: Json | undefined, hidden: number, random: RandomStream): Progress {
	if (saved === undefined) {
		const networks = newNetworks(hidden, random.child('networks'));
		return { networks, losses: [], best: networks.actor };
	}
	return readState(progressSchema, saved);
}

/** A roll-out from the start weights: it samples choices and gathers their rewards. */
export class Episode extends SelectorMixer implements Mixer {
	/** In the order of the choices. */
	readonly experiences: Experience[] = [];

	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		readonly actor: Float64Array,
		evaluator: ActorEvaluator,
		options: ChooserOptions,
		private readonly onStep: (done: number) => void = () => undefined,
	) {
		super(setup, features, evaluator, options);
	}

	probes(step: number) {
		const isDue = this.chooser.isSpent || step + 1 === this.options.steps;
		return isDue ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		this.onStep(observation.step + 1);
		const experience = this.read(observation);
		if (experience) this.experiences.push(experience);
	}

	state() {
		return null;
	}

	explain(): Explanation {
		return { weights: this.weights, sentence: { id: 'raise.episode', values: {} }, traces: [] };
	}
}
