///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { policyEntries } from '#page/policy/menu.ts';
import { getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
interface Props {
	run: { readonly id: string; readonly experiment: Experiment };
	/** Steps to choose from, rising; one: that is it. */
	checkpoints: readonly number[];
	onforked?: () => void;
}
function $$render() {
	let { run, checkpoints, onforked }: Props = $props();
	const lab = getLab();
	const text = words.fork;
	const same = '';

	const steps = $derived(checkpoints.filter((step) => step < run.experiment.steps));
	let chosen = $state<string>();
	const step = $derived(
		steps.find((each) => String(each) === chosen) ?? steps[Math.floor((steps.length - 1) / 2)],
	);
	let policy = $state(same);
	const before = $derived.by(() => {
		const segments = run.experiment.policy;
		const { id } = segments.findLast(({ fromStep }) => fromStep < (step ?? 0)) ?? segments[0];
		return lab.policy(id)?.title ?? id;
	});
	const policies = $derived([
		{ value: same, label: text.same(before), note: text.sameNote },
		...policyEntries(lab.info?.policies ?? []),
	]);

	async function fork() {
		if (step === undefined) return;
		onforked?.();
		await lab.fork(step, policy === same ? undefined : { id: policy, settings: {} }, run);
	}
	async () => {
		if (step === undefined) {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.noneKept;
			}
		} else {
			{
				svelteHTML.createElement('div', { class: `fork` });
				steps.length > 1;
				if (steps.length > 1) {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.title;
						{
							const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE2C({
								target: __sveltets_2_any(),
								props: { term: text.title, text: text.explain },
							});
						}
					}
				}
				{
					svelteHTML.createElement('div', {});
					if (steps.length > 1) {
						{
							const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
							new $$_tceleS2C({
								target: __sveltets_2_any(),
								props: {
									label: text.at,
									value: String(step),
									options: steps.map((each) => ({
										value: String(each),
										label: format.count(each),
									})),
									onchange: (value) => (chosen = value),
								},
							});
						}
					}
					{
						const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
						const $$_tceleS2 = new $$_tceleS2C({
							target: __sveltets_2_any(),
							props: { label: text.policy, value: policy, options: policies },
						});
						/*Ωignore_startΩ*/ () => (policy = __sveltets_2_any(null));
						/*Ωignore_endΩ*/ $$_tceleS2.$$bindings = 'value';
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								title: text.what,
								onclick: () => void fork(),
							},
						});
						steps.length > 1 ? text.go : text.goAt(step);
						Button;
					}
				}
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const ForkForm__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ForkForm__SvelteComponent_ = ReturnType<typeof ForkForm__SvelteComponent_>;
/*Ωignore_endΩ*/ export default ForkForm__SvelteComponent_;
