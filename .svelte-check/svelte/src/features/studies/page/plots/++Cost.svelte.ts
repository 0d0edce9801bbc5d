///<reference types="svelte" />
import DataTable from '#page/components/DataTable.svelte';
import { reportWords } from '../../words.en.ts';
import type { StudyReport } from '../../model/reportTypes.ts';
import { costTable } from '../../model/tables.ts';

type $$ComponentProps = { report: StudyReport };
function $$render() {
	let { report }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.cost;
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.costAbout;
			}
			{
				const $$_elbaTataD1C = __sveltets_2_ensureComponent(DataTable);
				new $$_elbaTataD1C({
					target: __sveltets_2_any(),
					props: { title: text.cost, table: costTable(report) },
				});
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
const Cost__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Cost__SvelteComponent_ = ReturnType<typeof Cost__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Cost__SvelteComponent_;
