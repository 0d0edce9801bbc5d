///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { Frontier, FrontierPoint, StudyReport } from '../../model/reportTypes.ts';
import type { Measure } from '../../model/measures.ts';
import { frontierTable } from '../../model/tables.ts';
import { frontierTitle } from '../../report.en.ts';
import { shown, tickText } from './intervals.ts';
import Plot, { type Tables } from './Plot.svelte';
import { placeLabels, scaleOf } from './scale.ts';

type $$ComponentProps = { report: StudyReport; frontier: Frontier; show: Tables };
function $$render() {
	let { report, frontier, show }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const width = 560;
	const height = 340;
	const left = 56;
	const bottom = 44;
	const top = 12;
	const right = 96;
	const table = $derived(frontierTable(report));
	const values = (axis: 'domain' | 'general') =>
		frontier.points.flatMap((point) => [point[axis].mean, point[axis].low, point[axis].high]);
	const xs = $derived(scaleOf(values('domain')));
	const ys = $derived(scaleOf(values('general')));
	const x = (value: number) =>
		left + ((value - xs.low) / (xs.high - xs.low)) * (width - left - right);
	const y = (value: number) =>
		height - bottom - ((value - ys.low) / (ys.high - ys.low)) * (height - top - bottom);
	const best = $derived(
		frontier.points
			.filter(({ onFrontier }) => onFrontier)
			.sort((a, b) => a.domain.mean - b.domain.mean),
	);
	const line = $derived(best.map(({ domain, general }) => `${x(domain.mean)},${y(general.mean)}`));
	const label = ({ label, domainShare }: FrontierPoint) =>
		domainShare === null ? label : `${Number((100 * domainShare).toPrecision(3))} %`;
	/** Points on the frontier first, so that their labels are placed first. */
	const drawn = $derived(
		frontier.points.toSorted((a, b) => Number(b.onFrontier) - Number(a.onFrontier)),
	);
	const labels = $derived(
		placeLabels(
			drawn.map((point) => ({
				x: x(point.domain.mean),
				y: y(point.general.mean),
				label: label(point),
			})),
			width,
		),
	);
	const titleOf = (axis: Measure) => `${frontierTitle(axis)}, ${text.units[axis.unit]}`;
	const sentence = $derived(
		frontier.points
			.map(
				({ label, domain, general, onFrontier }) =>
					`${label}: ${shown(domain.mean, frontier.domain.unit)} / ` +
					shown(general.mean, frontier.general.unit) +
					(onFrontier ? `, ${text.onFrontier}` : ''),
			)
			.join('; '),
	);
	async () => {
		{
			const $$_tolP0C = __sveltets_2_ensureComponent(Plot);
			const $$_tolP0 = new $$_tolP0C({
				target: __sveltets_2_any(),
				props: {
					title: text.frontier,
					about: text.frontierAbout,
					show,
					tables: table ? [{ title: text.frontier, table }] : [],
					plot: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								svelteHTML.createElement('div', { class: `frame` });
								{
									svelteHTML.createElement('svg', {
										viewBox: `0 0 ${width} ${height}`,
										role: `img`,
										'aria-label': `${titleOf(frontier.domain)} / ${titleOf(frontier.general)}. ${sentence}`,
									});
									for (let tick of __sveltets_2_ensureArray(xs.ticks)) {
										tick;
										{
											svelteHTML.createElement('line', {
												class: `grid`,
												x1: x(tick),
												x2: x(tick),
												y1: top,
												y2: height - bottom,
											});
										}
										{
											svelteHTML.createElement('text', {
												x: x(tick),
												y: height - bottom + 16,
												'text-anchor': `middle`,
											});
											tickText(tick, frontier.domain.unit);
										}
									}
									for (let tick of __sveltets_2_ensureArray(ys.ticks)) {
										tick;
										{
											svelteHTML.createElement('line', {
												class: `grid`,
												x1: left,
												x2: width - right,
												y1: y(tick),
												y2: y(tick),
											});
										}
										{
											svelteHTML.createElement('text', {
												x: left - 8,
												y: y(tick) + 4,
												'text-anchor': `end`,
											});
											tickText(tick, frontier.general.unit);
										}
									}
									{
										svelteHTML.createElement('text', {
											class: `title`,
											x: (left + width - right) / 2,
											y: height - 6,
											'text-anchor': `middle`,
										});
										titleOf(frontier.domain);
									}
									{
										svelteHTML.createElement('text', {
											class: `title`,
											transform: `rotate(-90)`,
											x: -(top + height - bottom) / 2,
											y: `12`,
											'text-anchor': `middle`,
										});
										titleOf(frontier.general);
									}
									{
										svelteHTML.createElement('polyline', {
											class: `frontier`,
											points: line.join(' '),
										});
									}
									for (let point of __sveltets_2_ensureArray(drawn)) {
										let i = 1;
										point.label;
										const { domain, general } = point;
										const placed = labels[i];
										if (domain.low !== null && domain.high !== null) {
											{
												svelteHTML.createElement('line', {
													class: `interval`,
													x1: x(domain.low),
													x2: x(domain.high),
													y1: y(general.mean),
													y2: y(general.mean),
												});
											}
										}
										if (general.low !== null && general.high !== null) {
											{
												svelteHTML.createElement('line', {
													class: `interval`,
													x1: x(domain.mean),
													x2: x(domain.mean),
													y1: y(general.low),
													y2: y(general.high),
												});
											}
										}
										{
											svelteHTML.createElement('circle', {
												class: ['mean', !point.onFrontier && 'hollow'],
												cx: x(domain.mean),
												cy: y(general.mean),
												r: `4.5`,
											});
											{
												svelteHTML.createElement('title', {});
												point.label;
											}
										}
										if (placed) {
											{
												svelteHTML.createElement('text', {
													class: `label`,
													x: placed.x,
													y: placed.y,
													'text-anchor': placed.anchor,
												});
												label(point);
											}
										}
									}
								}
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { plot } = $$_tolP0.$$prop_def; /*Ωignore_endΩ*/

			Plot;
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
const Frontier__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Frontier__SvelteComponent_ = ReturnType<typeof Frontier__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Frontier__SvelteComponent_;
