///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Select from '#page/components/Select.svelte';
import { getView } from '#page/state/context.ts';
import { getStudies } from './context.ts';
import * as format from '#page/words/format.ts';
import { reportWords, studyWords } from '../words.en.ts';
import type { OpenStudy } from '../calls/studyCalls.ts';
import {
	cellGrid,
	cellMeasures,
	scoreOf,
	type CellMeasure,
	type CellState,
	type GridCell,
} from './cellGrid.ts';
import { shown } from './plots/intervals.ts';

type $$ComponentProps = { open: OpenStudy };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords.cells;
	const studies = getStudies();
	const view = getView();
	const grid = $derived(cellGrid(open, studyWords.factors));
	const results = $derived(
		open.outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.result] : [])),
	);
	/** The measures that some result has; all of them without results. */
	const options = $derived(
		cellMeasures.filter(
			(id) => results.length === 0 || results.some((result) => scoreOf(result, id) !== null),
		),
	);
	let measure = $state<CellMeasure>('average');
	const chosenMeasure = $derived(options.includes(measure) ? measure : options[0]);
	const unit = $derived(chosenMeasure === 'loss' ? 'nats' : 'share');
	const scores = $derived(results.flatMap((result) => scoreOf(result, chosenMeasure) ?? []));
	let chosen = $state<string | null>(null);
	const closer = $derived(
		grid.rows.flatMap(({ cells }) => cells).find((entry) => entry?.cell.key === chosen) ?? null,
	);

	/** A colour from the worst to the best of the known scores. */
	function shade(score: number | null): string | undefined {
		if (score === null) return undefined;
		const [low, high] = [Math.min(...scores), Math.max(...scores)];
		const share = high === low ? 0 : (score - low) / (high - low);
		const good = chosenMeasure === 'loss' ? 1 - share : share;
		return `color-mix(in srgb, var(--accent) ${Math.round(6 + 30 * good)}%, var(--paper))`;
	}
	const scoreIn = (state: CellState) =>
		state.kind === 'done' ? scoreOf(state.outcome.result, chosenMeasure) : null;
	function figure(state: CellState): string {
		switch (state.kind) {
			case 'done': {
				const score = scoreIn(state);
				return score === null ? format.none : shown(score, unit);
			}
			case 'failed':
				return '✕';
			case 'running':
			case 'cut':
				return text.running(state.share);
			case 'waiting':
			case 'queued':
				return '·';
			default:
				return state satisfies never;
		}
	}
	function inWords({ state }: GridCell): string {
		switch (state.kind) {
			case 'done':
				return figure(state);
			case 'failed':
				return text.failed;
			case 'running':
				return text.running(state.share);
			case 'cut':
				return text.cut(state.step);
			case 'waiting':
				return text.waiting;
			case 'queued':
				return text.queued;
			default:
				return state satisfies never;
		}
	}
	function more({ state }: GridCell): string {
		if (state.kind === 'failed') return state.message;
		if (state.kind === 'waiting') return text.waits(state.for);
		if (state.kind === 'cut') return text.cutHelp;
		if (state.kind !== 'done') return '';
		const { final, totalMilliseconds } = state.outcome.result;
		return text.done(
			format.percent(final.averageExact, 1),
			format.percent(final.worstExact?.exact, 1),
			reportWords.time(totalMilliseconds / 1000),
		);
	}
	const known = ({ state }: GridCell) => state.kind !== 'waiting';
	async function toBench(key: string) {
		if (await studies.openCell(key)) view.go('bench');
	}
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.title;
				}
				{
					const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS2C({
						target: __sveltets_2_any(),
						props: {
							label: text.measure,
							value: chosenMeasure,
							options: options.map((value) => ({ value, label: text[value] })),
							onchange: (value) => (measure = value as CellMeasure),
						},
					});
				}
			}

			{
				svelteHTML.createElement('div', {
					class: `frame`,
					role: `region`,
					'aria-label': text.title,
					tabindex: 0,
				});
				{
					svelteHTML.createElement('table', {});
					{
						svelteHTML.createElement('caption', { class: `visually-hidden` });
						text.about;
					}
					{
						svelteHTML.createElement('thead', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `col` });
								{
									svelteHTML.createElement('span', { class: `visually-hidden` });
									text.name;
								}
							}
							for (let seed of __sveltets_2_ensureArray(grid.seeds)) {
								seed;
								{
									svelteHTML.createElement('th', { scope: `col`, class: `seed` });
									text.seed(seed);
								}
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						for (let row of __sveltets_2_ensureArray(grid.rows)) {
							row.label;
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row` });
									{
										svelteHTML.createElement('span', { class: `name` });
										row.label;
									}
								}
								for (let entry of __sveltets_2_ensureArray(row.cells)) {
									let i = 1;
									i;
									{
										svelteHTML.createElement('td', {});
										if (entry) {
											{
												svelteHTML.createElement('button', {
													type: `button`,
													class: entry.state.kind,
													'aria-label': text.cell(entry.name, inWords(entry)),
													'aria-pressed': chosen === entry.cell.key,
													title: more(entry) || undefined,
													onclick: () =>
														(chosen = chosen === entry.cell.key ? null : entry.cell.key),
												});
												__sveltets_2_ensureType(String, Number, shade(scoreIn(entry.state)));
												figure(entry.state);
											}
										}
									}
								}
							}
						}
					}
				}
			}
			if (closer) {
				const state = closer.state;
				{
					svelteHTML.createElement('div', { class: `closer`, role: `status` });
					{
						svelteHTML.createElement('p', {});
						{
							svelteHTML.createElement('strong', {});
							text.cell(closer.name, inWords(closer));
						}
						more(closer);
					}
					{
						svelteHTML.createElement('div', { class: `buttons` });
						if (state.kind === 'failed') {
							{
								const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB3C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										title: studyWords.retryHelp,
										onclick: () => void studies.retry([closer.cell.key]),
									},
								});
								studyWords.retry;
								Button;
							}
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									disabled: !known(closer),
									title: text.openHelp,
									onclick: () => void toBench(closer.cell.key),
								},
							});
							text.open;
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
									kind: `quiet`,
									onclick: () => (chosen = null),
								},
							});
							text.close;
							Button;
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
const CellGridView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type CellGridView__SvelteComponent_ = ReturnType<
	typeof CellGridView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default CellGridView__SvelteComponent_;
