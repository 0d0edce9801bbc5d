///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { policyEntries } from '#page/policy/menu.ts';
import { getLab } from '#page/state/context.ts';
import { getStudies } from './context.ts';
import { rememberedPace } from '#page/state/pace.ts';
import { messageOf } from '#core/errors.ts';
import Problem from '#page/components/Problem.svelte';
import Segmented from '#page/components/Segmented.svelte';
import { studyWords } from '../words.en.ts';
import BoxList from './BoxList.svelte';
import { DraftCheck } from './DraftCheck.svelte.ts';
import ListInput from './ListInput.svelte';
import PolicyRow from './PolicyRow.svelte';
import { budgetKinds, type BudgetKind, type StudyDraft } from './StudyDraft.svelte.ts';
import { studyTime } from './timeLeft.ts';

type $$ComponentProps = { draft: StudyDraft };
function $$render() {
	const field /*Ωignore_positionΩ*/ = (
		label: string,
		help: string,
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			{
				svelteHTML.createElement('span', { class: `label` });
				label;
				{
					const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE1C({ target: __sveltets_2_any(), props: { term: label, text: help } });
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { draft }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords.form;
	const lab = getLab();
	const studies = getStudies();
	const check = new DraftCheck(lab.client);
	$effect(() => check.follow(draft));

	const policies = $derived(lab.info?.policies ?? []);
	const trained = $derived(draft.base.skills.filter(({ use }) => use === 'train'));
	const isBench = $derived(lab.experiment === draft.base);
	const targets = $derived([
		{ value: '', label: text.noTarget },
		...draft.base.skills.map(({ id, name }) => ({ value: id, label: name })),
	]);
	const untitled = $derived(draft.title.trim() === '');
	const paceOf = (id: string) => {
		const { base } = draft;
		const device = lab.info?.device.name ?? '';
		return rememberedPace(localStorage, device, { ...base, model: { ...base.model, id } });
	};
	/** The number of cells, and their time on this device. */
	const sizeLine = $derived.by(() => {
		const { size } = check;
		if (!size) return check.checking ? text.checking : '';
		const steps = size.byModel.reduce((sum, model) => sum + model.steps, 0);
		const time = studyTime(size, paceOf);
		const search = size.searchRuns > 0 ? text.sizeSearch(size.searchRuns) : '';
		const timeText = time === null ? text.timeUnknown : text.time(time);
		return `${text.size(size.cells, steps)}${search}: ${timeText}.`;
	});
	let making = $state(false);
	let problem = $state<string | null>(null);

	async function make() {
		making = true;
		problem = null;
		try {
			await studies.make();
		} catch (error) {
			problem = messageOf(error);
		} finally {
			making = false;
		}
	}
	const add = (id: string) =>
		draft.addPolicy(id, policies.find((policy) => policy.id === id)?.title ?? id);
	const amount = $derived(draft.budgetKind === 'none' ? null : draft.budgetKind);
	const id = $props.id();
	async () => {
		{
			svelteHTML.createElement('form', {
				'aria-labelledby': `${id}-title`,
				onsubmit: (event) => {
					event.preventDefault();
					void make();
				},
			});
			{
				svelteHTML.createElement('h2', { id: `${id}-title` });
				text.title;
			}
			{
				svelteHTML.createElement('div', { class: `wide` });
				{
					svelteHTML.createElement('label', { for: `${id}-name` });
					text.name;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-name`,
						type: `text`,
						maxlength: 200,
						'bind:value': draft.title,
					});
					/*Ωignore_startΩ*/ () => (draft.title = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
			}
			{
				svelteHTML.createElement('div', { class: `wide` });
				{
					svelteHTML.createElement('label', { for: `${id}-asks` });
					text.asks;
				}
				{
					svelteHTML.createElement('textarea', {
						id: `${id}-asks`,
						rows: 2,
						placeholder: text.asksHint,
						'bind:value': draft.about,
					});
					/*Ωignore_startΩ*/ () => (draft.about = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
			}
			{
				svelteHTML.createElement('div', { class: `row` });
				__sveltets_2_ensureSnippet(field(text.base, text.baseHelp));
				{
					svelteHTML.createElement('span', {});
					text.baseIs(trained.length, draft.base.model.id, draft.base.steps);
				}
				if (!isBench && lab.experiment) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => (draft.base = lab.experiment ?? draft.base),
							},
						});
						text.takeBench;
						Button;
					}
				}
			}

			{
				svelteHTML.createElement('section', { 'aria-labelledby': `${id}-policies` });
				{
					svelteHTML.createElement('h3', { class: `section-title`, id: `${id}-policies` });
					text.policies;
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.policies, text: text.policiesHelp },
						});
					}
				}
				{
					svelteHTML.createElement('ul', {});
					for (let policy of __sveltets_2_ensureArray(draft.policies)) {
						policy.key;
						{
							svelteHTML.createElement('li', {});
							{
								const $$_woRyciloP4C = __sveltets_2_ensureComponent(PolicyRow);
								new $$_woRyciloP4C({ target: __sveltets_2_any(), props: { draft, policy } });
							}
						}
					}
				}

				draft.policies.length;
				{
					{
						const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
						new $$_tceleS2C({
							target: __sveltets_2_any(),
							props: {
								label: text.addPolicy,
								labelHidden: true,
								value: text.addPolicy,
								options: policyEntries(policies),
								onchange: add,
							},
						});
					}
				}
			}

			{
				svelteHTML.createElement('section', { 'aria-labelledby': `${id}-axes` });
				{
					svelteHTML.createElement('h3', { class: `section-title`, id: `${id}-axes` });
					text.axes;
				}
				{
					svelteHTML.createElement('div', { class: `fields` });
					{
						const $$_tupnItsiL3C = __sveltets_2_ensureComponent(ListInput);
						new $$_tupnItsiL3C({
							target: __sveltets_2_any(),
							props: { draft, field: `seeds`, label: text.seeds, help: text.seedsHelp },
						});
					}
					{
						const $$_tupnItsiL3C = __sveltets_2_ensureComponent(ListInput);
						new $$_tupnItsiL3C({
							target: __sveltets_2_any(),
							props: { draft, field: `epochs`, label: text.epochs, help: text.epochsHelp },
						});
					}
					{
						const $$_tupnItsiL3C = __sveltets_2_ensureComponent(ListInput);
						new $$_tupnItsiL3C({
							target: __sveltets_2_any(),
							props: { draft, field: `learningRates`, label: text.rates, help: text.ratesHelp },
						});
					}
					{
						const $$_tupnItsiL3C = __sveltets_2_ensureComponent(ListInput);
						new $$_tupnItsiL3C({
							target: __sveltets_2_any(),
							props: { draft, field: `domainShares`, label: text.shares, help: text.sharesHelp },
						});
					}
				}
				{
					const $$_tsiLxoB2C = __sveltets_2_ensureComponent(BoxList);
					new $$_tsiLxoB2C({
						target: __sveltets_2_any(),
						props: {
							label: text.models,
							help: text.modelsHelp,
							options: (lab.info?.models ?? []).map(({ id, name }) => ({ value: id, label: name })),
							chosen: draft.models,
							ontoggle: (model) => draft.toggleModel(model),
						},
					});
				}
			}

			{
				svelteHTML.createElement('section', { 'aria-labelledby': `${id}-compare` });
				{
					svelteHTML.createElement('h3', { class: `section-title`, id: `${id}-compare` });
					text.compare;
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					__sveltets_2_ensureSnippet(field(text.budget, text.budgetHelp));
					{
						const $$_detnemgeS3C = __sveltets_2_ensureComponent(Segmented);
						new $$_detnemgeS3C({
							target: __sveltets_2_any(),
							props: {
								label: text.budget,
								value: draft.budgetKind,
								options: budgetKinds.map((value) => ({ value, label: text.budgets[value] })),
								onchange: (kind: BudgetKind) => (draft.budgetKind = kind),
							},
						});
					}
					if (amount) {
						{
							svelteHTML.createElement('input', {
								type: `number`,
								min: `1`,
								step: `any`,
								'aria-label': text.budgets[amount],
								'bind:value': draft.budgets[amount],
							});
							/*Ωignore_startΩ*/ () =>
								(draft.budgets[amount] = __sveltets_2_any(null)); /*Ωignore_endΩ*/
						}
					}
				}
				if (draft.comparable.length > 1) {
					{
						const $$_tsiLxoB2C = __sveltets_2_ensureComponent(BoxList);
						new $$_tsiLxoB2C({
							target: __sveltets_2_any(),
							props: {
								label: text.against,
								help: text.againstHelp,
								options: draft.comparable.map((label) => ({ value: label, label })),
								chosen: draft.against,
								ontoggle: (label) => draft.toggleAgainst(label),
							},
						});
					}
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					{
						const $$_tceleS3C = __sveltets_2_ensureComponent(Select);
						new $$_tceleS3C({
							target: __sveltets_2_any(),
							props: {
								label: text.target,
								value: draft.target ?? '',
								options: targets,
								onchange: (value) => (draft.target = value === '' ? null : value),
							},
						});
					}
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.target, text: text.targetHelp },
						});
					}
				}
			}

			{
				svelteHTML.createElement('footer', {});
				{
					svelteHTML.createElement('p', { role: `status` });
					sizeLine;
				}
				if (problem ?? check.problem) {
					{
						const $$_melborP2C = __sveltets_2_ensureComponent(Problem);
						new $$_melborP2C({
							target: __sveltets_2_any(),
							props: { message: problem ?? check.problem ?? '' },
						});
					}
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								type: `submit`,
								disabled: making || untitled || check.size === null,
							},
						});
						text.make;
						Button;
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => studies.stopWriting(),
							},
						});
						text.cancel;
						Button;
					}
					if (untitled) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.needsTitle;
						}
					}
					{
						svelteHTML.createElement('label', { class: `keep` });
						{
							svelteHTML.createElement('input', {
								type: `checkbox`,
								'bind:checked': draft.keepRuns,
							});
							/*Ωignore_startΩ*/ () => (draft.keepRuns = __sveltets_2_any(null)); /*Ωignore_endΩ*/
						}
						studyWords.keepRuns;
					}
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: studyWords.keepRuns, text: studyWords.keepRunsHelp },
						});
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
const StudyForm__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyForm__SvelteComponent_ = ReturnType<
	typeof StudyForm__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyForm__SvelteComponent_;
