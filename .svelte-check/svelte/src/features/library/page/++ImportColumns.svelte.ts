///<reference types="svelte" />
import type { Inspection } from '#data/importing.ts';
import { libraryWords } from '../words.en.ts';
import { moveColumnUp, toggleColumn, type ColumnMapping } from './columns.ts';
interface Props {
	columns: Inspection['columns'];
	mapping: ColumnMapping;
	onchange: (mapping: ColumnMapping) => void;
}
function $$render() {
	let { columns, mapping, onchange }: Props = $props();
	const text = libraryWords.importing;
	const sides = ['prompt', 'answer'] as const;
	const labels = { prompt: text.promptColumns, answer: text.answerColumns };
	async () => {
		{
			svelteHTML.createElement('div', { class: `framed` });
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.column;
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.promptColumns;
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.answerColumns;
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.example;
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let { path, sample } of __sveltets_2_ensureArray(columns)) {
						path;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row`, class: `mono` });
								path;
							}
							for (let side of __sveltets_2_ensureArray(sides)) {
								side;
								{
									svelteHTML.createElement('td', {});
									{
										svelteHTML.createElement('input', {
											type: `checkbox`,
											checked: mapping[side].includes(path),
											'aria-label': side === 'prompt' ? text.inPrompt(path) : text.inAnswer(path),
											onchange: () => onchange(toggleColumn(mapping, side, path)),
										});
									}
								}
							}
							{
								svelteHTML.createElement('td', { class: `sample quiet` });
								sample;
							}
						}
					}
				}
			}
		}
		{
			svelteHTML.createElement('dl', {});
			for (let side of __sveltets_2_ensureArray(sides)) {
				side;
				{
					svelteHTML.createElement('dt', {});
					labels[side];
				}
				{
					svelteHTML.createElement('dd', {});
					for (let path of __sveltets_2_ensureArray(mapping[side])) {
						let i = 1;
						path;
						if (i > 0) {
							{
								svelteHTML.createElement('button', {
									type: `button`,
									'aria-label': text.earlier(path),
									title: text.earlier(path),
									onclick: () => onchange(moveColumnUp(mapping, side, path)),
								});
							}
						}
						{
							svelteHTML.createElement('span', { class: `mono` });
							path;
						}
					}
					{
						svelteHTML.createElement('span', { class: `quiet` });
						side === 'prompt' ? text.noPrompt : text.noAnswer;
					}

					if (mapping[side].length > 1) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.joined;
						}
					}
				}
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const ImportColumns__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportColumns__SvelteComponent_ = ReturnType<
	typeof ImportColumns__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportColumns__SvelteComponent_;
