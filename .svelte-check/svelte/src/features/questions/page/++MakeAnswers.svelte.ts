///<reference types="svelte" />
import type { RunRecord } from '#lab/run/stores.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import { getLab } from '#page/state/context.ts';
import { getEvaluation } from './context.ts';
import { day } from '#page/words/format.ts';
import { questionWords } from '../words.en.ts';

type $$ComponentProps = { onclose: () => void };
function $$render() {
	let { onclose }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const { questions, making } = getEvaluation();
	const text = questionWords.making;

	// The run on the workbench is the first choice.
	const onWorkbench = lab.run?.id;
	if (onWorkbench !== undefined && making.runs.some(({ id }) => id === onWorkbench))
		making.choose(onWorkbench, true);

	const runTitle = ({ name, experiment }: RunRecord) => name ?? lab.policyTitles(experiment);

	function go() {
		void making.make();
		onclose();
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			const $$_golaiD0 = new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					title: text.title,
					description: text.about,
					onclose,
					footer: () => {
						async () /*Ωignore_positionΩ*/ => {
							if (lab.run?.status.kind === 'running') {
								{
									svelteHTML.createElement('p', { class: `quiet` });
									text.waits;
								}
							}
							{
								const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB0C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: `primary`,
										disabled: making.count === 0,
										onclick: go,
									},
								});
								text.go(making.count, questions.chosen?.questions ?? 0);
								Button;
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { footer } = $$_golaiD0.$$prop_def; /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('label', {});
				{
					svelteHTML.createElement('input', { type: `checkbox`, 'bind:checked': making.base });
					/*Ωignore_startΩ*/ () => (making.base = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
				{
					svelteHTML.createElement('span', {});
					text.base;
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.baseNote;
					}
				}
			}
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.runs;
			}
			for (let run of __sveltets_2_ensureArray(making.runs)) {
				run.id;
				{
					svelteHTML.createElement('label', {});
					{
						svelteHTML.createElement('input', {
							type: `checkbox`,
							checked: making.isChosen(run.id),
							onchange: (event) => making.choose(run.id, event.currentTarget.checked),
						});
					}
					{
						svelteHTML.createElement('span', {});
						runTitle(run);
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.run(run.step, run.experiment.steps, run.experiment.seed);
							run.id === onWorkbench ? text.onWorkbench : day(run.startedAt);
						}
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.noRuns;
			}

			Dialog;
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
const MakeAnswers__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MakeAnswers__SvelteComponent_ = ReturnType<
	typeof MakeAnswers__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MakeAnswers__SvelteComponent_;
