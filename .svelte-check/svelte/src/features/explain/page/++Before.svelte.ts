///<reference types="svelte" />
import type { Snippet } from 'svelte';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import { rememberedPace } from '#page/state/pace.ts';
import { millisecondsLeft } from '#core/runProgress.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';

type $$ComponentProps = { children: Snippet };
function $$render() {
	/** `children` follow the list of trained skills: how the policy begins. */
	let { children }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();
	const experiment = $derived(lab.experiment);
	const unused = { step: 0, tokens: 0, milliseconds: 0 };
	const policy = $derived(lab.policy(experiment?.policy[0].id ?? '')?.title ?? '');
	const pace = $derived(
		lab.run?.history.millisecondsPerStep ??
			(lab.info && rememberedPace(localStorage, lab.info.device.name, experiment)),
	);
	async () => {
		if (experiment) {
			{
				svelteHTML.createElement('p', {});
				explainWords.why.beforeWhat(
					experiment.steps,
					experiment.batching.size,
					workbench.trained.length,
					policy,
				);
			}
			if (experiment.budget) {
				{
					svelteHTML.createElement('p', {});
					explainWords.why.beforeBudget(experiment.budget, experiment.steps);
				}
			}
			__sveltets_2_ensureSnippet(children());
			{
				svelteHTML.createElement('p', {});
				explainWords.why.beforeTest(experiment.evaluation.every);
			}
			{
				svelteHTML.createElement('p', {});
				pace
					? explainWords.why.beforeTime(millisecondsLeft(experiment, unused, pace), pace)
					: explainWords.why.beforeTimeUnknown;
			}
			if (lab.info?.device.kind === 'software') {
				{
					svelteHTML.createElement('p', {});
					words.run.deviceSoftware(lab.info.device.reason);
				}
			}
			if (lab.linked?.expected && !view.hides('results')) {
				{
					svelteHTML.createElement('p', {});
					explainWords.why.beforeExpected;
				}
			}
			if (lab.run?.status.kind !== 'running') {
				{
					svelteHTML.createElement('p', {});
					{
						svelteHTML.createElement('strong', {});
						explainWords.why.beforeDo;
					}
				}
			}
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Before__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Before__SvelteComponent_ = ReturnType<typeof Before__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Before__SvelteComponent_;
