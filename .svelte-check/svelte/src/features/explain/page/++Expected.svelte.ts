///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import type { LinkContent } from '#lab/run/link.ts';
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import { verdictWords } from './verdictWords.ts';
// The average covers trained skills with exact match, like an evaluation's.
type Scores = readonly { readonly exact: number | null }[];
type $$ComponentProps = { linked: LinkContent; expected: Outcome };
function $$render() {
	let { linked, expected }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const workbench = getWorkbench();
	const text = explainWords.expected;

	const trained = ({ skills }: Pick<Experiment, 'skills'>, scores: Scores): readonly number[] =>
		skills.flatMap(({ use }, i) => {
			const exact = scores[i]?.exact ?? null;
			return use === 'train' && exact !== null ? [exact] : [];
		});

	function averageExact(experiment: Pick<Experiment, 'skills'>, scores: Scores): number | null {
		const shares = trained(experiment, scores);
		return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share) / shares.length;
	}

	function worstExact(experiment: Pick<Experiment, 'skills'>, scores: Scores): number | null {
		const shares = trained(experiment, scores);
		return shares.length === 0 ? null : Math.min(...shares);
	}

	const ids = (experiment: { readonly skills: readonly { readonly id: string }[] }) =>
		experiment.skills.map(({ id }) => id).join(' ');
	const comparable = $derived(
		lab.experiment !== null && ids(lab.experiment) === ids(linked.experiment),
	);
	const yours = $derived(
		workbench.history.evaluations.length > 1 ? workbench.history.latest?.skills : undefined,
	);
	const overall = $derived(
		[
			{ name: text.average, of: averageExact },
			{ name: text.worst, of: worstExact },
		].map(({ name, of }) => ({
			name,
			expected: of(linked.experiment, expected.skills),
			yours: yours ? of(linked.experiment, yours) : null,
		})),
	);
	const finished = $derived(lab.run?.status.kind === 'finished' ? lab.run.id : null);
	const verdict = $derived(
		finished === null
			? null
			: lab.client['link.compare']({
					runId: finished,
					expected: { experiment: linked.experiment, outcome: expected },
				}),
	);
	const exact = (value: number | null | undefined) => format.percent(value, 1).replace(' %', '');
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-label': text.title });
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.title;
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.about(expected.steps, expected.device ?? expected.backend);
			}
			if (comparable) {
				{
					svelteHTML.createElement('table', { class: `figures` });
					{
						svelteHTML.createElement('thead', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `col`, rowspan: 2 });
								words.common.skill;
							}
							{
								svelteHTML.createElement('th', { scope: `colgroup`, colspan: 2, class: `number` });
								explainWords.results.exact;
							}
							{
								svelteHTML.createElement('th', { scope: `colgroup`, colspan: 2, class: `number` });
								explainWords.results.loss;
							}
						}
						{
							svelteHTML.createElement('tr', {});
							for (let figure of __sveltets_2_ensureArray(['exact', 'loss'])) {
								figure;
								{
									svelteHTML.createElement('th', { scope: `col`, class: `number` });
									text.expected;
								}
								{
									svelteHTML.createElement('th', { scope: `col`, class: `number` });
									text.yours;
								}
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						for (let score of __sveltets_2_ensureArray(expected.skills)) {
							let i = 1;
							i;
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row` });
									if (workbench.skills[i]) {
										{
											const $$_kraMllikS5C = __sveltets_2_ensureComponent(SkillMark);
											new $$_kraMllikS5C({
												target: __sveltets_2_any(),
												props: { style: workbench.skills[i].style },
											});
										}
										{
											const $$_emaNllikS5C = __sveltets_2_ensureComponent(SkillName);
											new $$_emaNllikS5C({
												target: __sveltets_2_any(),
												props: { name: workbench.skills[i].name },
											});
										}
									}
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									score.exact === null ? '' : exact(score.exact);
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									{
										svelteHTML.createElement('b', {});
										score.exact === null ? '' : exact(yours?.[i]?.exact);
									}
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									score.loss.toFixed(3);
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									{
										svelteHTML.createElement('b', {});
										yours?.[i]?.loss.toFixed(3) ?? format.none;
									}
								}
							}
						}
						for (let row of __sveltets_2_ensureArray(overall)) {
							row.name;
							{
								svelteHTML.createElement('tr', { class: `overall` });
								{
									svelteHTML.createElement('th', { scope: `row` });
									row.name;
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									exact(row.expected);
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									{
										svelteHTML.createElement('b', {});
										exact(row.yours);
									}
								}
								{
									svelteHTML.createElement('td', {});
								}
								{
									svelteHTML.createElement('td', {});
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('div', { class: `verdict`, role: `status` });
					if (verdict === null) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							text.notYet;
						}
					} else {
						{
							try {
								const $$_value = await verdict;
								{
									const came = $$_value;
									const said = verdictWords(came, linked.experiment, (id) => lab.policy(id));
									{
										svelteHTML.createElement('p', { class: came.kind });
										said.sentence;
									}
									if (said.figures.length > 0) {
										{
											svelteHTML.createElement('ul', { class: `quiet` });
											for (let line of __sveltets_2_ensureArray(said.figures)) {
												line;
												{
													svelteHTML.createElement('li', {});
													line;
												}
											}
										}
									}
									if (said.causes.length > 0) {
										{
											svelteHTML.createElement('p', { class: `quiet` });
											explainWords.verdict.why;
										}
										{
											svelteHTML.createElement('ul', { class: `quiet` });
											for (let line of __sveltets_2_ensureArray(said.causes)) {
												line;
												{
													svelteHTML.createElement('li', {});
													line;
												}
											}
										}
									}
								}
							} catch ($$_e) {
								const error = __sveltets_2_any();
								{
									svelteHTML.createElement('p', { class: `different` });
									explainWords.verdict.failed;
									error.message;
								}
							}
						}
					}
				}
			} else {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.otherSkills;
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
const Expected__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Expected__SvelteComponent_ = ReturnType<typeof Expected__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Expected__SvelteComponent_;
