///<reference types="svelte" />
import { Popover } from 'bits-ui';
import ForkForm from '#page/policy/ForkForm.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	/** Null where nothing is trained yet. */
	const runId = $derived(lab.run?.id ?? null);
	const every = $derived(lab.experiment?.checkpointEvery ?? 1);
	/** Another checkpoint may be there when it changes. */
	const due = $derived(
		`${lab.run?.status.kind} ${Math.floor((lab.run?.step ?? 0) / every)} ${workbench.switches.length}`,
	);
	let kept = $state.raw<{ readonly of: string; readonly steps: readonly number[] } | null>(null);
	$effect(() => {
		void due;
		const of = runId;
		if (of === null || lab.run?.status.kind === 'preparing') return;
		void lab.client['run.checkpoints']({ runId: of }).then(
			(steps) => (kept = { of, steps }),
			() => undefined,
		);
	});
	let opened = $state<number | null>(null);
	const switches = $derived(new Set(workbench.switches));
	// Switches have marks of their own, above.
	const steps = $derived(
		kept?.of === runId
			? kept.steps.filter((step) => step > 0 && step < workbench.steps && !switches.has(step))
			: [],
	);
	async () => {
		for (let step of __sveltets_2_ensureArray(steps)) {
			step;
			{
				svelteHTML.createElement('div', { class: `tick` });
				__sveltets_2_ensureType(String, Number, `${(100 * step) / workbench.steps}%`);
				{
					const $$_tooR_revopoP1C = __sveltets_2_ensureComponent(Popover.Root);
					new $$_tooR_revopoP1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							open: opened === step,
							onOpenChange: (open) => (opened = open ? step : null),
						},
					});
					{
						const $$_reggirT_revopoP2C = __sveltets_2_ensureComponent(Popover.Trigger);
						new $$_reggirT_revopoP2C({
							target: __sveltets_2_any(),
							props: {
								class: `checkpoint-trigger`,
								'aria-label': words.fork.checkpoint(step),
								title: words.fork.checkpoint(step),
							},
						});
						Popover.Trigger;
					}
					{
						const $$_latroP_revopoP2C = __sveltets_2_ensureComponent(Popover.Portal);
						new $$_latroP_revopoP2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
							},
						});
						{
							const $$_tnetnoC_revopoP3C = __sveltets_2_ensureComponent(Popover.Content);
							new $$_tnetnoC_revopoP3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									class: `layer explanation`,
									sideOffset: 4,
								},
							});
							{
								svelteHTML.createElement('p', {});
								{
									svelteHTML.createElement('strong', {});
									words.fork.goAt(step);
								}
							}
							{
								svelteHTML.createElement('p', { class: `quiet` });
								words.fork.explain;
							}
							if (lab.run) {
								{
									const $$_mroFkroF4C = __sveltets_2_ensureComponent(ForkForm);
									new $$_mroFkroF4C({
										target: __sveltets_2_any(),
										props: { run: lab.run, checkpoints: [step], onforked: () => (opened = null) },
									});
								}
							}
							Popover.Content;
						}
						Popover.Portal;
					}
					Popover.Root;
				}
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Checkpoints__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Checkpoints__SvelteComponent_ = ReturnType<
	typeof Checkpoints__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Checkpoints__SvelteComponent_;
