///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import { curveFigure } from '#page/charts/figures/curveFigure.ts';
import type { CurvePanel } from '#page/charts/figure.ts';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { getCursor, getLab, getView } from '#page/state/context.ts';
import { getRuns } from './RunsState.svelte.ts';
import { linkTo } from '#page/charts/linkTo.ts';
import * as format from '#page/words/format.ts';
import { runWords } from '../words.en.ts';
import {
	compareColumns,
	curveHeight,
	isShare,
	metricPoints,
	valueAt,
	type Metric,
} from './compareColumns.ts';
import CompareTable from './CompareTable.svelte';
import LineSample from './LineSample.svelte';
import { metricEntries, parseMetric } from './metrics.ts';
import type { Compared } from './RunsState.svelte.ts';

type $$ComponentProps = { compared: readonly Compared[] };
function $$render() {
	let { compared }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const runs = getRuns();
	const cursor = getCursor();
	const lab = getLab();
	const view = getView();
	const text = runWords.compare;

	const entries = $derived(metricEntries(compared.map(({ run }) => run.experiment)));
	const entry = $derived(entries.find(({ value }) => value === runs.metric) ?? entries[0]);
	const metric = $derived<Metric>(parseMetric(entry.value));
	const write = $derived(
		isShare(metric) ? (value: number | null) => format.percent(value) : format.loss,
	);
	const curves = $derived(
		compared.map(({ run }) => {
			void run.revision;
			return { history: run.history, skills: run.experiment.skills.map(({ id }) => id) };
		}),
	);
	const points = $derived(curves.map((each) => metricPoints(each, metric)));
	const data = $derived(compareColumns(curves, metric));
	const steps = $derived(Math.max(1, ...curves.map(({ history }) => history.steps)));
	let lit = $state<string | null>(null);
	const panel = $derived<CurvePanel>({
		kind: 'curves',
		title: isShare(metric) ? text.units.share : text.units.nats,
		steps,
		unit: write,
		data,
		...(isShare(metric) && { top: 1 }),
		lines: compared.map(({ title, record, style: { color, dash } }) => ({
			label: title,
			stroke: color,
			width: lit === record.id ? 3 : 2,
			opacity: lit !== null && lit !== record.id ? 0.45 : 1,
			dash,
		})),
	});
	/** Policy switches, as marks on their run's curve. */
	const switches = $derived(
		compared.flatMap(({ run, style: { color } }, i) =>
			run.experiment.policy.flatMap(({ fromStep, id }) => {
				const value = fromStep > 0 ? curveHeight(points[i], fromStep) : null;
				const title = lab.policy(id)?.title ?? id;
				return value === null ? [] : [{ step: fromStep, title, at: { value, color } }];
			}),
		),
	);
	const save = $derived({
		title: text.title,
		picture: () => curveFigure(entry.label, `${text.title}: ${entry.label}`, panel, switches),
		origin: async () => ({
			stem: 'skillet-runs',
			about: compared.map(({ title }) => title).join(' · '),
			links: await Promise.all(
				compared.map(async ({ title: name, run }) => ({
					name,
					link: await linkTo(lab.client, run.experiment),
				})),
			),
		}),
	});
	const shownStep = $derived(cursor.step === null ? null : Math.min(cursor.step, steps));
	const now = $derived(points.map((each) => valueAt(each, shownStep ?? Infinity)));
	const label = $derived(
		text.chart(entry.label, compared.map(({ title }, i) => `${title} ${write(now[i])}`).join('; ')),
	);

	$effect(() => {
		cursor.reach = steps;
		return () => (cursor.reach = null);
	});
	async () => {
		{
			svelteHTML.createElement('header', {});
			{
				svelteHTML.createElement('h2', { class: `section-title` });
				text.title;
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.title, text: text.explain },
				});
			}
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.metric,
						labelHidden: true,
						value: entry.value,
						options: entries,
						onchange: (value) => (runs.metric = value),
					},
				});
			}
			{
				svelteHTML.createElement('span', { class: `quiet unit` });
				isShare(metric) ? text.units.share : text.units.nats;
			}
		}
		if (view.tables) {
			{
				const $$_elbaTerapmoC0C = __sveltets_2_ensureComponent(CompareTable);
				new $$_elbaTerapmoC0C({
					target: __sveltets_2_any(),
					props: { compared, data, write, metric: entry.label },
				});
			}
		} else {
			{
				svelteHTML.createElement('div', { class: `plot` });
				{
					const $$_trahC1C = __sveltets_2_ensureComponent(Chart);
					new $$_trahC1C({ target: __sveltets_2_any(), props: { panel, switches, label, save } });
				}
			}
		}
		{
			svelteHTML.createElement('p', { class: `quiet when` });
			shownStep === null ? text.newest : text.atStep(shownStep);
		}
		{
			svelteHTML.createElement('ul', {});
			for (let { record, title, style } of __sveltets_2_ensureArray(compared)) {
				let i = 1;
				record.id;
				{
					svelteHTML.createElement('li', {
						onpointerenter: () => (lit = record.id),
						onpointerleave: () => (lit = null),
					});
					{
						const $$_elpmaSeniL2C = __sveltets_2_ensureComponent(LineSample);
						new $$_elpmaSeniL2C({ target: __sveltets_2_any(), props: { style } });
					}
					{
						svelteHTML.createElement('span', { class: `name`, title });
						title;
					}
					{
						svelteHTML.createElement('b', {});
						write(now[i]);
					}
					{
						svelteHTML.createElement('button', {
							type: `button`,
							class: `quiet`,
							'aria-label': text.remove(title),
							title: text.remove(title),
							onclick: () => runs.mark(record.id, false),
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
const CompareChart__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type CompareChart__SvelteComponent_ = ReturnType<
	typeof CompareChart__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default CompareChart__SvelteComponent_;
