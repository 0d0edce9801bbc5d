///<reference types="svelte" />
import type { RunRecord } from '#lab/run/stores.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import { getLab, getView } from '#page/state/context.ts';
import { getRuns } from './RunsState.svelte.ts';
import RunFileButton from '#page/components/RunFileButton.svelte';
import { replayMeanMix, replayPolicy } from '#page/state/replayMeanMix.ts';
import { runWords } from '../words.en.ts';
import ForkForm from '#page/policy/ForkForm.svelte';
import RunTags from './RunTags.svelte';

type $$ComponentProps = { run: RunRecord };
function $$render() {
	let { run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const runs = getRuns();
	const view = getView();
	const text = runWords;
	const id = $props.id();
	const isHere = $derived(lab.run?.id === run.id);
	const isBehind = $derived(lab.ghost?.id === run.id);
	const parentName = $derived(run.parent && runs.nameOf(run.parent.runId));
	let checkpoints = $state<readonly number[]>([]);
	$effect(() => {
		void run.step;
		void lab.client['run.checkpoints']({ runId: run.id }).then(
			(steps) => (checkpoints = steps),
			() => (checkpoints = []),
		);
	});

	async function open() {
		view.go('bench');
		await lab.openRun(run.id);
	}
	let asking = $state(false);
	async function remove() {
		asking = false;
		await runs.delete(run.id);
	}
	async function replay() {
		view.go('bench');
		await replayMeanMix(lab, run);
	}
	async () => {
		{
			svelteHTML.createElement('div', { class: `details` });
			if (run.parent) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					parentName === undefined
						? text.forkOfGone(run.parent.step)
						: text.forkOf(run.parent.step, parentName);
				}
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('label', { class: `quiet`, for: `${id}-name` });
					text.name;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-name`,
						value: run.name ?? '',
						maxlength: 120,
						placeholder: runs.titleOf(run),
						onchange: (event) => void runs.describe(run.id, { name: event.currentTarget.value }),
					});
				}
			}
			{
				const $$_sgaTnuR1C = __sveltets_2_ensureComponent(RunTags);
				new $$_sgaTnuR1C({ target: __sveltets_2_any(), props: { run } });
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('label', { class: `quiet`, for: `${id}-notes` });
					text.notes;
				}
				{
					svelteHTML.createElement('textarea', {
						id: `${id}-notes`,
						rows: 2,
						maxlength: 20000,
						value: run.notes ?? '',
						onchange: (event) => void runs.describe(run.id, { notes: event.currentTarget.value }),
					});
				}
			}
			{
				const $$_mroFkroF1C = __sveltets_2_ensureComponent(ForkForm);
				new $$_mroFkroF1C({
					target: __sveltets_2_any(),
					props: { run, checkpoints, onforked: () => view.go('bench') },
				});
			}
			{
				svelteHTML.createElement('div', { class: `actions` });
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							disabled: isHere,
							title: text.openTitle,
							onclick: () => void open(),
						},
					});
					isHere ? text.openHere : text.open;
					Button;
				}
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: text.behindHelp,
							disabled: isHere,
							pressed: isBehind,
							onclick: () => void lab.chooseGhost(isBehind ? null : run.id),
						},
					});
					isBehind ? text.isBehind : text.behind;
					Button;
				}
				if (lab.policy(replayPolicy) && run.step > 0) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								title: text.replayHelp,
								onclick: () => void replay(),
							},
						});
						text.replay;
						Button;
					}
				}
				{
					const $$_nottuBeliFnuR2C = __sveltets_2_ensureComponent(RunFileButton);
					new $$_nottuBeliFnuR2C({
						target: __sveltets_2_any(),
						props: { runId: run.id, quiet: false },
					});
				}
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `danger`,
							onclick: () => (asking = true),
						},
					});
					text.delete;
					Button;
				}
			}
			{
				const $$_golaiD1C = __sveltets_2_ensureComponent(Dialog);
				const $$_golaiD1 = new $$_golaiD1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						open: asking,
						title: runs.titleOf(run),
						footer: () => {
							async () /*Ωignore_positionΩ*/ => {
								{
									const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB0C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											onclick: () => (asking = false),
										},
									});
									text.keep;
									Button;
								}
								{
									const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB0C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											kind: `danger`,
											onclick: () => void remove(),
										},
									});
									text.deleteNow;
									Button;
								}
							};
							return __sveltets_2_any(0);
						},
					},
				});
				/*Ωignore_startΩ*/ () => (asking = __sveltets_2_any(null));
				/*Ωignore_endΩ*/ $$_golaiD1.$$bindings = 'open';
				/*Ωignore_startΩ*/ const { footer } = $$_golaiD1.$$prop_def; /*Ωignore_endΩ*/
				{
					svelteHTML.createElement('p', {});
					text.deleteWhat(checkpoints.length);
				}

				Dialog;
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
const RunDetails__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunDetails__SvelteComponent_ = ReturnType<
	typeof RunDetails__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RunDetails__SvelteComponent_;
