///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { getEvaluation } from './context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { words } from '#page/words/words.ts';
import { questionWords } from '../words.en.ts';
import SetEditor from './SetEditor.svelte';
function $$render() {
	const { questions } = getEvaluation();
	const text = questionWords.sets;
	let editing = $state<'new' | 'chosen' | null>(null);
	let deleting = $state(false);

	const options = $derived(
		questions.sets.map(({ sha256, name, general, domain, shipped, earlier }) => ({
			value: sha256,
			label: name,
			note: text.size(general, domain),
			group: shipped ? text.shipped : earlier ? text.earlier : text.own,
		})),
	);
	async () => {
		{
			svelteHTML.createElement('section', { class: `stack`, 'aria-labelledby': `set-title` });
			{
				svelteHTML.createElement('h2', { id: `set-title`, class: `section-title` });
				text.title;
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: questionWords.title, text: questionWords.explain },
					});
				}
			}
			if (questions.chosen) {
				const { chosen } = questions;
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: {
							value: chosen.sha256,
							options,
							label: text.choose,
							labelHidden: true,
							onchange: (sha256) => void questions.choose(sha256),
						},
					});
				}
				{
					svelteHTML.createElement('p', { class: `about` });
					chosen.about;
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.size(chosen.general, chosen.domain);
				}
				if (chosen.earlier) {
					{
						svelteHTML.createElement('p', { class: `quiet` });
						text.earlierNote;
					}
				}
				{
					svelteHTML.createElement('div', { class: `cluster` });
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								'aria-haspopup': `dialog`,
								onclick: () => (editing = 'chosen'),
							},
						});
						chosen.shipped || chosen.earlier ? text.duplicate : text.edit;
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
								'aria-haspopup': `dialog`,
								onclick: () => (editing = 'new'),
							},
						});
						text.new;
						Button;
					}
					{
						const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
						new $$_rekciPeliF2C({
							target: __sveltets_2_any(),
							props: { label: text.import, onpick: ([file]) => void questions.importSet(file) },
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
								title: text.exportTitle,
								onclick: () => void questions.exportSet(),
							},
						});
						text.export;
						Button;
					}
					if (!chosen.shipped && !deleting) {
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									onclick: () => (deleting = true),
								},
							});
							text.delete;
							Button;
						}
					}
				}
				if (deleting) {
					{
						svelteHTML.createElement('p', {});
						text.deleteSure(questions.answers.length);
					}
					{
						svelteHTML.createElement('div', { class: `cluster` });
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `danger`,
									onclick: () => {
										deleting = false;
										void questions.deleteSet();
									},
								},
							});
							text.delete;
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
									onclick: () => (deleting = false),
								},
							});
							words.common.cancel;
							Button;
						}
					}
				}
			}
		}
		if (editing) {
			{
				const $$_rotidEteS0C = __sveltets_2_ensureComponent(SetEditor);
				new $$_rotidEteS0C({
					target: __sveltets_2_any(),
					props: { isNew: editing === 'new', onclose: () => (editing = null) },
				});
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
const SetPanel__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SetPanel__SvelteComponent_ = ReturnType<typeof SetPanel__SvelteComponent_>;
/*Ωignore_endΩ*/ export default SetPanel__SvelteComponent_;
