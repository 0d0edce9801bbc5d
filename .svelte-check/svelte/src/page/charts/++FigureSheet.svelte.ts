///<reference types="svelte" />
import type { Figure, Panel } from './figure.ts';
import { textWidth } from './text.ts';

const margin = 16;
const between = 20;
const [narrowWidth, wideWidth] = [280, 720];
const legendTop = 54;
const [legendRow, legendSize, linkRow] = [18, 11, 13];

/** Height of a panel with its title and axes. `narrow`: several stand side by side. */
function panelHeight(panel: Panel, narrow: boolean): number {
	const head = panel.title === '' ? 0 : 24;
	if (panel.kind === 'rows') return head + 22 * panel.rows.length + 20;
	if (panel.kind === 'matrix') return head + 20 + 24 * panel.rows.length + 8;
	return head + (narrow ? 112 : 216) + 20;
}

/** Positions of all parts, in pixels of the sheet. */
export function layOutSheet({ panels, legend, ...figure }: Figure, links: number) {
	const columns = Math.max(1, Math.min(figure.columns ?? 1, panels.length));
	const panelWidth = columns > 1 ? narrowWidth : wideWidth - 2 * margin;
	const inner = columns * panelWidth + (columns - 1) * between;
	let [x, y] = [margin, legendTop];
	const entries = legend.map((entry) => {
		const markWidth = 'shape' in entry.mark ? 14 : 24;
		const text = cutText(entry.label, legendSize, 260);
		const width = markWidth + textWidth(text, legendSize);
		if (x > margin && x + width > margin + inner) [x, y] = [margin, y + legendRow];
		const left = x;
		x += width + 16;
		return { ...entry, text, left, markWidth, middle: y + legendRow / 2 };
	});
	let top = (entries.length > 0 ? y + legendRow : legendTop) + 8;
	const boxes: Box[] = [];
	for (let first = 0; first < panels.length; first += columns) {
		const row = panels.slice(first, first + columns);
		const height = Math.max(...row.map((panel) => panelHeight(panel, columns > 1)));
		row.forEach((_, i) =>
			boxes.push({ left: margin + i * (panelWidth + between), top, width: panelWidth, height }),
		);
		top += height + 8;
	}
	const height = top + 18 + linkRow * Math.max(0, links - 1);
	return { inner, entries, boxes, linksTop: top, width: inner + 2 * margin, height };
}
import type { FigureSource } from './figure.ts';
import LinePath from './LinePath.svelte';
import PanelPlot from './PanelPlot.svelte';
import type { Box } from './scales.ts';
import ShapePath from './ShapePath.svelte';
import { cutText, isWebAddress, shortLink } from './text.ts';

type $$ComponentProps = { figure: Figure; source: FigureSource };
function $$render() {
	let { figure, source }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const sheet = $derived(layOutSheet(figure, source.links.length));
	const named = $derived(
		source.links.map(({ name, link }) => (name ? `${name}: ${link}` : link)).join('; '),
	);
	const linkText = (name: string | undefined, link: string) =>
		name ? `${cutText(name, 9, sheet.inner / 2)}: ${shortLink(link)}` : shortLink(link);
	const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
	async () => {
		{
			svelteHTML.createElement('svg', {
				xmlns: `http://www.w3.org/2000/svg`,
				width: sheet.width,
				height: sheet.height,
				viewBox: `0 0 ${sheet.width} ${sheet.height}`,
				'font-family': fonts,
				role: `img`,
			});
			{
				svelteHTML.createElement('title', {});
				figure.title;
			}
			{
				svelteHTML.createElement('desc', {});
				source.about;
				named;
			}
			{
				svelteHTML.createElement('rect', {
					width: sheet.width,
					height: sheet.height,
					fill: `var(--sheet)`,
				});
			}
			{
				svelteHTML.createElement('text', {
					x: margin,
					y: `28`,
					'font-size': `15`,
					'font-weight': `600`,
					fill: `var(--ink)`,
				});
				cutText(figure.title, 15, sheet.inner);
			}
			{
				svelteHTML.createElement('text', {
					x: margin,
					y: `45`,
					'font-size': `11`,
					fill: `var(--ink-2)`,
				});
				cutText(source.about, 11, sheet.inner);
			}
			for (let { label, mark, text, left, markWidth, middle } of __sveltets_2_ensureArray(
				sheet.entries,
			)) {
				let i = 1;
				i;
				{
					svelteHTML.createElement('g', {});
					{
						svelteHTML.createElement('title', {});
						label;
					}
					if ('shape' in mark) {
						{
							const $$_htaPepahS2C = __sveltets_2_ensureComponent(ShapePath);
							new $$_htaPepahS2C({ target: __sveltets_2_any(), props: { mark, left, middle } });
						}
					} else {
						{
							const $$_htaPeniL2C = __sveltets_2_ensureComponent(LinePath);
							new $$_htaPeniL2C({
								target: __sveltets_2_any(),
								props: {
									line: mark,
									d: `M${left} ${middle}h18`,
									points: mark.points ? `M${left + 9} ${middle}h0` : '',
								},
							});
						}
					}
					{
						svelteHTML.createElement('text', {
							x: left + markWidth,
							y: middle + 4,
							'font-size': legendSize,
							fill: `var(--ink)`,
						});
						text;
					}
				}
			}
			for (let panel of __sveltets_2_ensureArray(figure.panels)) {
				let i = 1;
				i;
				{
					const $$_tolPlenaP1C = __sveltets_2_ensureComponent(PanelPlot);
					new $$_tolPlenaP1C({
						target: __sveltets_2_any(),
						props: { panel, box: sheet.boxes[i], switches: figure.switches },
					});
				}
			}
			for (let { name, link } of __sveltets_2_ensureArray(source.links)) {
				let i = 1;
				i;
				const y = sheet.linksTop + 8 + i * linkRow;
				if (isWebAddress(link)) {
					{
						svelteHTML.createElement('a', { href: link, target: `_blank` });
						{
							svelteHTML.createElement('text', {
								x: margin,
								y,
								'font-size': `9`,
								fill: `var(--ink-2)`,
								'text-decoration': `underline`,
							});
							linkText(name, link);
						}
					}
				} else {
					{
						svelteHTML.createElement('text', {
							x: margin,
							y,
							'font-size': `9`,
							fill: `var(--ink-2)`,
						});
						linkText(name, link);
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
const FigureSheet__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type FigureSheet__SvelteComponent_ = ReturnType<
	typeof FigureSheet__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default FigureSheet__SvelteComponent_;
