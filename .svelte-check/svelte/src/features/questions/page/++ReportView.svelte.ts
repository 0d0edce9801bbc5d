///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import DataTable from '#page/components/DataTable.svelte';
import Explain from '#page/components/Explain.svelte';
import Segmented from '#page/components/Segmented.svelte';
import { getEvaluation } from './context.ts';
import { questionWords } from '../words.en.ts';
import {
	agreementTable,
	differencesByColumn,
	dimensionTable,
	paperTable,
	scoreTable,
	seedTable,
} from '../model/reportTables.ts';
import { columnHeading } from './headings.ts';
import QuestionList from './QuestionList.svelte';
function $$render() {
	const { questions } = getEvaluation();
	const text = questionWords.report;
	const formats = ['json', 'csv', 'markdown'] as const;
	let scope = $state<'all' | 'general' | 'domain'>('all');
	const scopes = (['all', 'general', 'domain'] as const).map((value) => ({
		value,
		label: text[value],
	}));
	const { report } = $derived(questions);
	/** Some rows are marked by people or a judge and others by rules alone. */
	const isMixed = $derived(
		questions.included.some(({ scores }) => scores > 0) &&
			questions.included.some(({ scores }) => scores === 0),
	);
	const nameById = $derived(
		new Map(report?.rows.map(({ answerSet }) => [answerSet.id, answerSet.by])),
	);
	const bases = $derived([...new Set(report?.differences.map(({ subtrahend }) => subtrahend))]);
	const isTunedToBase = $derived(
		report?.differences.every(
			({ minuend, subtrahend }) =>
				nameById.get(minuend)?.kind === 'tuned' && nameById.get(subtrahend)?.kind === 'base',
		),
	);
	const tables = $derived(
		report
			? [
					{
						title: isTunedToBase ? text.differences : text.differencesOther,
						help: text.unclearHelp,
						intro: [
							...(bases.length === 1 ? [text.against(nameById.get(bases[0])?.name ?? '')] : []),
							text.bold,
						].join(' '),
						table: differencesByColumn(report, text.unclear),
						stacked: true,
					},
					{ title: text.overSeeds, help: text.overSeedsHelp, table: seedTable(report) },
					{ title: text.dimensions, table: dimensionTable(report) },
					{ title: text.agreement, help: text.agreementHelp, table: agreementTable(report) },
					{
						title: text.paper,
						intro: report.paper.source,
						table: paperTable(report),
						outro: report.paper.note,
					},
				].filter(({ table }) => table.rows.length > 0)
			: [],
	);
	async () => {
		if (report) {
			if (isMixed) {
				{
					svelteHTML.createElement('p', { class: `mind`, role: `status` });
					text.mixed;
				}
			}
			{
				svelteHTML.createElement('section', { class: `stack` });
				{
					svelteHTML.createElement('div', { class: `cluster` });
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						text.scores;
					}
					{
						const $$_detnemgeS2C = __sveltets_2_ensureComponent(Segmented);
						new $$_detnemgeS2C({
							target: __sveltets_2_any(),
							props: {
								label: text.scope,
								value: scope,
								options: scopes,
								onchange: (value) => (scope = value),
							},
						});
					}
				}
				{
					const $$_elbaTataD1C = __sveltets_2_ensureComponent(DataTable);
					new $$_elbaTataD1C({
						target: __sveltets_2_any(),
						props: {
							title: `${text.scores}: ${text[scope]}`,
							table: scoreTable(report, scope),
							heading: columnHeading,
							absent: text.notApplicable,
						},
					});
				}
			}
			for (let { title, help, intro, table, stacked = false, outro } of __sveltets_2_ensureArray(
				tables,
			)) {
				title;
				{
					svelteHTML.createElement('section', { class: `stack` });
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						title;
						if (help) {
							{
								const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
								new $$_nialpxE2C({
									target: __sveltets_2_any(),
									props: { term: title, text: help },
								});
							}
						}
					}
					if (intro) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							intro;
						}
					}
					{
						const $$_elbaTataD1C = __sveltets_2_ensureComponent(DataTable);
						new $$_elbaTataD1C({
							target: __sveltets_2_any(),
							props: { title, table, stacked, heading: columnHeading },
						});
					}
					if (outro) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							outro;
						}
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `cluster` });
				{
					svelteHTML.createElement('span', { class: `quiet` });
					text.export;
				}
				for (let format of __sveltets_2_ensureArray(formats)) {
					format;
					{
						const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB1C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => void questions.exportReport(format),
							},
						});
						text.formats[format];
						Button;
					}
				}
			}
			{
				svelteHTML.createElement('section', { class: `stack` });
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.notes;
				}
				{
					svelteHTML.createElement('ul', { class: `notes` });
					for (let note of __sveltets_2_ensureArray(report.notes)) {
						note;
						{
							svelteHTML.createElement('li', {});
							note;
						}
					}
				}
			}
			{
				svelteHTML.createElement('section', { class: `stack wide` });
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.byQuestion;
				}
				{
					const $$_tsiLnoitseuQ1C = __sveltets_2_ensureComponent(QuestionList);
					new $$_tsiLnoitseuQ1C({ target: __sveltets_2_any(), props: {} });
				}
			}
		} else {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.none;
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
const ReportView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ReportView__SvelteComponent_ = ReturnType<
	typeof ReportView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ReportView__SvelteComponent_;
