///<reference types="svelte" />
import Sparkline from '#page/charts/Sparkline.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import { getWorkbench, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import SkillTags from './SkillTags.svelte';
import type { SkillValues } from './values.ts';
function $$render() {
	interface Row extends SkillValues {
		readonly skill: WorkbenchSkill;
		readonly epochs: number | null;
		readonly change: number | null;
	}
	const workbench = getWorkbench();
	const view = getView();

	const columns: readonly {
		readonly title: string;
		readonly value: (row: Row) => number | null;
		readonly text: (row: Row) => string;
	}[] = [
		{ title: words.skills.exact, value: (r) => r.exact, text: (r) => format.percent(r.exact) },
		{ title: words.skills.change, value: (r) => r.change, text: (r) => format.points(r.change) },
		{ title: words.skills.heldOut, value: (r) => r.loss, text: (r) => format.loss(r.loss) },
		{ title: words.skills.base, value: (r) => r.baseLoss, text: (r) => format.loss(r.baseLoss) },
		{
			title: words.skills.training,
			value: (r) => r.trainingLoss,
			text: (r) => format.loss(r.trainingLoss),
		},
		{ title: words.skills.share, value: (r) => r.share, text: (r) => format.percent(r.share) },
		{
			title: words.skills.epochs,
			value: (r) => r.epochs,
			text: (r) => r.epochs?.toFixed(1) ?? format.none,
		},
		{ title: words.skills.tokens, value: (r) => r.tokens, text: (r) => format.count(r.tokens) },
	];
	let sorted = $state<{ column: number; down: boolean } | null>(null);

	const rows = $derived.by(() => {
		const all = workbench.skills.map((skill): Row => {
			const values = workbench.values(skill.index);
			return {
				...values,
				skill,
				epochs: skill.trained && skill.examples ? values.drawn / skill.examples : null,
				change:
					values.exact === null || values.baseExact === null
						? null
						: values.exact - values.baseExact,
			};
		});
		if (!sorted) return all;
		const { column, down } = sorted;
		const key = (row: Row) => columns[column].value(row) ?? -Infinity;
		return all.sort((a, b) => (down ? key(b) - key(a) : key(a) - key(b)));
	});
	const lossesOf = (skill: number) =>
		workbench.history.evaluations.map(({ step, skills }) => ({
			step,
			value: skills[skill]?.loss ?? null,
		}));

	/** First falling, then rising, then the experiment's own order. */
	function sort(column: number) {
		if (sorted?.column !== column) sorted = { column, down: true };
		else sorted = sorted.down ? { column, down: false } : null;
	}
	const orderOf = (column: number) =>
		sorted?.column !== column ? 'none' : sorted.down ? 'descending' : 'ascending';
	async () => {
		{
			svelteHTML.createElement('table', {});
			{
				svelteHTML.createElement('caption', { class: `visually-hidden` });
				words.skills.title;
				words.skills.atStep(workbench.step);
			}
			{
				svelteHTML.createElement('thead', {});
				{
					svelteHTML.createElement('tr', {});
					{
						svelteHTML.createElement('th', { scope: `col` });
						words.common.skill;
					}
					{
						svelteHTML.createElement('th', { scope: `col` });
						words.skills.trend;
					}
					for (let column of __sveltets_2_ensureArray(columns)) {
						let i = 1;
						column.title;
						{
							svelteHTML.createElement('th', {
								scope: `col`,
								class: `number`,
								'aria-sort': orderOf(i),
							});
							{
								svelteHTML.createElement('button', {
									type: `button`,
									onclick: () => sort(i),
									title: words.skills.sortBy(column.title),
								});
								column.title;
								sorted?.column === i ? (sorted.down ? ' ↓' : ' ↑') : '';
							}
						}
					}
				}
			}
			{
				svelteHTML.createElement('tbody', {});
				for (let row of __sveltets_2_ensureArray(rows)) {
					row.skill.id;
					{
						svelteHTML.createElement('tr', {});
						view.focus === row.skill.index;
						{
							svelteHTML.createElement('th', { scope: `row` });
							{
								svelteHTML.createElement('button', {
									type: `button`,
									onclick: () => view.toggleFocus(row.skill.index),
								});
								{
									const $$_kraMllikS5C = __sveltets_2_ensureComponent(SkillMark);
									new $$_kraMllikS5C({
										target: __sveltets_2_any(),
										props: { style: row.skill.style },
									});
								}
								{
									const $$_emaNllikS5C = __sveltets_2_ensureComponent(SkillName);
									new $$_emaNllikS5C({
										target: __sveltets_2_any(),
										props: { name: row.skill.name },
									});
								}
							}
							{
								const $$_sgaTllikS4C = __sveltets_2_ensureComponent(SkillTags);
								new $$_sgaTllikS4C({ target: __sveltets_2_any(), props: { skill: row.skill } });
							}
						}
						{
							svelteHTML.createElement('td', {});
							{
								const $$_enilkrapS4C = __sveltets_2_ensureComponent(Sparkline);
								new $$_enilkrapS4C({
									target: __sveltets_2_any(),
									props: {
										values: lossesOf(row.skill.index),
										steps: workbench.steps,
										switches: workbench.switches,
										color: row.skill.style.color,
									},
								});
							}
						}
						for (let column of __sveltets_2_ensureArray(columns)) {
							column.title;
							{
								svelteHTML.createElement('td', { class: `number` });
								column.text(row);
							}
						}
					}
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
const SkillTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillTable__SvelteComponent_ = ReturnType<
	typeof SkillTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillTable__SvelteComponent_;
