///<reference types="svelte" />
import { signed } from '#core/signed.ts';
import { getRuns } from './RunsState.svelte.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { runWords } from '../words.en.ts';
import LineSample from './LineSample.svelte';
import type { Compared } from './RunsState.svelte.ts';
import { overallRow, skillRows } from './skillRows.ts';

type $$ComponentProps = { compared: readonly Compared[] };
function $$render() {
	let { compared }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const runs = getRuns();
	const text = runWords.compare;
	const rows = $derived.by(() => {
		const names = new Map<string, string>();
		const curves = compared.map(({ run }) => {
			void run.revision;
			const { skills } = run.experiment;
			for (const { id, name } of skills) if (!names.has(id)) names.set(id, name);
			return { history: run.history, skills: skills.map(({ id }) => id) };
		});
		return [
			...skillRows(curves, names),
			overallRow(curves, text.average, ({ averageExact }) => averageExact),
			overallRow(curves, text.worst, ({ worstExact }) => worstExact?.exact ?? null),
		];
	});
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `framed`,
				role: `region`,
				tabindex: 0,
				'aria-label': text.skillTable,
			});
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					text.skillTable;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col`, rowspan: 2 });
							words.common.skill;
						}
						for (let { record, title, style } of __sveltets_2_ensureArray(compared)) {
							record.id;
							{
								svelteHTML.createElement('th', { scope: `colgroup`, colspan: 2, title });
								{
									const $$_elpmaSeniL5C = __sveltets_2_ensureComponent(LineSample);
									new $$_elpmaSeniL5C({ target: __sveltets_2_any(), props: { style } });
								}
								{
									svelteHTML.createElement('span', {});
									title;
								}
							}
						}
					}
					{
						svelteHTML.createElement('tr', {});
						for (let { record } of __sveltets_2_ensureArray(compared)) {
							record.id;
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number first` });
								text.exact;
							}
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								text.loss;
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(rows)) {
						let r = 1;
						r;
						{
							svelteHTML.createElement('tr', {});
							row.skill === null;
							runs.metric.endsWith(` ${row.skill}`);
							{
								svelteHTML.createElement('th', { scope: `row` });
								row.name;
							}
							for (let { record } of __sveltets_2_ensureArray(compared)) {
								let i = 1;
								record.id;
								const cell = row.cells[i];
								{
									svelteHTML.createElement('td', { class: `number first` });
									if (cell && cell.exact !== null) {
										{
											svelteHTML.createElement('b', {});
											format.percent(cell.exact);
										}
										{
											svelteHTML.createElement('span', { class: `quiet` });
											format.points(cell.exactChange);
										}
									}
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									if (cell && cell.loss !== null) {
										format.loss(cell.loss);
										if (cell.lossChange !== null) {
											{
												svelteHTML.createElement('span', { class: `quiet` });
												signed(cell.lossChange, 2);
											}
										}
									}
								}
							}
						}
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
const SkillFigures__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillFigures__SvelteComponent_ = ReturnType<
	typeof SkillFigures__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillFigures__SvelteComponent_;
