/** The run with a selector that was trained before: it chooses, and learns nothing more. */
import type { Json } from '#core/json.ts';
import type { Mixer } from '../policy.ts';
import type { Selector } from './artefact.ts';
import { Chooser } from './chooser.ts';
import { planOf } from './episode.ts';
import type { PoolFeatures } from './features.ts';
import { ChoiceReport } from './choiceReport.ts';
import { frozenChoices, scorerFor, type RaiseSetup } from './setup.ts';
import { unprepared } from './unprepared.ts';
import { ValidationWatch } from './validationWatch.ts';

interface SavedRun {
	readonly chooser: Json;
	readonly watch: Json;
	readonly report: Json;
	readonly weights: readonly number[];
}

/** Without selector and survey the settings are checked, and nothing can be planned. */
export function frozenRun(
	setup: RaiseSetup,
	prepared: { readonly selector: Selector; readonly features: PoolFeatures } | undefined,
	saved?: Json,
): Mixer {
	const { values, context } = setup;
	if (!prepared)
		return unprepared(context.skills.length, 'The selector is trained before the first step.');
	const { selector, features } = prepared;
	const kept = saved as unknown as SavedRun | undefined;
	const options = frozenChoices(setup);
	const size = features.pool.size;
	const scorer = scorerFor({ hidden: selector.hidden, leaveOut: selector.without }, size, options);
	const chooser = new Chooser(features, scorer, options, kept?.chooser);
	const watch = new ValidationWatch(setup.validation, kept?.watch);
	const report = new ChoiceReport(setup, features, {
		losses: selector.training.losses,
		...(kept && { saved: kept.report }),
	});
	let weights = kept?.weights ?? report.poolShares;
	return {
		learns: 'probes',
		plan: (step) => {
			const { batch } = chooser.next(step, selector.actor, watch.performance);
			const plan = planOf(features, batch, context.skills.length);
			weights = plan.weights;
			return plan;
		},
		probes: (step) =>
			watch.start === null || (step + 1) % values.refresh === 0 ? [watch.probe()] : [],
		observe: (observation) => {
			watch.read(observation);
		},
		state: () => ({
			chooser: chooser.state(),
			watch: watch.state(),
			report: report.state(),
			weights: [...weights],
		}),
		explain: () =>
			report.explain(
				{ chooser, watch, scorer, options, actor: selector.actor, weights },
				selector.meanStage,
			),
	};
}
