///<reference types="svelte" />
import type { RejectedRow } from '#data/importing.ts';
import { libraryWords } from '../words.en.ts';

type $$ComponentProps = { rows: readonly RejectedRow[] };
function $$render() {
	let { rows }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	/** More rows would slow the page down; the downloaded file has all of them. */
	const most = 100;
	const shown = $derived(rows.slice(0, most));
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `framed`,
				role: `region`,
				tabindex: 0,
				'aria-label': text.rejectedTitle,
			});
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
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.reason;
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							text.rowAsItStands;
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(shown)) {
						let i = 1;
						i;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('td', { class: `number` });
								row.line;
							}
							{
								svelteHTML.createElement('td', {});
								row.reason;
							}
							{
								svelteHTML.createElement('td', { class: `mono raw`, title: row.raw });
								row.raw;
							}
						}
					}
				}
			}
		}
		if (rows.length > most) {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.rejectedFirst(most, rows.length);
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
const RejectedRows__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RejectedRows__SvelteComponent_ = ReturnType<
	typeof RejectedRows__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RejectedRows__SvelteComponent_;
