///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import type { HideablePart } from '#lab/run/linkView.ts';
import Button from '#page/components/Button.svelte';
import NumberField from '#page/components/NumberField.svelte';
import Select from '#page/components/Select.svelte';
import { shareWords } from '../words.en.ts';
import PageSketch from './PageSketch.svelte';
import { mostNote, type PaceChoice, type ShareDraft } from './ShareDraft.svelte.ts';
interface Props {
	draft: ShareDraft;
	order: readonly HideablePart[];
	experiment: Experiment;
	/** Previews the page as the link opens it. */
	ontry: () => void;
}
function $$render() {
	let { draft, order, experiment, ontry }: Props = $props();
	const text = shareWords.view;
	const id = $props.id();
	const skills = $derived([
		{ value: '', label: text.noFocus },
		...experiment.skills.map(({ id: value, name }) => ({ value, label: name })),
	]);
	const options = <T extends string>(labels: { readonly [K in T]: string }) =>
		(Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }));
	async () => {
		{
			svelteHTML.createElement('p', { class: `quiet` });
			text.help;
		}
		{
			svelteHTML.createElement('div', { class: `two` });
			{
				svelteHTML.createElement('fieldset', {});
				{
					svelteHTML.createElement('legend', { class: `visually-hidden` });
					text.shown;
				}
				for (let part of __sveltets_2_ensureArray(order)) {
					part;
					{
						svelteHTML.createElement('label', {});
						{
							svelteHTML.createElement('input', {
								type: `checkbox`,
								checked: draft.shows(part),
								onchange: (event) => draft.show(part, event.currentTarget.checked),
							});
						}
						text.parts[part];
					}
				}
				if (draft.isCutDown) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => draft.showAll(),
							},
						});
						text.all;
						Button;
					}
				}
			}
			{
				const $$_hctekSegaP1C = __sveltets_2_ensureComponent(PageSketch);
				new $$_hctekSegaP1C({
					target: __sveltets_2_any(),
					props: { order, shows: (part) => draft.shows(part) },
				});
			}
		}
		{
			svelteHTML.createElement('div', { class: `row` });
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.pace,
						value: draft.pace,
						options: options(text.paces),
						onchange: (value) => (draft.pace = value as PaceChoice),
					},
				});
			}
			if (draft.pace === 'slow') {
				{
					const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
					new $$_dleiFrebmuN1C({
						target: __sveltets_2_any(),
						props: {
							label: text.milliseconds,
							value: draft.milliseconds,
							min: 1,
							max: 60_000,
							integer: true,
							onchange: (value) => (draft.milliseconds = value),
						},
					});
				}
			} else if (draft.pace === 'until') {
				{
					const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
					new $$_dleiFrebmuN1C({
						target: __sveltets_2_any(),
						props: {
							label: text.step,
							value: draft.step,
							min: 1,
							max: experiment.steps,
							integer: true,
							onchange: (value) => (draft.step = value),
						},
					});
				}
			}
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.place,
						value: draft.place,
						options: options(text.places).filter(
							({ value }) => value === 'bench' || draft.shows(value),
						),
						onchange: (value) => (draft.place = value as ShareDraft['place']),
					},
				});
			}
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.focus,
						value: draft.focus,
						options: skills,
						onchange: (value) => (draft.focus = value),
					},
				});
			}
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.theme,
						value: draft.theme,
						options: options(text.themes),
						onchange: (value) => (draft.theme = value as ShareDraft['theme']),
					},
				});
			}
			{
				svelteHTML.createElement('label', {});
				{
					svelteHTML.createElement('input', { type: `checkbox`, 'bind:checked': draft.tables });
					/*Ωignore_startΩ*/ () => (draft.tables = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
				text.tables;
			}
		}
		{
			svelteHTML.createElement('label', { for: `${id}-note` });
			text.note;
		}
		{
			svelteHTML.createElement('textarea', {
				id: `${id}-note`,
				rows: 2,
				maxlength: mostNote,
				'bind:value': draft.note,
			});
			/*Ωignore_startΩ*/ () => (draft.note = __sveltets_2_any(null)); /*Ωignore_endΩ*/
		}
		{
			svelteHTML.createElement('div', { class: `row` });
			{
				svelteHTML.createElement('span', { class: `quiet` });
				text.noteLeft(mostNote - draft.note.length);
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: text.tryItHelp,
						disabled: !draft.view(order),
						onclick: ontry,
					},
				});
				text.tryIt;
				Button;
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
const ViewChoices__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ViewChoices__SvelteComponent_ = ReturnType<
	typeof ViewChoices__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ViewChoices__SvelteComponent_;
