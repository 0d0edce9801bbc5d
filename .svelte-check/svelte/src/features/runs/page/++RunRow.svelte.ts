///<reference types="svelte" />
import type { RunRecord } from '#lab/run/stores.ts';
import Sparkline from '#page/charts/Sparkline.svelte';
import { getLab } from '#page/state/context.ts';
import { getRuns } from './RunsState.svelte.ts';
import * as format from '#page/words/format.ts';
import { stepsOf } from '#core/runProgress.ts';
import { runWords } from '../words.en.ts';
import LineSample from './LineSample.svelte';
import MixStrip from './MixStrip.svelte';
import RunDetails from './RunDetails.svelte';

type $$ComponentProps = { run: RunRecord };
function $$render() {
	let { run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const runs = getRuns();
	const text = runWords;
	const id = $props.id();
	const title = $derived(runs.titleOf(run));
	const style = $derived(runs.styleOf(run.id));
	const summary = $derived(runs.summaryOf(run.id));
	const last = $derived(summary?.curve.at(-1));
	/** Exact match if there is one, else held-out loss. */
	const hasExact = $derived(last?.average !== null);
	const curve = $derived(
		(summary?.curve ?? []).map(({ step, average, loss }) => ({
			step,
			value: hasExact ? average : loss,
		})),
	);
	const switches = $derived(
		run.experiment.policy.map(({ fromStep }) => fromStep).filter((step) => step > 0),
	);
	const steps = $derived(stepsOf(run));
	const isOpen = $derived(runs.opened === run.id);
	const facts = $derived([
		...(run.name === undefined
			? []
			: [lab.policyTitles(run.experiment), text.seed(run.experiment.seed)]),
		text.of(run.step, steps),
		text.skills(run.experiment.skills.filter(({ use }) => use === 'train').length),
		run.experiment.model.id,
		format.day(run.startedAt),
	]);
	async () => {
		{
			svelteHTML.createElement('li', {});
			isOpen;
			lab.run?.id === run.id;
			{
				svelteHTML.createElement('div', { class: `row` });
				{
					svelteHTML.createElement('input', {
						type: `checkbox`,
						'aria-label': text.mark(title),
						checked: style !== undefined,
						onchange: (event) => runs.mark(run.id, event.currentTarget.checked),
					});
				}
				{
					svelteHTML.createElement('span', { class: `sample` });
					if (style) {
						{
							const $$_elpmaSeniL3C = __sveltets_2_ensureComponent(LineSample);
							new $$_elpmaSeniL3C({ target: __sveltets_2_any(), props: { style } });
						}
					}
				}
				{
					svelteHTML.createElement('button', {
						type: `button`,
						class: `title`,
						'aria-expanded': isOpen,
						'aria-controls': `${id}-details`,
						title: text.details(title),
						onclick: () => runs.toggle(run.id),
					});
					{
						svelteHTML.createElement('span', { class: `name` });
						title;
					}
					{
						svelteHTML.createElement('span', { 'aria-hidden': `true`, class: `quiet` });
						isOpen ? '▴' : '▾';
					}
				}
				{
					svelteHTML.createElement('span', { class: `small-multiples`, 'aria-hidden': `true` });
					{
						const $$_pirtSxiM3C = __sveltets_2_ensureComponent(MixStrip);
						new $$_pirtSxiM3C({
							target: __sveltets_2_any(),
							props: {
								experiment: run.experiment,
								mix: summary?.mix ?? [],
								isWhole: steps < run.experiment.steps,
							},
						});
					}
					{
						const $$_enilkrapS3C = __sveltets_2_ensureComponent(Sparkline);
						new $$_enilkrapS3C({
							target: __sveltets_2_any(),
							props: {
								values: curve,
								steps,
								switches,
								color: `var(--ink)`,
								...(hasExact ? { top: 1 } : {}),
							},
						});
					}
				}
				{
					svelteHTML.createElement('span', {
						class: `figures`,
						title: last && text.atEnd(format.percent(last.average), format.percent(last.worst)),
					});
					if (last && hasExact) {
						{
							svelteHTML.createElement('b', {});
							format.percent(last.average);
						}
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.worst;
							format.percent(last.worst);
						}
					} else if (last) {
						{
							svelteHTML.createElement('b', {});
							format.loss(last.loss);
						}
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.loss;
						}
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `facts quiet` });
				{
					svelteHTML.createElement('span', { class: `end ${run.end}` });
					text.ends[run.end];
				}
				for (let fact of __sveltets_2_ensureArray(facts)) {
					let i = 1;
					i;
					{
						svelteHTML.createElement('span', {});
						fact;
					}
				}
				if (lab.run?.id === run.id) {
					{
						svelteHTML.createElement('span', { class: `here` });
						text.openHere;
					}
				}
				for (let tag of __sveltets_2_ensureArray(run.tags ?? [])) {
					tag;
					{
						svelteHTML.createElement('button', {
							type: `button`,
							class: `tag`,
							title: text.tag(tag),
							'aria-label': text.tag(tag),
							onclick: () => runs.showTagged(tag),
						});
						tag;
					}
				}
			}
			{
				svelteHTML.createElement('div', { id: `${id}-details` });
				if (isOpen) {
					{
						const $$_sliateDnuR2C = __sveltets_2_ensureComponent(RunDetails);
						new $$_sliateDnuR2C({ target: __sveltets_2_any(), props: { run } });
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
const RunRow__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunRow__SvelteComponent_ = ReturnType<typeof RunRow__SvelteComponent_>;
/*Ωignore_endΩ*/ export default RunRow__SvelteComponent_;
