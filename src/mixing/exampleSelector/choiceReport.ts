/** What the page says of RAISE's choices: a sentence, traces by skill, the features' influence, and warnings. */
import type { Json } from '#core/json.ts';
import type { Explanation } from '../policy.ts';
import { indicesById } from '../rows.ts';
import { percent } from '../shares.ts';
import { influencesOf, type Influence } from './ablation.ts';
import type { Chooser, ChooserOptions } from './chooser.ts';
import type { Scorer } from './choose.ts';
import type { PoolFeatures, Stage } from './features.ts';
import { sharesAmong } from './pool.ts';
import type { RaiseSetup } from './setup.ts';
import { repeatsWarning, trainingWarning } from './warnings.ts';
import type { ValidationWatch } from './validationWatch.ts';

export interface Reported {
	readonly chooser: Chooser;
	readonly watch: ValidationWatch;
	readonly scorer: Scorer;
	readonly options: ChooserOptions;
	readonly actor: Float64Array;
	readonly weights: readonly number[];
	/** How the selector came to be as it is now, where it learns in the run. */
	readonly learnt?: string;
}

/** Choices between two ablations: each scores all candidates eight times more. */
const ablationEvery = 10;

interface Ablated {
	readonly choice: number;
	readonly influences: readonly Influence[];
}

export class ChoiceReport {
	readonly poolShares: readonly number[];
	readonly #setup: RaiseSetup;
	readonly #features: PoolFeatures;
	readonly #losses: readonly number[];
	#ablated: Ablated | null;

	/** `losses`: of the selector's roll-outs. `saved`: what `state` gave. */
	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		{ losses, saved = null }: { readonly losses: readonly number[]; readonly saved?: Json },
	) {
		this.#setup = setup;
		this.#features = features;
		this.#losses = losses;
		this.#ablated = saved as unknown as Ablated | null;
		const { pool } = features;
		this.poolShares = sharesAmong(pool, [...pool.rows.keys()], setup.context.skills.length);
	}

	/** The last ablation: it stands until the next one, over a restore too. */
	state(): Json {
		return this.#ablated as unknown as Json;
	}

	explain(now: Reported, meanStage: Stage): Explanation {
		const { chooser, watch, weights } = now;
		const influences = this.#influences(now, meanStage);
		const warnings = [
			...this.#setup.validation.warnings,
			...trainingWarning(this.#losses),
			...repeatsWarning(chooser.times, this.#setup.context.batchSize),
			...(watch.broken > 0
				? [
						`The validation loss was no finite number ${watch.broken} times; the one before was kept.`,
					]
				: []),
		];
		return {
			weights,
			sentence: this.#sentence(now),
			traces: this.#traces(chooser),
			...(influences && {
				influences: {
					label: 'Influence of each feature',
					about:
						'Share of the last choice that changes when the feature is put to its mean, with the same chance.',
					values: influences,
				},
			}),
			...(warnings.length > 0 && { warnings }),
		};
	}

	#influences({ chooser, scorer, options, actor }: Reported, stage: Stage) {
		const { last } = chooser;
		if (last && (!this.#ablated || last.choice >= this.#ablated.choice + ablationEvery))
			this.#ablated = {
				choice: last.choice,
				influences: influencesOf(last.decision, last.choice, {
					...{ features: this.#features, scorer, actor, stage, options },
				}),
			};
		return this.#ablated?.influences;
	}

	#sentence({ chooser, watch, weights, learnt }: Reported): string {
		const { skills } = this.#setup.context;
		const targets = this.#setup.validation.stretches.map(({ skill }) => skills[skill].name);
		const of =
			targets.length === skills.length && targets.length > 1 ? 'all skills' : named(targets);
		const loss =
			watch.loss === null
				? ''
				: ` The validation loss of ${of} is ${watch.loss.toFixed(2)} nats; at the start it was ${watch.start!.toFixed(2)}.`;
		const { last } = chooser;
		const most = indicesById(skills)
			.filter((i) => weights[i] > 0)
			.sort((a, b) => weights[b] - weights[a])
			.slice(0, 3)
			.map((i) => `${percent(weights[i])} ${skills[i].name}`);
		const chose = last
			? `Of ${last.decision.places.length.toLocaleString('en')} candidates the selector took mostly these: ${named(most)}.`
			: `The selector's last batch was ${named(most)}.`;
		return `${chose}${loss}${learnt ? ` ${learnt}` : ''}`;
	}

	#traces({ times, last }: Chooser): Explanation['traces'] {
		const { pool } = this.#features;
		const skills = this.#setup.context.skills.length;
		const zeros = () => Array.from({ length: skills }, () => 0);
		const [picks, distinct, scores, candidates] = [zeros(), zeros(), zeros(), zeros()];
		times.forEach((count, place) => {
			picks[pool.skills[place]] += count;
			if (count > 0) distinct[pool.skills[place]]++;
		});
		last?.decision.places.forEach((place, c) => {
			scores[pool.skills[place]] += last.scores[c];
			candidates[pool.skills[place]]++;
		});
		const all = Math.max(
			1,
			picks.reduce((a, b) => a + b, 0),
		);
		return [
			{ label: 'share of the picks so far', values: picks.map((count) => count / all) },
			{ label: 'different examples picked', values: distinct },
			{
				label: 'mean score of the candidates',
				values: scores.map((sum, i) => (candidates[i] > 0 ? sum / candidates[i] : null)),
			},
			{ label: 'share of the pool', values: this.poolShares },
		];
	}
}

const named = (words: readonly string[]): string =>
	words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
