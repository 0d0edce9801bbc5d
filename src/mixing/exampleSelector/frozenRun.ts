/** The mixer of a trained selector: it chooses and does not learn. */
import type { Json } from '#core/json.ts';
import type { Mixer } from '../policy.ts';
import type { Selector } from './artefact.ts';
import { Chooser } from './chooser.ts';
import { planFromBatch } from './episode.ts';
import type { PoolFeatures } from './features.ts';
import { ChoiceReport } from './choiceReport.ts';
import { frozenChoices, createEvaluator, unpreparedMixer, type RaiseSetup } from './setup.ts';
import { ValidationTracker } from './validation.ts';

interface SavedRun {
	readonly chooser: Json;
	readonly watch: Json;
	readonly report: Json;
	readonly weights: readonly number[];
}

/** Without `prepared` the mixer only checks the settings and cannot plan. */
export function createFrozenRun(
	setup: RaiseSetup,
	prepared: { readonly selector: Selector; readonly features: PoolFeatures } | undefined,
	saved?: Json,
): Mixer {
	const { values, context } = setup;
	if (!prepared) return unpreparedMixer(context.skills.length, 'raise.waiting');
	const { selector, features } = prepared;
	const kept = saved as unknown as SavedRun | undefined;
	const options = frozenChoices(setup);
	const size = features.pool.size;
	const evaluator = createEvaluator(
		{ hidden: selector.hidden, leaveOut: selector.without },
		size,
		options,
	);
	const chooser = new Chooser(features, evaluator, options, kept?.chooser);
	const tracker = new ValidationTracker(setup.validation, kept?.watch);
	const report = new ChoiceReport(setup, features, {
		losses: selector.training.losses,
		...(kept && { saved: kept.report }),
	});
	let weights = kept?.weights ?? report.poolShares;
	return {
		learns: 'probes',
		plan: (step) => {
			const { batch } = chooser.next(step, selector.actor, tracker.performance);
			const plan = planFromBatch(features, batch, context.skills.length);
			weights = plan.weights;
			return plan;
		},
		probes: (step) =>
			tracker.start === null || (step + 1) % values.refresh === 0 ? [tracker.probe()] : [],
		observe: (observation) => {
			tracker.read(observation);
		},
		state: () => ({
			chooser: chooser.state(),
			watch: tracker.state(),
			report: report.state(),
			weights: [...weights],
		}),
		explain: () =>
			report.explain(
				{ chooser, tracker, evaluator, options, actor: selector.actor, weights },
				selector.meanStage,
			),
	};
}
