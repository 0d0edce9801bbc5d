///<reference types="svelte" />
import type { PreviewRow, RejectedRow } from '#data/importing.ts';
import { libraryWords } from '../words.en.ts';
import RejectedRows from './RejectedRows.svelte';
interface Props {
	preview: readonly PreviewRow[];
	rejected: readonly RejectedRow[];
}
function $$render() {
	let { preview, rejected }: Props = $props();
	const text = libraryWords.importing;
	const hasPrompts = $derived(preview.some(({ prompt }) => prompt !== ''));
	async () => {
		{
			svelteHTML.createElement('div', { 'aria-live': `polite` });
			{
				svelteHTML.createElement('h4', { class: `section-title` });
				text.preview;
			}
			if (preview.length === 0) {
				{
					svelteHTML.createElement('p', {});
					text.noPreview;
				}
			} else {
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
									text.previewLine;
								}
								if (hasPrompts) {
									{
										svelteHTML.createElement('th', { scope: `col` });
										text.promptColumns;
									}
								}
								{
									svelteHTML.createElement('th', { scope: `col` });
									text.answerColumns;
								}
							}
						}
						{
							svelteHTML.createElement('tbody', {});
							for (let row of __sveltets_2_ensureArray(preview)) {
								let i = 1;
								i;
								{
									svelteHTML.createElement('tr', {});
									{
										svelteHTML.createElement('td', { class: `number` });
										row.line;
									}
									if (hasPrompts) {
										{
											svelteHTML.createElement('td', {});
											{
												svelteHTML.createElement('div', {});
												row.prompt;
											}
										}
									}
									{
										svelteHTML.createElement('td', {});
										{
											svelteHTML.createElement('div', {});
											row.answer;
										}
									}
								}
							}
						}
					}
				}
			}
			if (rejected.length > 0) {
				{
					svelteHTML.createElement('p', {});
					text.headRejected(rejected.length);
				}
				{
					const $$_swoRdetcejeR1C = __sveltets_2_ensureComponent(RejectedRows);
					new $$_swoRdetcejeR1C({ target: __sveltets_2_any(), props: { rows: rejected } });
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
const ImportPreview__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportPreview__SvelteComponent_ = ReturnType<
	typeof ImportPreview__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportPreview__SvelteComponent_;
