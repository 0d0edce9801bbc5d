///<reference types="svelte" />
import { untrack } from 'svelte';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import Problem from '#page/components/Problem.svelte';
import { getEvaluation } from './context.ts';
import { questionWords } from '../words.en.ts';
import { messageOf } from '#core/errors.ts';
import { checkEdited, editedText, newSetText, withNewQuestion } from '../model/editedSet.ts';
import { ruleKinds } from '../model/rules/registry.ts';
import QuestionDetails from './QuestionDetails.svelte';

type $$ComponentProps = { isNew: boolean; onclose: () => void };
function $$render() {
	/** A new set from scratch, or a change of the chosen one. */
	let { isNew, onclose }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = getEvaluation();
	const text = questionWords.edit;
	const id = $props.id();
	let area: HTMLTextAreaElement;
	let problem = $state<string | null>(null);

	const original = untrack(() => {
		const { set, chosen } = questions;
		if (isNew || !set || !chosen) return newSetText(text.newSet);
		const isCopy = chosen.shipped || chosen.earlier;
		return editedText(isCopy ? { ...set, name: questionWords.sets.copyOf(set.name) } : set);
	});
	let typed = $state(original);
	/** The text after a pause in typing: a long set takes a while to check. */
	let settled = $state(original);
	$effect(() => {
		const latest = typed;
		const timer = setTimeout(() => (settled = latest), 200);
		return () => clearTimeout(timer);
	});
	const checked = $derived(checkEdited(settled));
	const all = $derived(typeof checked === 'string' ? [] : checked.set.questions);
	let shown = $state<string | null>(null);
	const preview = $derived(all.find((question) => question.id === shown) ?? all[0]);

	/** Puts the caret of the text on this question. */
	function show(question: string) {
		shown = question;
		const at = typed.indexOf(`"id": ${JSON.stringify(question)}`);
		if (at < 0) return;
		area.focus();
		area.setSelectionRange(at, at);
		const lines = typed.slice(0, at).split('\n').length;
		area.scrollTop = (area.scrollHeight * lines) / typed.split('\n').length - 40;
	}
	function add() {
		typed = withNewQuestion(typed);
		settled = typed;
		const added = all.at(-1);
		if (added) show(added.id);
	}
	async function save() {
		const result = checkEdited(typed);
		settled = typed;
		if (typeof result === 'string') return;
		problem = null;
		try {
			await questions.saveSet(result.set, !isNew);
			onclose();
		} catch (error) {
			problem = messageOf(error);
		}
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
					wide: true,
					title: isNew ? text.newSet : text.title,
					description: text.about,
					onclose,
					footer: () => {
						async () /*Ωignore_positionΩ*/ => {
							if (problem) {
								{
									const $$_melborP0C = __sveltets_2_ensureComponent(Problem);
									new $$_melborP0C({
										target: __sveltets_2_any(),
										props: { what: questionWords.cannot.save, message: problem },
									});
								}
							}
							if (typed !== original) {
								{
									svelteHTML.createElement('span', { class: `quiet` });
									text.unsaved;
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
										disabled: typeof checked === 'string',
										onclick: () => void save(),
									},
								});
								text.save;
								Button;
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { footer } = $$_golaiD0.$$prop_def; /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('div', { class: `columns` });
				{
					svelteHTML.createElement('div', { class: `column` });
					{
						svelteHTML.createElement('label', { for: `${id}-json`, class: `quiet` });
						text.json;
					}
					{
						const $$_textarea3 = svelteHTML.createElement('textarea', {
							id: `${id}-json`,
							class: `mono`,
							rows: 24,
							spellcheck: `false`,
							wrap: `off`,
							'aria-invalid': typeof checked === 'string',
							'aria-describedby': `${id}-check`,
							'bind:value': typed,
						});
						area = $$_textarea3;
						/*Ωignore_startΩ*/ () => (typed = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					{
						svelteHTML.createElement('div', { id: `${id}-check`, role: `status` });
						if (typeof checked === 'string') {
							{
								const $$_melborP4C = __sveltets_2_ensureComponent(Problem);
								new $$_melborP4C({ target: __sveltets_2_any(), props: { message: checked } });
							}
						} else {
							text.valid(all.length);
							for (let note of __sveltets_2_ensureArray(checked.notes)) {
								note;
								{
									svelteHTML.createElement('p', { class: `quiet` });
									note;
								}
							}
						}
					}
					{
						svelteHTML.createElement('details', {});
						{
							svelteHTML.createElement('summary', {});
							text.rules;
						}
						{
							svelteHTML.createElement('dl', {});
							for (let { info } of __sveltets_2_ensureArray(ruleKinds)) {
								info.kind;
								{
									svelteHTML.createElement('dt', {});
									info.title;
									{
										svelteHTML.createElement('code', {});
										JSON.stringify(info.example);
									}
								}
								{
									svelteHTML.createElement('dd', { class: `quiet` });
									info.about;
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('div', { class: `column` });
					{
						svelteHTML.createElement('ul', {});
						for (let question of __sveltets_2_ensureArray(all)) {
							question.id;
							{
								svelteHTML.createElement('li', {});
								{
									svelteHTML.createElement('button', {
										type: `button`,
										'aria-current': question.id === preview?.id,
										title: question.prompt,
										onclick: () => show(question.id),
									});
									question.id;
								}
							}
						}
					}
					{
						svelteHTML.createElement('div', {});
						{
							const $$_nottuB4C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB4C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									disabled: typeof checked === 'string',
									onclick: add,
								},
							});
							text.add;
							Button;
						}
					}
					if (preview) {
						{
							const $$_sliateDnoitseuQ3C = __sveltets_2_ensureComponent(QuestionDetails);
							new $$_sliateDnoitseuQ3C({
								target: __sveltets_2_any(),
								props: { question: preview },
							});
						}
					}
				}
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
const SetEditor__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SetEditor__SvelteComponent_ = ReturnType<
	typeof SetEditor__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SetEditor__SvelteComponent_;
